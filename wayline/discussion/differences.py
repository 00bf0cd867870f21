"""What changed between two texts, line by line and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"\s+|[^\s]+")
CONTEXT = 2
COMPARED = 2_000_000
"""Comparing costs the product of the two lengths; above this, texts are shown one after the other."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, came or went."""

    kind: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the new text, or one that is gone. `gap` stands for lines left out because nothing changed."""

    kind: Literal["same", "added", "removed", "changed", "gap"]
    pieces: tuple[Piece, ...] = ()


def differences(before: str, after: str) -> list[Line]:
    """Changed lines with two lines around them. Joining what is not removed gives `after` where nothing is left out."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[Line] = []
    for kind, a, b, c, d in _steps(old, new):
        if kind == "equal":
            lines += _around(new[c:d], first=c == 0, last=d == len(new))
            continue
        paired = min(b - a, d - c)
        lines += [Line("changed", _words(old[a + place], new[c + place])) for place in range(paired)]
        lines += [Line("removed", (Piece("removed", text),)) for text in old[a + paired : b]]
        lines += [Line("added", (Piece("added", text),)) for text in new[c + paired : d]]
    return lines


def _steps(old: list[str], new: list[str]) -> Iterable[tuple[str, int, int, int, int]]:
    if len(old) * len(new) > COMPARED:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _around(same: list[str], *, first: bool, last: bool) -> list[Line]:
    kept = [Line("same", (Piece("same", text),)) for text in same]
    head, tail = (0 if first else CONTEXT), (0 if last else CONTEXT)
    if len(kept) <= head + tail + 1:
        return kept
    return [*kept[:head], Line("gap"), *kept[len(kept) - tail :]]


def _words(before: str, after: str) -> tuple[Piece, ...]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    for kind, a, b, c, d in _steps(old, new):
        if kind == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Piece("removed", "".join(old[a:b])))
        if d > c:
            pieces.append(Piece("added", "".join(new[c:d])))
    return tuple(pieces)
