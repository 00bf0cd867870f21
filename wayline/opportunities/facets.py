"""What each further choice would leave: sums over the counted combinations of the facets. Plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from wayline.opportunities.asked import CHOICES, FACETS, Asked

Cell = tuple[str, ...]
Cube = list[tuple[Cell, int]]
"""How many there are of each combination; a value that is not said is empty."""
HOURS = {"full_time": ("full_time", "either"), "part_time": ("part_time", "either")}
TESTS: dict[str, Callable[[str, str], bool]] = {
    "hours": lambda wanted, said: said in HOURS[wanted],
    "level": lambda wanted, said: said != "" and int(said) <= int(wanted),
}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """`left`: of each facet, how many there are of each value with the other facets as they are asked for."""

    total: int
    left: dict[str, dict[str, int]]


def fits_one(name: str, wanted: str, said: str) -> bool:
    if not wanted:
        return True
    return TESTS[name](wanted, said) if name in TESTS else wanted == said


def fits(asked: Asked, cell: Cell) -> bool:
    return all(fits_one(name, getattr(asked, name), said) for name, said in zip(FACETS, cell, strict=True))


def counted(asked: Asked, cube: Cube) -> Counted:
    """One pass: a combination counts for the total when it misses no facet, and for the one facet that it misses."""
    wanted = [getattr(asked, name) for name in FACETS]
    total = 0
    left: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    for cell, number in cube:
        missed = [
            name
            for name, want, said in zip(FACETS, wanted, cell, strict=True)
            if want and not fits_one(name, want, said)
        ]
        if len(missed) > 1:
            continue
        total += 0 if missed else number
        for name, said in zip(FACETS, cell, strict=True):
            if not missed or name in missed:
                left[name][said] = left[name].get(said, 0) + number
    return Counted(total, left)


def choices(asked: Asked, found: Counted) -> dict[str, list[Choice]]:
    """Of each facet, what every value would leave. Empty values are left out."""
    return {name: list(_choices(name, getattr(asked, name), found.left[name])) for name in FACETS}


def _choices(name: str, chosen: str, left: dict[str, int]) -> Iterator[Choice]:
    before = 0
    for value in CHOICES[name]:
        count = sum(number for said, number in left.items() if fits_one(name, value, said))
        tells = count != before if name == "level" else count  # a higher level that adds nothing is no choice
        if tells or value == chosen:
            yield Choice(value, count, value == chosen)
        before = count


def without(found: Counted, name: str) -> int:
    """How many there would be without this facet."""
    return sum(found.left[name].values())


def added(one: Cube, other: Iterable[tuple[Cell, int]]) -> Cube:
    sums = dict(one)
    for cell, number in other:
        sums[cell] = sums.get(cell, 0) + number
    return list(sums.items())
