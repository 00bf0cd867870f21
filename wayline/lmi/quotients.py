"""How an area differs from the country: shares and location quotients. Plain Python.

A location quotient is the share of a job among all jobs here, divided by its share in the country: 1 means as common
here as there, 2 twice as common (Isserman 1977, "The Location Quotient Approach"). It tells nothing of whether there is
work: what is common here may be shrinking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Key = int


@dataclass(frozen=True, slots=True)
class Quotient:
    here: float
    """Share here, 0 to 1."""
    there: float
    """Share in the country."""

    @property
    def times(self) -> float:
        return self.here / self.there


def quotients(here: Mapping[Key, float | None], there: Mapping[Key, float | None]) -> dict[Key, Quotient]:
    """For keys known in both. Shares are of the sum of these, so that like meets like.

    A key that is hidden in one of the two, or that nobody has in the country, is left out of the sums of both.
    """
    both = {key: (value, there[key]) for key, value in here.items() if value is not None and there.get(key)}
    sum_here = sum(value for value, _other in both.values())
    sum_there = sum(other or 0 for _value, other in both.values())
    if not sum_here or not sum_there:
        return {}
    return {key: Quotient(value / sum_here, (other or 0) / sum_there) for key, (value, other) in both.items()}
