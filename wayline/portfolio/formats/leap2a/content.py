"""The text of an entry: plain, HTML or XHTML, as Markdown and back."""

from copy import deepcopy

from lxml import etree

from wayline.portfolio.formats import safe_xml
from wayline.portfolio.formats.europass.names import fit
from wayline.portfolio.formats.leap2a.names import XHTML, add
from wayline.portfolio.formats.markup import is_html, to_html, to_markdown
from wayline.portfolio.formats.safe_xml import Element, found, name_of
from wayline.portfolio.formats.xml_rest import TakingXml


def take_text(own: TakingXml) -> str:
    """The content, or the summary where there is no content."""
    for name in ("content", "summary"):
        element = found(own.element, name)
        if element is not None and (text := _text(element)):
            if set(element.attrib) <= {"type"}:
                safe_xml.remove(element)
            return text
    return ""


def _text(element: Element) -> str:
    kind = element.get("type", "text")
    if kind == "xhtml":
        return to_markdown("<div>" + "".join(_inner(one) for one in element) + "</div>").strip()
    text = (element.text or "").strip() if not len(element) else ""
    return to_markdown(text).strip() if kind == "html" else text


def _inner(element: Element) -> str:
    """XHTML as HTML: names without their namespace."""
    copy = deepcopy(element)
    copy.tail = None
    for one in copy.iter():
        one.tag = name_of(one)
    etree.cleanup_namespaces(copy)
    return str(etree.tostring(copy, encoding="unicode", method="html"))


def say_text(entry: Element, markdown: str) -> None:
    html = to_html(markdown)
    if markdown and is_html(markdown, html) and (whole := _xhtml(html)) is not None:
        entry.append(whole)
    elif markdown:
        add(entry, "content", markdown, type="text")


def _xhtml(html: str) -> Element | None:
    try:
        div = etree.fromstring(f'<div xmlns="{XHTML}">{fit(html)}</div>')
    except etree.XMLSyntaxError:
        return None
    content = etree.Element("{http://www.w3.org/2005/Atom}content", type="xhtml")
    content.append(div)
    return content
