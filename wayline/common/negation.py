"""Where a text says no: what an offer does not need ("no experience with Java needed"), what somebody does not know
("I have never used SQL"). By the words of `negation.toml`; plain Python.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from wayline.common.cues import Cue, Pattern, folded

FILE = Path(__file__).parent / "negation.toml"
MOST_WORDS = 5
"""Of a part of a list that is neither its first nor its last."""
_WORD = re.compile(r"\w+")
_CLAUSE = re.compile(r"[,;:()!?.\s](?:(?<=[,;:()!?\n])|(?<=\.)(?=\s|$)|(?<=\s)[–—-]\s)")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Denials:
    """Of one language; the names are those of the file. `clause`: where one ends."""

    no: Cue
    unneeded: Cue
    lacks: Cue
    lacked: Cue
    opens: Cue
    needed: Pattern
    either: Pattern
    both: Pattern
    own: Pattern
    turns: Cue
    clause: Pattern
    plain_clause: Pattern
    """Where the text `turns` nowhere."""


def unwanted(text: str, language: str) -> list[Span]:
    """From and to, of what an offer says is not needed; nothing in a language without words for it."""
    known = _denials(language.split("-")[0].lower())
    return list(_spans(text, known, known.no, known.unneeded)) if known else []


def lacking(text: str, languages: Iterable[str]) -> list[Span]:
    """From and to, of what somebody says they do not know or have, in any of these languages."""
    known = filter(None, (_denials(one) for one in dict.fromkeys(one.split("-")[0].lower() for one in languages)))
    return sorted({span for one in known for span in _spans(text, one, one.lacks, one.lacked)})


def is_within(start: int, end: int, spans: Sequence[Span]) -> bool:
    """Whether these words stand within one of them."""
    return any(first <= start and end <= last for first, last in spans)


def _spans(text: str, known: Denials, from_there: Cue, whole: Cue) -> Iterator[Span]:
    """`from_there`: words whose clause is denied from them on; `whole`: all of whose clause is."""
    plain = folded(text)
    if any(cue.may(plain) for cue in (from_there, whole, known.opens)):
        yield from _Clauses(text, known).spans(from_there, whole)


class _Clauses:
    """A text in clauses, each with its first and last place; the sign that parts it from the next stands at its end."""

    def __init__(self, text: str, known: Denials) -> None:
        self.text, self.known = text, known
        clause = known.clause if known.turns.may(folded(text)) else known.plain_clause
        ends = [*(one.start() for one in clause.finditer(text)), len(text)]
        self.held = list(zip([0, *ends], ends, strict=False))

    def spans(self, from_there: Cue, whole: Cue) -> Iterator[Span]:
        """Those that `_spans` tells."""
        for at, (start, end) in enumerate(self.held):
            plain = folded(self.text[start:end])
            if whole.may(plain) and (found := whole.pattern.search(self.text, start, end)):
                yield self._first(at, found.start()), self._last(at, found.end())
            elif from_there.may(plain) and (found := from_there.pattern.search(self.text, start, end)):
                yield found.start(), self._last(at, found.end())
            elif (
                self.known.opens.may(plain)
                and (found := self.known.opens.pattern.search(self.text, start, end))
                and (last := self._closed(at, found.end()))
            ):
                yield found.start(), last

    def _first(self, at: int, place: int) -> int:
        """Where a list begins that ends before `place`: "Java, SQL and C# are not required"."""
        start = self.held[at][0]
        if not self._joins(start, place):
            return start
        while at and self.text[start : start + 1] == "," and self._is_part(at - 1):
            at -= 1
            start = self.held[at][0]
        return start

    def _last(self, at: int, place: int) -> int:
        """Where a list behind `place` ends ("no experience with Java, SQL or C#"), or else the clause."""
        end = self.held[at][1]
        if self.known.needed.search(self.text, place, end):
            return end
        return self._end_of_list(at, lambda start, last: bool(self.known.either.search(self.text, start, last))) or end

    def _closed(self, at: int, place: int) -> int:
        """Where a list ends that only its last part denies: "no Java, SQL or C# required"; 0 if none does."""
        if not _WORD.search(self.text, place, self.held[at][1]):
            return 0
        return self._end_of_list(at, lambda start, last: bool(self._closing(start, last)))

    def _end_of_list(self, at: int, is_last: Callable[[int, int], bool]) -> int:
        for number in range(at + 1, len(self.held)):
            start, end = self.held[number]
            if self.text[start : start + 1] != ",":
                return 0
            closing = self._closing(start, end)
            if self._joins(start, closing or end) and (closing or is_last(start, end)):
                return 0 if self.known.own.search(self.text, start, closing or end) else end
            if not self._is_part(number):
                return 0
        return 0

    def _closing(self, start: int, end: int) -> int:
        """Where the words begin with which the clause ends, if they say that something is needed; 0 if not."""
        said = list(self.known.needed.finditer(self.text, start, end))
        return said[-1].start() if said and not _WORD.search(self.text, said[-1].end(), end) else 0

    def _joins(self, start: int, end: int) -> bool:
        """Whether two things are joined there."""
        return any(one.search(self.text, start, end) for one in (self.known.either, self.known.both))

    def _is_part(self, number: int) -> bool:
        """Whether a clause may be a part of a list: a few words, and no sentence of its own."""
        start, end = self.held[number]
        words = len(_WORD.findall(self.text, start, end))
        return 0 < words <= MOST_WORDS and not self.known.own.search(self.text, start, end)


@lru_cache(maxsize=16)
def _denials(language: str) -> Denials | None:
    said = _read().get(language)
    if said is None:
        return None
    cues = {name: Cue.of(said[name]) for name in ("no", "unneeded", "lacks", "lacked", "opens", "turns")}
    turns = cues["turns"].pattern.pattern
    return Denials(
        **cues, needed=Cue.of(said["needed"]).pattern, either=Cue.of(said["or"]).pattern,
        both=Cue.of(said["both"]).pattern, own=Cue.of(said["own"]).pattern, plain_clause=_CLAUSE,
        clause=re.compile(rf"[,;:()!?\n]|\.(?=\s|$)|\s[–—-]\s|{turns}", re.IGNORECASE),
    )  # fmt: skip


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
