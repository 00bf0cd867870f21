"""The best moves from every occupation, worked out once and kept as arrays that all processes share."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.lmi.moves.weights import Floats, Weights
from wayline.lmi.moves.works import NAMES, Number, Skill, Work, level_of
from wayline.taxonomy.titles import store

VERSION = 2
KEPT = 60
"""Moves from one occupation."""
BLOCK = 128
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Move:
    """Another occupation, with what every signal adds or takes (NaN: not known, which counts neither way)."""

    there: Number
    score: float
    """All points together."""
    points: Mapping[str, float]
    alike: int
    """The score in per cent of what the occupation itself would get by the signals that are known; 0 at least."""


@dataclass(frozen=True)
class Atlas:
    """`numbers`: the occupations in order, with the ISCO skill `levels` of each (0: not known), and the points that
    each signal would give it compared with itself, `most`. For each, best first: `there` (places in `numbers`),
    `scores`, `points`."""

    numbers: NDArray[np.int64]
    levels: NDArray[np.int8]
    most: Floats
    there: NDArray[np.int32]
    scores: Floats
    points: Floats
    weights: str
    """Version of the weights it was made with."""
    made: str = ""
    """From what, as whoever made it says."""

    @classmethod
    def build(
        cls,
        works: Sequence[Work],
        skills: Mapping[Number, Skill],
        weights: Weights,
        *,
        made: str = "",
        kept: int = KEPT,
        progress: Progress = lambda done, total: None,
    ) -> Atlas:
        """The same works and weights give the same atlas, in whatever order the works come."""
        ordered = sorted(works, key=lambda work: work.number)
        blocks = list(_blocks(ordered, skills, weights, min(kept, max(len(ordered) - 1, 0)), progress))
        most, there, scores, points = (
            (np.concatenate(some) for some in zip(*blocks, strict=True)) if blocks else _nothing()
        )
        numbers = np.array([work.number for work in ordered], dtype=np.int64)
        levels = np.array([level_of(work.group) or 0 for work in ordered], dtype=np.int8)
        return cls(numbers, levels, most, there, scores, points, weights.version, made)

    def save(self, folder: Path) -> None:
        arrays: dict[str, store.Array] = {
            "numbers": self.numbers, "levels": self.levels, "most": self.most, "there": self.there,
            "scores": self.scores, "points": self.points,
        }  # fmt: skip
        store.write(folder, arrays, {"version": VERSION, "weights": self.weights, "made": self.made})

    @classmethod
    def load(cls, folder: Path) -> Atlas:
        """Raises BrokenStore if the folder cannot be read."""
        arrays, about = store.read(folder, VERSION)
        return cls(
            arrays["numbers"], arrays["levels"], arrays["most"], arrays["there"], arrays["scores"], arrays["points"],
            str(about["weights"]), str(about["made"]),
        )  # fmt: skip

    def __contains__(self, number: Number) -> bool:
        return self._place(number) is not None

    def near(self, number: Number) -> list[Move]:
        """Best first; none for an occupation that is not in it."""
        at = self._place(number)
        if at is None:
            return []
        rows = zip(self.there[at].tolist(), self.scores[at].tolist(), self.points[at], strict=True)
        return [
            Move(int(self.numbers[place]), score, _named(points), self._alike(at, points))
            for place, score, points in rows
        ]

    def _alike(self, at: int, points: Floats) -> int:
        known = ~np.isnan(points)
        most = float(self.most[at][known].sum())
        return max(0, min(100, round(100 * float(points[known].sum()) / most))) if most > 0 else 0

    def level(self, number: Number) -> int | None:
        """ISCO skill level, 1 to 4; None where it is not known."""
        at = self._place(number)
        return int(self.levels[at]) or None if at is not None else None

    def _place(self, number: Number) -> int | None:
        at = bisect_left(self.numbers, number)
        return at if at < len(self.numbers) and self.numbers[at] == number else None


def _named(points: Floats) -> dict[str, float]:
    return dict(zip(NAMES, points.tolist(), strict=True))


def _nothing() -> list[NDArray[Any]]:
    empty = np.empty((0, 0), np.float32)
    return [empty, np.empty((0, 0), np.int32), empty, np.empty((0, 0, len(NAMES)), np.float32)]


def _blocks(
    works: Sequence[Work], skills: Mapping[Number, Skill], weights: Weights, kept: int, progress: Progress
) -> Iterator[tuple[NDArray[Any], ...]]:
    """Some occupations at a time, so that memory stays small: what stands in an atlas of each, from `most` on."""
    from wayline.lmi.moves.signals import signals  # SciPy, which whoever only reads an atlas does without

    if not works:
        return
    sides = signals(works, skills)
    for first in range(0, len(works), BLOCK):
        some = slice(first, min(first + BLOCK, len(works)))
        here = np.arange(some.start, some.stop)
        each = [weights.signals[name].of(sides[name](some), here) for name in NAMES]
        points = np.stack([pairs for pairs, _itself in each], axis=2)
        most = np.stack([itself for _pairs, itself in each], axis=1)
        scores = np.nansum(points, axis=2)
        scores[np.arange(len(here)), here] = -np.inf
        best = np.argsort(-scores, axis=1, kind="stable")[:, :kept]
        progress(some.stop, len(works))
        yield (
            most,
            best.astype(np.int32),
            np.take_along_axis(scores, best, axis=1),
            np.take_along_axis(points, best[:, :, None], axis=1),
        )
