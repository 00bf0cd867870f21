"""The best moves from every occupation, worked out once and kept as arrays that all processes share."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wayline.lmi.moves.weights import Weights
from wayline.lmi.moves.works import NAMES, Number, Skill, Work, level_of
from wayline.taxonomy.titles import store

VERSION = 1
KEPT = 60
"""Moves from one occupation."""
BLOCK = 128
Progress = Callable[[int, int], None]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Move:
    """Another occupation, with the value of every signal (NaN: not known) and the points together."""

    there: Number
    score: float
    values: Mapping[str, float]


@dataclass(frozen=True)
class Atlas:
    """`numbers`: the occupations in order, with the ISCO skill `levels` of each (0: not known). For each, best first:
    `there` (places in `numbers`), `scores`, `values`."""

    numbers: NDArray[np.int64]
    levels: NDArray[np.int8]
    there: NDArray[np.int32]
    scores: Floats
    values: Floats
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
        empty = (np.empty((0, 0), np.int32), np.empty((0, 0), np.float32), np.empty((0, 0, len(NAMES)), np.float32))
        there, scores, values = (np.concatenate(some) for some in zip(*blocks, strict=True)) if blocks else empty
        numbers = np.array([work.number for work in ordered], dtype=np.int64)
        levels = np.array([level_of(work.group) or 0 for work in ordered], dtype=np.int8)
        return cls(numbers, levels, there, scores, values, weights.version, made)

    def save(self, folder: Path) -> None:
        arrays: dict[str, store.Array] = {
            "numbers": self.numbers, "levels": self.levels, "there": self.there, "scores": self.scores,
            "values": self.values,
        }  # fmt: skip
        store.write(folder, arrays, {"version": VERSION, "weights": self.weights, "made": self.made})

    @classmethod
    def load(cls, folder: Path) -> Atlas:
        """Raises BrokenStore if the folder cannot be read."""
        arrays, about = store.read(folder, VERSION)
        return cls(
            arrays["numbers"], arrays["levels"], arrays["there"], arrays["scores"], arrays["values"],
            str(about["weights"]), str(about["made"]),
        )  # fmt: skip

    def __contains__(self, number: Number) -> bool:
        return self._place(number) is not None

    def near(self, number: Number) -> list[Move]:
        """Best first; none for an occupation that is not in it."""
        at = self._place(number)
        if at is None:
            return []
        rows = zip(self.there[at].tolist(), self.scores[at].tolist(), self.values[at].tolist(), strict=True)
        unknown = dict.fromkeys(NAMES, math.nan)  # what an older Wayline did not work out
        return [
            Move(int(self.numbers[place]), score, unknown | dict(zip(NAMES, values, strict=False)))
            for place, score, values in rows
        ]

    def level(self, number: Number) -> int | None:
        """ISCO skill level, 1 to 4; None where it is not known."""
        at = self._place(number)
        return int(self.levels[at]) or None if at is not None else None

    def _place(self, number: Number) -> int | None:
        at = bisect_left(self.numbers, number)
        return at if at < len(self.numbers) and self.numbers[at] == number else None


def _blocks(
    works: Sequence[Work], skills: Mapping[Number, Skill], weights: Weights, kept: int, progress: Progress
) -> Iterator[tuple[NDArray[np.int32], Floats, Floats]]:
    """Some occupations at a time, so that memory stays small."""
    from wayline.lmi.moves.signals import signals  # SciPy, which whoever only reads an atlas does without

    if not works:
        return
    sides = signals(works, skills)
    for first in range(0, len(works), BLOCK):
        some = slice(first, min(first + BLOCK, len(works)))
        values = np.stack([sides[name](some) for name in NAMES], axis=2)
        points = sum(weight.of(values[:, :, NAMES.index(name)]) for name, weight in weights.signals.items())
        scores = np.asarray(points, dtype=np.float32)
        scores[np.arange(len(scores)), np.arange(some.start, some.stop)] = -np.inf
        best = np.argsort(-scores, axis=1, kind="stable")[:, :kept]
        progress(some.stop, len(works))
        yield (
            best.astype(np.int32),
            np.take_along_axis(scores, best, axis=1),
            np.take_along_axis(values, best[:, :, None], axis=1),
        )
