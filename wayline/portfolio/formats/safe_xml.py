"""XML from strangers: no document types, no entities, no network, bounded size and depth, faults with their place."""

from collections.abc import Iterator
from functools import cache

from lxml import etree

from wayline.portfolio.formats.safe_json import place_of
from wayline.portfolio.formats.words import gettext as _
from wayline.portfolio.record import UnreadableFile

LARGEST = 40 * 1024**2
MOST_ELEMENTS = 200_000
Element = etree._Element


def load(content: bytes) -> Element:
    """The root of a document, without comments; UnreadableFile with line and column where it breaks."""
    if len(content) > LARGEST:
        raise UnreadableFile(_("The file is larger than {size} MB.").format(size=LARGEST // 1024**2))
    if b"<!DOCTYPE" in content.replace(b"\x00", b""):
        raise _with_doctype()
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line, column = getattr(error, "position", (1, 1))
        says = _("This is not well-formed XML: {what}.").format(what=str(error).partition(", line ")[0])
        raise UnreadableFile(says, place_of(line, column)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _with_doctype()
    for number, _element in enumerate(root.iter()):
        if number > MOST_ELEMENTS:
            raise UnreadableFile(_("The file has more than {number} elements.").format(number=MOST_ELEMENTS))
    return root


def _with_doctype() -> UnreadableFile:
    return UnreadableFile(_("The file declares a document type. Files with one are not read, for safety."))


def name_of(element: Element) -> str:
    """The name without its namespace: writers of these formats disagree about the latter."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, name: str) -> list[Element]:
    return list(element.iterchildren("{*}" + name))


def found(element: Element | None, path: str) -> Element | None:
    """The first element down a path of names, `EmployerHistory/PositionHistory`, or None."""
    for step in _steps(path):
        if element is None:
            return None
        element = next(element.iterchildren(step), None)
    return element


@cache
def _steps(path: str) -> tuple[str, ...]:
    """Names in any namespace. The paths stand in the readers, so they are few."""
    return tuple("{*}" + name for name in path.split("/"))


def text_of(element: Element | None) -> str:
    """The text of an element that has nothing else inside; "" for None."""
    return "" if element is None or len(element) else (element.text or "").strip()


def path_of(element: Element) -> str:
    """Where an element stands, by names and numbers: `Candidate/CandidateProfile/Others[3]`, and its line."""
    steps: list[str] = []
    at: Element | None = element
    while at is not None:
        steps.append(_step(at))
        at = at.getparent()
    return "/".join(reversed(steps))


def _step(element: Element) -> str:
    parent, name = element.getparent(), name_of(element)
    alike = [] if parent is None else children(parent, name)
    return name if len(alike) < 2 else f"{name}[{alike.index(element) + 1}]"


def place(element: Element) -> str:
    """Line and path, for notes."""
    return _("line {line}, {path}").format(line=element.sourceline or 0, path=path_of(element))


def remove(element: Element) -> None:
    """Take an element out of its parent and leave the text behind it there."""
    parent = element.getparent()
    if parent is None:
        return
    if tail := (element.tail or "").strip():
        if (before := element.getprevious()) is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)


def prune(element: Element) -> None:
    """Remove every element below that says nothing: no text, no attribute, nothing inside."""
    for one in list(element):
        prune(one)
        if not len(one) and not one.attrib and not (one.text or "").strip():
            remove(one)


def texts(element: Element) -> Iterator[str]:
    for one in element.iter():
        yield one.text or ""
        yield one.tail or ""
