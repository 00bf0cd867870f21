"""From what people type to what is shown: Markdown, names after @, pictures, questions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.html import escape

from wayline.common.markdown import render_markdown
from wayline.discussion.questions import asks_in_words

MENTION = re.compile(r"(?<![\w@])@([^\W\d_][\w'’.-]*(?: [\w'’.-]+){0,4})")
PICTURE = re.compile(r"\(/pictures/(\d+)/\)")
QUESTION = re.compile(r"\?(?:[\s)»”\"'*_]|$)")
LINK = re.compile(r"https?://\S+")
_TAGS = re.compile(r"(<[^>]+>)")


def names_after_at(text: str) -> set[str]:
    """Every run of up to five words after an @, as it may be the name of a member: lower case."""
    found: set[str] = set()
    for match in MENTION.finditer(text):
        words = match[1].split(" ")
        for count in range(1, len(words) + 1):
            name = " ".join(words[:count]).rstrip(".,'’-").casefold()
            found |= {name, re.sub(r"['’]\w*$", "", name)}  # "Ben's" names Ben
    return found


def render_comment(text: str, mentioned: Iterable[str] = ()) -> str:
    """HTML of a comment; names of mentioned members stand out."""
    html = str(render_markdown(text, heading_offset=2))
    names = sorted({escape(name) for name in mentioned}, key=len, reverse=True)
    if not names:
        return html
    pattern = re.compile(rf"@(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)
    parts = _TAGS.split(html)
    return "".join(part if part.startswith("<") else pattern.sub(r"<strong>\g<0></strong>", part) for part in parts)


def render_page(text: str) -> str:
    """HTML of a common page or of the purpose of a space: headings begin right below the title."""
    return str(render_markdown(text, heading_offset=1))


def pictures_in(text: str) -> set[int]:
    return {int(number) for number in PICTURE.findall(text) if len(number) < 18}


def is_question(text: str) -> bool:
    """A sentence ends with a question mark or begins like a question; addresses and quotations do not count."""
    own = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">"))
    own = LINK.sub("", own)
    return QUESTION.search(own) is not None or asks_in_words(own)


def quotation(author: str, text: str, address: str) -> str:
    """The start of a reply that quotes: at most 600 signs of the other text."""
    short = text if len(text) <= 600 else text[:600].rsplit(" ", 1)[0] + " …"
    lines = "\n".join(f"> {line}".rstrip() for line in short.splitlines())
    return f"> [{author}]({address}):\n>\n{lines}\n\n"
