"""The text that a weekly summary begins with: plain Python, so that it can be read and checked without a database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

SIGNS = re.compile(r"([\\`*_\[\]<>#|~])")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A comment in a summary. `credit` says how it was received: "5 likes"."""

    author: str
    words: str
    url: str
    credit: str


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    quotes: Sequence[Quoted]


def plain(text: str) -> str:
    """The words as they stand: no sign of them makes a heading, a link or a picture."""
    return SIGNS.sub(r"\\\1", " ".join(text.split()))


def summary_text(opening: str, sections: Sequence[Section]) -> str:
    """Markdown: the opening sentence, then each section that has something to show, as quotations with their source."""
    parts = [opening]
    for section in sections:
        if section.quotes:
            parts.append(f"**{plain(section.heading)}**")
            parts += [_quote(quote) for quote in section.quotes]
    return "\n\n".join(parts) + "\n"


def _quote(quote: Quoted) -> str:
    return f"> {plain(quote.words)}\n>\n> – [{plain(quote.author)}]({quote.url}), {quote.credit}"
