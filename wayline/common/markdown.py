"""Markdown that people write, as HTML that is safe to show."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from markdown_it import MarkdownIt
from markdown_it.token import Token

# Lines of plain words: they begin with a letter, hold no sign that Markdown or HTML could read, end with no space.
_WORDS = re.compile(r"""[^\W\d_](?:(?:[^\W_]|[ ,.;!?'’‘“”()%…–—"-]|:(?=[ \n]|\Z))*(?:[^\W_]|[,.;:!?'’‘“”()%…–—"-]))?""")

Resolve = Callable[[str], str | None]

TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre",
    "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "title", "loading"},
    "ol": {"start"},
    "td": {"class"},
    "th": {"class", "scope"},
}
ALIGNED = {"text-align:right": "wl-right", "text-align:center": "wl-centre"}
SCHEMES = {"http", "https", "mailto"}

# Raw HTML stays text. A second look by nh3 follows: the parser is not the only guard.
_parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": False})
_parser.enable(["table", "strikethrough", "linkify"])
_parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})  # type: ignore[union-attr]  # made by "linkify" above


def render_markdown(
    text: str, *, allow_images: bool = True, heading_offset: int = 1, resolve: Resolve | None = None
) -> SafeString:
    """HTML of a Markdown text. Its headings begin below the page's own heading.

    `resolve` turns an address like `files/plan.pdf` into that of the file here, or None when there is no such file.
    Pictures from other hosts become links: showing them would tell that host who reads.
    """
    if (plain := _plain(text)) is not None:
        return plain
    tokens = _parser.parse(text)
    for token in _all(tokens):
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, max(2, int(token.tag[1]) + heading_offset))}"
        elif token.type in {"td_open", "th_open"}:
            _align(token)
    _empty_heads(tokens)
    _readdress(tokens, allow_images=allow_images, resolve=resolve)
    html = _parser.renderer.render(tokens, _parser.options, {})
    return SafeString(
        nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None, strip_comments=True)
    )


def _plain(text: str) -> SafeString | None:
    """What the parser would make of plain paragraphs, at a hundredth of its cost: most comments are nothing else."""
    paragraphs = re.split(r"\n\n+", text.rstrip("\n"))
    if not all(_WORDS.fullmatch(line) for paragraph in paragraphs for line in paragraph.split("\n")):
        return None
    return SafeString("".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs))


def excerpt(text: str, *, characters: int = 200) -> str:
    """The beginning of a Markdown text in plain words, for lists, notices and search."""
    words = " ".join(
        (token.content if token.type in {"text", "code_inline", "code_block", "fence"} else " ")
        for token in _all(_parser.parse(text))
        if token.type in {"text", "code_inline", "code_block", "fence", "softbreak", "hardbreak"}
    )
    return Truncator(re.sub(r"\s+", " ", words).strip()).chars(characters)


def plain_blocks(text: str) -> Iterator[tuple[str, str]]:
    """Paragraphs and list items of a Markdown text in plain words: pairs of "item" or "text" and the words."""
    depth = 0
    for token in _parser.parse(text):
        if token.type in {"list_item_open", "list_item_close"}:
            depth += 1 if token.nesting == 1 else -1
        elif token.type == "inline":
            words = "".join(_word(child) for child in token.children or [])
            if words.strip():
                yield ("item" if depth else "text"), words.strip()
        elif token.type in {"code_block", "fence"} and token.content.strip():
            yield "text", token.content.strip()


def _word(token: Token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return " " if token.type == "softbreak" else "\n"
    return token.content if token.type in {"text", "code_inline", "image"} else ""


def is_external(address: str) -> bool:
    """Whether an address leads to another host."""
    return bool(urlsplit(address).netloc) or address.startswith(("//", "\\"))


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])


def _align(token: Token) -> None:
    """Inline styles are refused by our content security policy."""
    style = str(token.attrs.pop("style", ""))
    if style in ALIGNED:
        token.attrSet("class", ALIGNED[style])


def _empty_heads(tokens: Sequence[Token]) -> None:
    """The corner above the heads of rows is often empty; then it is no head, and nothing is read out for it."""
    for opening, content, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "th_open" and not content.content.strip():
            opening.tag = closing.tag = "td"


def _readdress(tokens: Sequence[Token], *, allow_images: bool, resolve: Resolve | None) -> None:
    for token in tokens:
        children: list[Token] = []
        for child in token.children or []:
            if child.type == "link_open":
                _point(child, "href", resolve)
            if child.type == "image":
                children += _picture(child, allow_images, resolve)
            else:
                children.append(child)
        if token.children:
            token.children = children


def _point(token: Token, attribute: str, resolve: Resolve | None) -> str:
    address = _resolved(str(token.attrs.get(attribute, "")), resolve)
    token.attrSet(attribute, address)
    if attribute == "href" and is_external(address):
        token.attrSet("rel", "nofollow noopener")
    return address


def _resolved(address: str, resolve: Resolve | None) -> str:
    if resolve is None or not address.startswith("files/"):
        return address
    return resolve(address) or address


def _picture(token: Token, allow_images: bool, resolve: Resolve | None) -> list[Token]:
    address = _point(token, "src", resolve)
    if allow_images and not is_external(address):
        token.attrSet("loading", "lazy")
        return [token]
    attrs: dict[str, Any] = {"href": address}
    if is_external(address):
        attrs["rel"] = "nofollow noopener"
    text = Token("text", "", 0, content=token.content or address)
    return [Token("link_open", "a", 1, attrs=attrs), text, Token("link_close", "a", -1)]
