"""HTML of other platforms to Markdown: what it says is kept, what it does is dropped and told."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from math import ceil
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning
from bs4.element import NavigableString, PreformattedString
from markdownify import MarkdownConverter

from wayline.learning.packages.outline import Changed, NotTaken
from wayline.learning.packages.words import gettext as _

WORDS_A_MINUTE = 200

_INLINE = {
    "a",
    "abbr",
    "acronym",
    "b",
    "bdi",
    "bdo",
    "big",
    "cite",
    "code",
    "data",
    "del",
    "dfn",
    "em",
    "font",
    "i",
    "img",
    "ins",
    "kbd",
    "label",
    "mark",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "var",
}
_SILENT = ["link", "meta", "base", "head", "template", "title"]
_ACTIVE = ["script", "style", "form", "applet", "canvas", "noscript"]
_EMBEDDED = ["iframe", "frame", "video", "audio", "object", "embed"]
_ALLOWED_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|files/)", re.IGNORECASE)
_MOST_TAGS = 50_000
_FORMULA = [(r"\\(", r"\\)"), (r"\\\[", r"\\\]"), ("$$", "$$")]
# At the start of a line these would open a list, a heading, a quotation or a fence.
_LINE_MARK = re.compile(r"^(\s*)(>|#|=|~(?=~~)|[-+](?=\s|$|-)|\d+[.)](?=\s|$))")
_SPECIAL = re.compile(r"([\\`*\[\]<]|(?<!\w)_|_(?!\w)|&(?=#?\w+;))")
_SUPER = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUB = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


@dataclass(slots=True)
class Converted:
    text: str
    title: str = ""
    """Of the HTML page, when it had one."""
    changed: list[Changed] = field(default_factory=list)
    not_taken: list[NotTaken] = field(default_factory=list)


def keep_address(address: str) -> str:
    return address


def to_markdown(html: str, *, address: Callable[[str], str] = keep_address, where: str = "") -> Converted:
    """Convert a page or a piece of one.

    `address` turns an address of the source into ours; an empty answer drops the link and keeps its words.
    `where` names the page in what is reported.
    """
    if html.count("<") > _MOST_TAGS:
        html = re.sub(r"<[^<>]*>", " ", html)
        change = Changed(_("page"), where, _("It had more markup than can be read; only its words were kept."))
        return Converted(escape(" ".join(unescape(html).split())), changed=[change])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(html, "lxml")
    result = Converted("", title=_text(soup.title) if soup.title else "")
    _Cleaning(soup, result, address, where).run()
    try:
        text = str(_Writer().convert_soup(soup))
    except RecursionError:
        text = escape(" ".join(soup.stripped_strings))
        result.changed.append(Changed(_("page"), where, _("It was nested too deeply; only its words were kept.")))
    result.text = _tidy(text)
    if any(0 <= result.text.find(start) < result.text.rfind(end) for start, end in _FORMULA):
        result.changed.append(Changed(_("formula"), where, _("It stands as it was typed, in LaTeX.")))
    return result


def escape(text: str) -> str:
    """Plain text as Markdown that shows exactly this text."""
    lines = (_LINE_MARK.sub(_escape_mark, _SPECIAL.sub(r"\\\1", line.strip())) for line in text.strip().splitlines())
    return "\n".join(lines)


def link(text: str, address: str) -> str:
    return f"[{escape(text) or address}]({_target(address)})"


def _target(address: str) -> str:
    bare = address.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E").replace("\n", "")
    return f"<{bare}>" if "(" in bare or ")" in bare else bare


def reading_minutes(text: str) -> int:
    """Whole minutes at 200 words a minute, rounded up; 0 for no text."""
    return ceil(len(text.split()) / WORDS_A_MINUTE)


def is_video(address: str) -> bool:
    """Whether an address is a film on one of the usual sites, or a film file."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    sites = {"youtube.com", "youtu.be", "youtube-nocookie.com", "vimeo.com", "player.vimeo.com", "dailymotion.com"}
    return host in sites or parts.path.lower().endswith((".mp4", ".webm", ".m4v", ".mov", ".ogv"))


def watch_address(address: str) -> str:
    """The page of a film, for the address of its embedded player."""
    address = f"https:{address}" if address.startswith("//") else address
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    last = parts.path.rstrip("/").rpartition("/")[2]
    if host in {"youtube.com", "youtube-nocookie.com"} and "/embed/" in parts.path and last != "videoseries":
        return f"https://www.youtube.com/watch?v={last}"
    if host in {"youtube.com", "youtube-nocookie.com"} and last == "videoseries":
        return f"https://www.youtube.com/playlist?list={parse_qs(parts.query).get('list', [''])[0]}"
    if host == "player.vimeo.com":
        return f"https://vimeo.com/{last}"
    return address


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return value.strip() if isinstance(value, str) else ""


def _escape_mark(match: re.Match[str]) -> str:
    mark = match[2]
    return f"{match[1]}{mark[:-1]}\\{mark[-1]}" if mark[0].isdigit() else f"{match[1]}\\{mark}"


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.replace("\r", "").replace("\xa0", " ").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


