"""Words by which texts say things, as regular expressions that are only tried where what they cannot do without stands.

Of a text of 500 words most cues match nothing. To look for a few letters costs a hundredth of trying a pattern at every
place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Pattern = re.Pattern[str]
_PIECE = re.compile(r"\\.|\[[^\]]*\]|\{[^}]*\}|\(\?[:=!<]+|.", re.DOTALL)
_PLAIN = re.compile(r"[^\W_]|[ '’/-]")
_UNSAID = ("?", "*", "{")
"""What says that the sign before may be left out."""


@dataclass(frozen=True, slots=True)
class Cue:
    """`anchors`: wherever the pattern matches, one of them stands in the folded text."""

    pattern: Pattern
    anchors: tuple[str, ...]

    @classmethod
    def of(cls, patterns: Iterable[str]) -> Cue:
        """Any of these, as whole words, without regard to case; of none, nothing."""
        said = [*patterns]
        found = {max(runs, key=len, default="") for one in said for runs in _alternatives(one)}
        known = tuple(sorted(one for one in found if not any(other in one for other in found - {one})))
        whole = rf"(?<!\w)(?:{'|'.join(said) or '(?!)'})(?!\w)"
        return cls(re.compile(whole, re.IGNORECASE), known)

    def may(self, folded: str) -> bool:
        """Whether it may match in this text."""
        for one in self.anchors:  # noqa: SIM110 - half the time of any(), and it is asked a thousand times a text
            if one in folded:
                return True
        return False


def folded(text: str) -> str:
    """With the letters that a pattern holds to be the same: with both i of Turkish too, which fold apart otherwise."""
    return text.casefold() if text.isascii() else text.replace("İ", "i").replace("ı", "i").casefold()


def _alternatives(pattern: str) -> Iterator[list[str]]:
    """Of each alternative: runs of signs that stand there whatever else does."""
    runs, run, depth = [], "", 0
    for piece in [*_PIECE.findall(pattern), "|"]:
        plain = piece[1] if len(piece) == 2 and piece[0] == "\\" and not piece[1].isalnum() else piece
        if depth == 0 and (_PLAIN.fullmatch(plain) or len(plain) < len(piece)):
            run += plain
            continue
        if depth == 0:
            runs.append(folded(run[:-1] if piece[0] in _UNSAID else run))
            run = ""
        depth += (piece[0] == "(") - (piece == ")")
        if depth == 0 and piece == "|":
            yield runs
            runs = []
