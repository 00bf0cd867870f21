"""Whether matches are as good for one group of people as for another: rates with intervals, small groups hidden.

Intervals of rates: E. B. Wilson, JASA 22 (1927) 209-212. Ratio to the highest rate, and its mark of four fifths:
Uniform Guidelines on Employee Selection Procedures (29 CFR 1607.4 D). Weight of a place: K. Järvelin and J. Kekäläinen,
ACM TOIS 20 (2002) 422-446.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wayline.common.small_numbers import suppress_parts
from wayline.opportunities.group_sums import ENOUGH

WELL = 60
"""A match of so many of 100 fits well."""
FOUR_FIFTHS = 0.8
NORMAL = 1.959964
"""Standard errors to either side of a mean that hold it in 95 of 100 samples."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one person was shown among the first ten. `attention`: part of the weight of places, 0 to 1."""

    group: str
    best: int
    """Highest score."""
    attention: float
    """Part of the attention of their lists that went to matches that fit well."""


@dataclass(frozen=True, slots=True)
class Interval:
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of a group; None where it is too small, or hidden to protect one that is."""

    name: str
    people: int | None = None
    rate: Interval | None = None
    """Of people who were shown at least one match that fits well."""
    ratio: float | None = None
    """To the highest rate of a group that is shown."""
    attention: Interval | None = None
    quartiles: tuple[float, float, float] | None = None
    """Of the best score of each person."""

    @property
    def is_hidden(self) -> bool:
        return self.people is None

    @property
    def is_low(self) -> bool:
        """Below four fifths of the highest rate: a reason to look, not a proof."""
        return self.ratio is not None and self.ratio < FOUR_FIFTHS


def weight_of(place: int) -> float:
    """How much a place of a list is looked at: 1 for the first, 0.63 for the second …"""
    return 1 / math.log2(place + 1)


def wilson(hits: int, number: int) -> Interval:
    """A rate with its 95 % interval. `number` is above 0."""
    rate, square = hits / number, NORMAL**2
    middle = (rate + square / (2 * number)) / (1 + square / number)
    half = NORMAL * math.sqrt(rate * (1 - rate) / number + square / (4 * number**2)) / (1 + square / number)
    return Interval(rate, max(0.0, middle - half), min(1.0, middle + half))


def mean(values: Sequence[float]) -> Interval:
    """With the 95 % interval of the normal distribution, kept within 0 to 1. Of two values or more."""
    middle = statistics.fmean(values)
    half = NORMAL * statistics.stdev(values) / math.sqrt(len(values))
    return Interval(middle, max(0.0, middle - half), min(1.0, middle + half))


def audit(seen: Iterable[Seen], order: Sequence[str]) -> list[Group]:
    """Groups in this order, those with nobody in them left out; none where their number and the total tell of a few."""
    members: dict[str, list[Seen]] = {name: [] for name in order}
    for one in seen:
        members[one.group].append(one)
    there = {name: rows for name, rows in members.items() if rows}
    parts = suppress_parts({name: len(rows) for name, rows in there.items()}, threshold=ENOUGH)
    if parts.total.value is None and len(there) > 1:
        return []
    shown = {name: rows for name, rows in there.items() if parts.cells[name].value is not None}
    rates = {name: wilson(_well(rows), len(rows)) for name, rows in shown.items()}
    highest = max((rate.value for rate in rates.values()), default=0.0)
    return [_group(name, rows, rates[name], highest) if name in shown else Group(name) for name, rows in there.items()]


def _well(rows: Iterable[Seen]) -> int:
    return sum(one.best >= WELL for one in rows)


def _group(name: str, rows: Sequence[Seen], rate: Interval, highest: float) -> Group:
    quarters = statistics.quantiles([one.best for one in rows], n=4, method="inclusive")
    return Group(
        name, len(rows), rate, rate.value / highest if highest else None, mean([one.attention for one in rows]),
        (quarters[0], quarters[1], quarters[2]),
    )  # fmt: skip