class _Cleaning:
    """Takes out of the tree what may not come in, and notes it."""

    def __init__(self, soup: BeautifulSoup, result: Converted, address: Callable[[str], str], where: str) -> None:
        self._soup = soup
        self._result = result
        self._address = address
        self._where = where

    def run(self) -> None:
        for comment in self._soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
            comment.extract()
        for tag in self._soup.find_all(_EMBEDDED):
            if not tag.decomposed:
                self._embedded(tag)
        for tag in self._soup.find_all(_ACTIVE):
            if not tag.decomposed:
                self._active(tag)
        for tag in self._soup.find_all(_SILENT):
            if not tag.decomposed:
                tag.decompose()
        for tag in self._soup.find_all("a"):
            self._link(tag)
        for tag in self._soup.find_all("img"):
            self._picture(tag)
        self._join_blanks()

    def _join_blanks(self) -> None:
        for text in self._soup.find_all(string=True):
            if not text.find_parent("pre"):
                text.replace_with(NavigableString(re.sub(r"\s+", " ", text)))

    def _drop(self, what: str, name: str, reason: str) -> None:
        self._result.not_taken.append(NotTaken(what, name or self._where, reason))

    def _active(self, tag: Tag) -> None:
        if tag.name == "form":
            self._drop(tag.name, self._where, _("Forms inside a page do not work here; its words were kept."))
            for field_tag in tag.find_all(["input", "select", "textarea", "button"]):
                field_tag.decompose()
            tag.unwrap()
            return
        if tag.name == "noscript":
            tag.unwrap()
            return
        reason = _("The look is ours.") if tag.name == "style" else _("Programs inside a page are not run here.")
        self._drop(tag.name, self._where, reason)
        tag.decompose()

    def _embedded(self, tag: Tag) -> None:
        source = tag if tag.name not in {"video", "audio"} or tag.get("src") else tag.find("source")
        found = (_attribute(source, "src") or _attribute(source, "data")) if isinstance(source, Tag) else ""
        if not found and tag.name == "object" and isinstance(inner := tag.find("embed"), Tag):
            found = _attribute(inner, "src")
        target = self._allowed(watch_address(found)) if found else ""
        if not target:
            self._drop(tag.name, found or self._where, _("What it showed is not in the package."))
            tag.decompose()
            return
        words = _attribute(tag, "title") or _attribute(tag, "aria-label") or target
        self._result.changed.append(Changed(tag.name, target, _("It is now a link.")))
        anchor = self._soup.new_tag("a", href=target)
        anchor["data-done"] = "yes"
        anchor.string = words
        paragraph = self._soup.new_tag("p")
        paragraph.append(anchor)
        tag.replace_with(paragraph)

    def _allowed(self, address: str) -> str:
        new = self._address(address)
        return new if _ALLOWED_ADDRESS.match(new) else ""

    def _link(self, tag: Tag) -> None:
        found = _attribute(tag, "href")
        if "data-done" in tag.attrs or not found:
            return
        target = self._allowed(found)
        if target:
            tag["href"] = target
            return
        if not found.startswith("#"):
            what, reason = _("link"), _("It led to a place that is not in the package; its words were kept.")
            self._result.changed.append(Changed(what, f"{_text(tag)} ({found[:200]})", reason))
        tag.unwrap()

    def _picture(self, tag: Tag) -> None:
        formula = _attribute(tag, "data-equation-content")
        if formula:
            tag.replace_with(NavigableString(f"\\({formula}\\)"))
            return
        found = _attribute(tag, "src")
        target = self._allowed(found) if found else ""
        if target:
            tag["src"] = target
            return
        name = found if len(found) < 200 else f"{found[:40]}…"
        self._drop(_("picture"), name, _("It is not in the package; its description was kept."))
        tag.replace_with(NavigableString(_attribute(tag, "alt")))


class _Writer(MarkdownConverter):
    """markdownify with escapes only where they are needed, so that the Markdown is pleasant to read and edit."""

    def __init__(self) -> None:
        super().__init__(
            heading_style="atx", bullets="-", newline_style="backslash", table_infer_header=True, autolinks=False
        )

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        text = str(super().process_text(el, parent_tags))  # type: ignore[misc]  # missing in its stub
        if "_noformat" not in (parent_tags or set()) and _starts_line(el):
            text = _LINE_MARK.sub(_escape_mark, text)
        return text

    def escape(self, text: str, parent_tags: set[str]) -> str:
        text = _SPECIAL.sub(r"\\\1", text)
        return text.replace("|", "\\|") if parent_tags & {"td", "th"} else text

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = text.strip()
        href = _attribute(el, "href")
        if not words or not href or "_noformat" in parent_tags:
            return text
        before = " " if text[:1].isspace() else ""
        after = " " if text[-1:].isspace() else ""
        return f"{before}[{' '.join(words.split())}]({_target(href)}){after}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        alt = " ".join(_attribute(el, "alt").split())
        return f"![{self.escape(alt, parent_tags)}]({_target(_attribute(el, 'src'))})"

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _raised(text, _SUPER, "^")

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _raised(text, _SUB, "_")

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = " ".join(text.split())
        return f"\n\n**{words}**\n\n" if words else ""

    def convert_dd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{text.strip()}\n\n" if text.strip() else ""


def _raised(text: str, table: dict[int, int], mark: str) -> str:
    """`x²` where the characters exist; else with a mark, for `x2` would say something else."""
    words = text.strip()
    if words and all(ord(char) in table for char in words):
        return words.translate(table)
    return f"{mark}({words})" if words and mark == "^" and "[" not in words else text


def _starts_line(el: NavigableString) -> bool:
    node: NavigableString | Tag | None = el
    while node is not None:
        before = node.previous_sibling
        while isinstance(before, NavigableString) and not before.strip():
            before = before.previous_sibling
        if before is not None:
            return isinstance(before, Tag) and before.name not in _INLINE
        parent = node.parent
        if parent is None or parent.name not in _INLINE:
            return True
        node = parent
    return True
