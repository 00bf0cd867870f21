"""What changed between two texts, by lines and within a line by words. Plain Python.

For people: every piece is the same, added or removed. The pieces that are not added give the old text, those that are
not removed the new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Change = Literal["same", "added", "removed"]
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
CONTEXT = 3
"""Unchanged lines shown around a change."""
_COMPARED_WORDS = 4000
"""Of one block of lines; above it, lines are shown as a whole: comparing words costs the square of their number."""


@dataclass(frozen=True, slots=True)
class Piece:
    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together. `hidden` counts unchanged lines that are left out of a shortened view."""

    pieces: tuple[Piece, ...]
    hidden: int = 0

    @property
    def changed(self) -> bool:
        return any(piece.change != "same" for piece in self.pieces)


def differences(old: str, new: str) -> list[Block]:
    """Blocks from top to bottom; nothing is left out."""
    before, after = _lines(old), _lines(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        Block(tuple(_compare(before[a:b], after[c:d], operation))) for operation, a, b, c, d in matcher.get_opcodes()
    ]


def shortened(blocks: Sequence[Block], context: int = CONTEXT) -> list[Block]:
    """The same without the unchanged lines that are further than `context` lines from any change."""
    last = len(blocks) - 1
    result: list[Block] = []
    for number, block in enumerate(blocks):
        if block.changed:
            result.append(block)
            continue
        lines = _lines(block.pieces[0].text) if block.pieces else []
        head = context if number > 0 else 0
        tail = context if number < last else 0
        if len(lines) <= head + tail + 1:
            result.append(block)
            continue
        result += _cut(lines, head, tail)
    return result


def _cut(lines: list[str], head: int, tail: int) -> Iterator[Block]:
    if head:
        yield Block((Piece("same", "".join(lines[:head])),))
    yield Block((), hidden=len(lines) - head - tail)
    if tail:
        yield Block((Piece("same", "".join(lines[-tail:])),))


def _lines(text: str) -> list[str]:
    """Cut at line feeds only, and keep them: other signs that Python takes for line ends belong to the text."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _compare(before: list[str], after: list[str], operation: str) -> Iterator[Piece]:
    old, new = "".join(before), "".join(after)
    if operation == "equal":
        yield Piece("same", old)
    elif operation == "replace":
        yield from _words(old, new)
    elif operation == "delete":
        yield Piece("removed", old)
    else:
        yield Piece("added", new)


def _words(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if len(before) + len(after) > _COMPARED_WORDS or matcher.ratio() < 0.3:
        yield Piece("removed", old)
        yield Piece("added", new)
        return
    for operation, a, b, c, d in matcher.get_opcodes():
        if operation == "equal":
            yield Piece("same", "".join(before[a:b]))
            continue
        if b > a:
            yield Piece("removed", "".join(before[a:b]))
        if d > c:
            yield Piece("added", "".join(after[c:d]))
