"""Weights that give each group of occupations the part it has among people in work (post-stratification).

Vacancies reach a service unevenly: much of some occupations, little of others. A weight corrects for the groups; it
does not correct for what is missing within a group.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FEWEST = 10
"""Vacancies in a group; fewer would carry the weight of too many others."""
LARGEST = 10.0
"""A weight above this says that hardly any vacancy of the group arrives: then the whole is not weighted."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """A group: vacancies, people in work, their shares, and the weight of one vacancy."""

    group: str
    vacancies: int
    employed: float
    share: float
    employed_share: float
    weight: float


@dataclass(frozen=True, slots=True)
class Weighting:
    strata: tuple[Stratum, ...]
    covered: float
    """Share of people in work whose group has enough vacancies; the others are stood in for by nobody."""
    usable: bool

    def of(self, group: str) -> float:
        return next((one.weight for one in self.strata if one.group == group), 0.0)


def weighting(vacancies: Mapping[str, int], employed: Mapping[str, float], *, every: float = 0) -> Weighting | None:
    """None without employment. The weights of all vacancies that are weighted add up to their number."""
    every = every or sum(number for number in employed.values() if number > 0)
    kept = [group for group in sorted(vacancies) if vacancies[group] >= FEWEST and employed.get(group, 0) > 0]
    if not every or not kept:
        return None
    number, people = sum(vacancies[one] for one in kept), sum(employed[one] for one in kept)
    strata = tuple(
        Stratum(
            group=one,
            vacancies=vacancies[one],
            employed=employed[one],
            share=vacancies[one] / number,
            employed_share=employed[one] / people,
            weight=(employed[one] / people) / (vacancies[one] / number),
        )
        for one in kept
    )
    return Weighting(strata, people / every, max(one.weight for one in strata) <= LARGEST)
