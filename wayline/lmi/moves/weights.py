"""How much each signal counts, read from `weights.toml` beside this file."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).parent / "weights.toml"


@dataclass(frozen=True, slots=True)
class Weight:
    """Points of a signal: `points` x (value - `neutral`). With `root`, the square root of the value counts."""

    points: float
    neutral: float = 0.0
    root: bool = False
    best: float = 1.0
    """The value of an occupation compared with itself."""

    def of(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Signed points. What is not known (NaN) gives 0: it speaks neither for nor against."""
        raised = np.sqrt(np.maximum(values, 0)) if self.root else values
        return np.asarray(np.nan_to_num(self.points * (raised - self.neutral), nan=0.0), dtype=np.float32)

    def of_one(self, value: float) -> float:
        if math.isnan(value):
            return 0.0
        return self.points * ((math.sqrt(max(value, 0)) if self.root else value) - self.neutral)


@dataclass(frozen=True, slots=True)
class Weights:
    version: str
    signals: Mapping[str, Weight]

    def points(self, values: Mapping[str, float]) -> dict[str, float]:
        """What each signal adds or takes."""
        return {name: weight.of_one(values[name]) for name, weight in self.signals.items()}

    def score(self, values: Mapping[str, float]) -> float:
        return sum(self.points(values).values())

    def percent(self, values: Mapping[str, float]) -> int:
        """The score in per cent of what the occupation itself would get by what is known of the pair; 0 at least."""
        known = [weight for name, weight in self.signals.items() if not math.isnan(values[name])]
        most = sum(weight.of_one(weight.best) for weight in known)
        return max(0, min(100, round(100 * self.score(values) / most))) if most > 0 else 0


def read(text: str) -> Weights:
    """Raises KeyError when a signal has no points."""
    said: dict[str, Any] = tomllib.loads(text)
    return Weights(
        version=said["version"],
        signals={
            name: Weight(
                float(one["points"]), float(one.get("neutral", 0)), bool(one.get("root")), float(one.get("best", 1))
            )
            for name, one in said["signals"].items()
        },
    )


@lru_cache(maxsize=1)
def current() -> Weights:
    return read(FILE.read_text())
