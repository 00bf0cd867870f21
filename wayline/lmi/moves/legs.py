"""Steps of a move that is far: an occupation in between that is near to both ends. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NEAR = 45
"""Per cent of what the next job cannot do without: who brings so much can learn the rest while working."""
FAR = 35
"""Who brings less would start anew."""


@dataclass(frozen=True, slots=True)
class Leg:
    """From `here` to `there`: the part, in per cent, of what `there` needs that `here` brings."""

    here: int
    there: int
    ready: int


@dataclass(frozen=True, slots=True)
class Between:
    """An occupation in between, with the two legs over it."""

    first: Leg
    second: Leg

    @property
    def number(self) -> int:
        return self.first.there

    @property
    def weakest(self) -> int:
        return min(self.first.ready, self.second.ready)


def is_far(ready: int) -> bool:
    return ready < FAR


def between(first: Iterable[Leg], second: Mapping[int, Leg]) -> Between | None:
    """The way whose weaker leg is the strongest. `first`: legs from here; `second`: legs to the goal, by their start.

    None when no way has two legs that are both near.
    """
    ways = [Between(leg, second[leg.there]) for leg in first if leg.there in second]
    good = [way for way in ways if way.weakest >= NEAR]
    return min(good, key=lambda way: (-way.weakest, -way.first.ready, way.number), default=None)
