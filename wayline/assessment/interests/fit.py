"""Occupations whose rated interests rise and fall as a person's do.

Fit is Pearson's correlation of the six scores with the six ratings of an occupation (O*NET: 1 to 7), as the publisher
of the ratings links its own profiles. It says nothing of ability, pay or chances.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayline.assessment.interests.activities import TYPES

Floats = NDArray[np.float64]
STEP = 0.1
"""Fits within one tenth are taken as equal, and preparation and skills decide: they are no more exact than that."""


@dataclass(frozen=True, slots=True)
class Rated:
    """Occupations with their ratings: k codes and titles, k × 6 ratings, k levels of preparation (0: not known)."""

    codes: tuple[str, ...]
    titles: tuple[str, ...]
    ratings: Floats
    zones: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What a person already has of what an occupation needs."""

    names: tuple[str, ...] = ()
    needed: int = 0

    @property
    def share(self) -> float:
        return len(self.names) / self.needed if self.needed else 0.0


@dataclass(frozen=True, slots=True)
class Fitting:
    """An occupation with what led to it."""

    code: str
    title: str
    fit: float
    """Correlation, −1 to 1."""
    shared: tuple[str, ...]
    """Types that are above the average both of the person and of the occupation, strongest of the person first."""
    zone: int
    """Level of preparation from 1 (little) to 5 (long); 0 if not known."""
    away: int
    """Levels between it and those the person asked for; 0 inside, or when none was asked for."""
    held: Held


def correlations(scores: Sequence[float], ratings: Floats) -> Floats | None:
    """Pearson's r of six scores with each row of k × 6 ratings; NaN for an even row, None for even scores."""
    own = np.asarray(scores, dtype=float)
    own = own - own.mean()
    if not np.any(np.abs(own) > 1e-12):
        return None
    theirs = ratings - ratings.mean(axis=1, keepdims=True)
    scale = np.sqrt((theirs**2).sum(axis=1)) * np.sqrt((own**2).sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(scale > 0, theirs @ own / scale, np.nan))


def fitting(
    scores: Sequence[float],
    rated: Rated,
    *,
    zones: Collection[int] = (),
    held: Mapping[str, Held] | None = None,
    limit: int = 50,
) -> list[Fitting]:
    """The best fitting occupations: by fit, within a tenth of it by preparation, then by skills the person has.

    `zones`: levels of preparation the person asked for; those outside come after, by their distance.
    Occupations that run against the person's interests (fit below 0) are never among them.
    """
    fits = correlations(scores, rated.ratings)
    if fits is None:
        return []
    found = [
        _fitting(scores, rated, number, float(fits[number]), zones, held or {})
        for number in map(int, np.flatnonzero(fits > 0))
    ]
    return sorted(found, key=_order)[:limit]


def _fitting(
    scores: Sequence[float], rated: Rated, number: int, fit: float, zones: Collection[int], held: Mapping[str, Held]
) -> Fitting:
    code, zone = rated.codes[number], rated.zones[number]
    away = min((abs(zone - asked) for asked in zones), default=0) if zone else (1 if zones else 0)
    return Fitting(
        code, rated.titles[number], fit, _shared(scores, rated.ratings[number]), zone, away, held.get(code, Held())
    )


def _shared(scores: Sequence[float], ratings: Floats) -> tuple[str, ...]:
    own, theirs = sum(scores) / len(scores), ratings.mean()
    both = [n for n in range(len(TYPES)) if scores[n] > own and ratings[n] > theirs]
    return tuple(TYPES[n] for n in sorted(both, key=lambda n: -scores[n]))


def _order(one: Fitting) -> tuple[float, ...]:
    return (-round(one.fit / STEP), one.away, -one.held.share, -one.fit)
