"""Sentences of a text, points of its lists too, and their words as they are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from wayline.taxonomy.titles.words import normalise

WORD = re.compile(r"[\w+#]+")
END = re.compile(r"[.!?;:\n•·●▪](?:(?<=[\n•·●▪])|(?=\s|$))")
"""Of a sentence, of a point of a list."""


@dataclass(slots=True)
class Words:
    """Of a sentence, which stands from `start` to `end` of its text."""

    said: tuple[str, ...]
    text: str = field(repr=False)
    start: int
    end: int

    def places(self) -> list[tuple[int, int]]:
        """From and to of each word in the text; what is written as one may be read as two ("½")."""
        found = [one.span() for one in WORD.finditer(self.text, self.start, self.end)]
        if len(found) != len(self.said):
            found = [place for place in found for _word in _plain(self.text[slice(*place)])]
        return found


def sentences(text: str) -> Iterator[Words]:
    start = 0
    for end in [*(one.end() for one in END.finditer(text)), len(text)]:
        words = words_of(text, start, end)
        if words.said:
            yield words
        start = end


def words_of(text: str, start: int = 0, end: int | None = None) -> Words:
    end = len(text) if end is None else end
    return Words(tuple(chain.from_iterable(map(_plain, WORD.findall(text, start, end)))), text, start, end)


@lru_cache(maxsize=50_000)
def _plain(word: str) -> tuple[str, ...]:
    return tuple(normalise(word).split())
