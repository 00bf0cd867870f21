"""Markdown to the HTML that other programs keep in their texts, and back without a loss."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

# Most texts are plain words, which need no parser: it is imported for the others.
if TYPE_CHECKING:
    from bs4 import BeautifulSoup

_parser = MarkdownIt("commonmark", {"html": False})
_ELEMENT = re.compile(
    r"</?(?:p|br|ul|ol|li|b|strong|i|em|u|a|div|span|h[1-6]|blockquote|table|tr|td|th|tbody|thead|pre|code|hr|img|sub|sup"
    r"|font|s|del|ins|strike)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ACTIVE = ["script", "style", "iframe", "object", "embed", "form", "noscript", "template", "svg", "math", "head"]
# Lines of plain words in paragraphs and lists, which mean the same in Markdown and HTML: most texts are nothing else,
# and cost nothing then.
_LINE = r"[^\W\d_](?:[^\W_]|[,.;!?'’‘“”()%…–—:-]| (?! ))*(?<! )"
_WORDS, _LIST = rf"{_LINE}(?:\n{_LINE})*", rf"\* {_LINE}(?:\n\* {_LINE})*"
_PLAIN = re.compile(rf"(?:{_WORDS}|{_LIST}(?!\n\n\*))(?:\n\n(?:{_WORDS}|{_LIST}(?!\n\n\*)))*")
_WORDS_HTML, _LIST_HTML = rf"<p>{_WORDS}</p>", rf"<ul>\n(?:<li>{_LINE}</li>\n)+</ul>"
_PLAIN_HTML = re.compile(rf"(?:{_WORDS_HTML}|{_LIST_HTML}(?!\n<ul>))(?:\n(?:{_WORDS_HTML}|{_LIST_HTML}(?!\n<ul>)))*")
_BLOCKS = re.compile(r"<p>.*?</p>|<ul>.*?</ul>", re.DOTALL)
LONGEST = 1_000_000
DEEPEST = 60
_SHORT = 20_000


def to_markdown(text: str) -> str:
    """Markdown of a text that may be HTML; a text without an element of HTML is left as it is."""
    if not _ELEMENT.search(text) or len(text) > LONGEST:
        return text
    if len(text) < _SHORT and _PLAIN_HTML.fullmatch(bare := _unwrapped(text)):
        return "\n\n".join(_block_as_markdown(block) for block in _BLOCKS.findall(bare))
    from bs4 import BeautifulSoup
    from markdownify import MarkdownConverter

    soup = BeautifulSoup(text, "html.parser")
    for element in soup(_ACTIVE):
        element.decompose()
    for heading in soup(["h1", "h2", "h3", "h4", "h5", "h6"]):
        if not heading.get_text(strip=True):
            heading.decompose()
    if _too_deep(soup):
        return soup.get_text(" ", strip=True)
    converter = MarkdownConverter(
        heading_style="atx", bullets="*", newline_style="backslash", autolinks=False, escape_misc=False
    )
    return re.sub(r"\n{3,}", "\n\n", str(converter.convert_soup(soup))).strip()


def _unwrapped(html: str) -> str:
    while html.startswith("<div>") and html.endswith("</div>"):
        html = html.removeprefix("<div>").removesuffix("</div>").strip()
    return html


def _block_as_markdown(html: str) -> str:
    if html.startswith("<p>"):
        return html.removeprefix("<p>").removesuffix("</p>")
    items = html.removeprefix("<ul>\n<li>").removesuffix("</li>\n</ul>").split("</li>\n<li>")
    return "\n".join(f"* {item}" for item in items)


def _block_as_html(markdown: str) -> str:
    if not markdown.startswith("* "):
        return f"<p>{markdown}</p>"
    items = markdown.removeprefix("* ").split("\n* ")
    return "\n".join(["<ul>", *(f"<li>{item}</li>" for item in items), "</ul>"])


def _too_deep(soup: BeautifulSoup) -> bool:
    return any(depth > DEEPEST for depth in _depths(soup))


def _depths(soup: BeautifulSoup) -> list[int]:
    depths, depth = [0], 0
    waiting: list[tuple[object, int]] = [(soup, 0)]
    while waiting:
        one, depth = waiting.pop()
        depths.append(depth)
        waiting += [(below, depth + 1) for below in getattr(one, "children", ()) if getattr(below, "name", None)]
    return depths


def to_html(markdown: str) -> str:
    """HTML of a Markdown text, or the text itself where only that comes back as it was."""
    if not markdown:
        return ""
    if len(markdown) < _SHORT and _PLAIN.fullmatch(markdown):
        return "\n".join(_block_as_html(block) for block in markdown.split("\n\n"))
    html = str(_parser.render(markdown)).strip()
    return html if to_markdown(html) == markdown else markdown


def is_html(markdown: str, html: str) -> bool:
    """Whether `to_html` made HTML of the text, and did not leave it as it was."""
    return html != markdown or _ELEMENT.search(html) is not None
