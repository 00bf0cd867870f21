"""How long vacancies stay on show, when some are still open: Kaplan and Meier (1958).

The median and its interval as in Brookmeyer and Crowley (1982), with the log transformation.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wayline.opportunities.intelligence.sums import LONGEST

Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Step:
    """From day `day` on, the share `stays` is still on show; `low` and `high` bound it at 95 %."""

    day: int
    at_risk: int
    over: int
    stays: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Span:
    """Days. `median` None: fewer than half were over while one could look. `censored`: of whom nobody knows."""

    number: int
    over: int
    censored: int
    median: int | None
    low: int | None
    high: int | None


def curve(over: Mapping[int, int], censored: Mapping[int, int]) -> list[Step]:
    """Days → how many were over, or last seen. Who is last seen on a day is at risk on that day."""
    at_risk = sum(over.values()) + sum(censored.values())
    stays, variance, steps = 1.0, 0.0, []
    for day in sorted({*over, *censored}):
        gone = over.get(day, 0)
        if gone:
            stays *= 1 - gone / at_risk
            variance = variance + gone / (at_risk * (at_risk - gone)) if at_risk > gone else math.inf
            steps.append(Step(day, at_risk, gone, stays, *_band(stays, variance)))
        at_risk -= gone + censored.get(day, 0)
    return steps


def _band(stays: float, variance: float) -> tuple[float, float]:
    if stays == 0:
        return 0.0, 0.0
    width = Z * math.sqrt(variance)
    return stays * math.exp(-width), min(stays * math.exp(width), 1.0)


def span_of(spans: Counter[str], as_of: date) -> Span:
    """The items of the table `span`; what is on show counts as last seen on `as_of`."""
    over: Counter[int] = Counter()
    censored: Counter[int] = Counter()
    for item, number in spans.items():
        if item[0] == "e":
            over[int(item[1:])] += number
        elif item[0] == "c":
            censored[int(item[1:])] += number
        else:
            days = (as_of - date.fromisoformat(item[1:])).days
            censored[min(max(days, 0), LONGEST)] += number
    steps = curve(over, censored)
    half = _first_day(steps, "stays")
    bounds = (_first_day(steps, "low"), _first_day(steps, "high")) if half is not None else (None, None)
    return Span(over.total() + censored.total(), over.total(), censored.total(), half, *bounds)


def _first_day(steps: list[Step], name: str) -> int | None:
    """The first day on which a curve is at half or below; rounding must not move it."""
    return next((step.day for step in steps if getattr(step, name) <= 0.5 + 1e-12), None)
