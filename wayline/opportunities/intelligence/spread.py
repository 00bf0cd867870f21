"""Quartiles and concentration from counted values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quartiles:
    """`number`: how many values they stand on."""

    number: int
    low: float
    middle: float
    high: float


def quartiles(values: Mapping[int, float], number: int) -> Quartiles | None:
    """Value → weight (how many). Where the share falls on a step, the mean of both sides (Hyndman and Fan, type 2)."""
    ordered = sorted((value, weight) for value, weight in values.items() if weight > 0)
    if not ordered:
        return None
    return Quartiles(number, *(_quantile(ordered, share) for share in (0.25, 0.5, 0.75)))


def _quantile(ordered: list[tuple[int, float]], share: float) -> float:
    total = sum(weight for _value, weight in ordered)
    wanted, reached = share * total, 0.0
    for place, (value, weight) in enumerate(ordered):
        reached += weight
        if abs(reached - wanted) <= 1e-9 * total and place + 1 < len(ordered):
            return (value + ordered[place + 1][0]) / 2
        if reached >= wanted:
            return float(value)
    return float(ordered[-1][0])


@dataclass(frozen=True, slots=True)
class Concentration:
    """Of employers. `index`: Herfindahl–Hirschman, 0 to 1; `largest`: share of the one with most vacancies."""

    employers: int
    vacancies: int
    index: float
    largest: float


def concentration(numbers: Iterable[int]) -> Concentration | None:
    """Vacancies of each employer. None without any."""
    known = [number for number in numbers if number]
    total = sum(known)
    if not total:
        return None
    return Concentration(len(known), total, sum(one * one for one in known) / total**2, max(known) / total)
