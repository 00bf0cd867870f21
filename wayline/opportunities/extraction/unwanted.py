"""Where a text names what is not wanted: "no experience with Java needed". By the words of `cues.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wayline.opportunities.extraction.cues import Cues, cues

Span = tuple[int, int]


def unwanted(text: str, language: str) -> list[Span]:
    """From and to; nothing in a language without cues. Of a list only what stands before its first comma is seen."""
    known = cues(language)
    return list(_spans(text, known)) if known else []


def is_unwanted(start: int, end: int, spans: Sequence[Span]) -> bool:
    """Whether these words stand within one of them."""
    return any(first <= start and end <= last for first, last in spans)


def _spans(text: str, known: Cues) -> Iterator[Span]:
    start = 0
    for end in [*(one.start() for one in known.clause.finditer(text)), len(text)]:
        if known.unneeded.search(text, start, end):
            yield start, end
        elif found := known.no.search(text, start, end):
            yield found.start(), end
        start = end
