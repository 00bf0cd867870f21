"""How much each signal counts, read from `weights.toml` beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).parent / "weights.toml"
ENOUGH = 100
"""Known pairs of an occupation, from which on what is usual for it is worked out from its own."""
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weight:
    """Points of a signal: `points` x (value - usual) / apart. With `root`, the square root of the value counts.

    Of a likeness, what is usual is the mean from one occupation to all others, and `apart` their standard deviation;
    the numbers here stand in where fewer than `ENOUGH` others are known. Of another signal they are these always.
    """

    points: float
    usual: float = 0.0
    apart: float = 1.0
    root: bool = False
    likeness: bool = True

    def of(self, values: Floats, here: NDArray[np.intp]) -> tuple[Floats, Floats]:
        """Points of some occupations with all, and of each with itself. `values`: one row for each; `here`: their
        columns. What is not known is NaN, and counts neither way."""
        raised = np.sqrt(np.maximum(values, 0)) if self.root else values
        if not self.likeness:
            return self._points(raised, self.usual, self.apart), np.zeros(len(raised), np.float32)
        usual, apart = self._norms(raised, here)
        return self._points(raised, usual[:, None], apart[:, None]), self._points(1.0, usual, apart)

    def _points(self, raised: Any, usual: Any, apart: Any) -> Floats:
        return np.asarray(self.points * (raised - usual) / apart, dtype=np.float32)

    def _norms(self, raised: Floats, here: NDArray[np.intp]) -> tuple[Floats, Floats]:
        others = raised.astype(np.float64)
        others[np.arange(len(others)), here] = np.nan
        known = ~np.isnan(others)
        number = known.sum(axis=1)
        usual = np.where(known, others, 0).sum(axis=1) / np.maximum(number, 1)
        away = np.where(known, others - usual[:, None], 0)
        apart = np.sqrt((away * away).sum(axis=1) / np.maximum(number, 1))
        own = (number >= ENOUGH) & (apart > 1e-6)
        return np.where(own, usual, self.usual), np.where(own, apart, self.apart)


@dataclass(frozen=True, slots=True)
class Weights:
    version: str
    signals: Mapping[str, Weight]


def read(text: str) -> Weights:
    """Raises KeyError when a signal has no points."""
    said: dict[str, Any] = tomllib.loads(text)
    return Weights(
        version=said["version"],
        signals={
            name: Weight(
                points=float(one["points"]),
                usual=float(one.get("usual", 0)),
                apart=float(one.get("apart", 1)),
                root=bool(one.get("root")),
                likeness=bool(one.get("likeness", True)),
            )
            for name, one in said["signals"].items()
        },
    )


@lru_cache(maxsize=1)
def current() -> Weights:
    return read(FILE.read_text())
