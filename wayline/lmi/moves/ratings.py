"""Ratings of different scales made comparable: standard scores over all occupations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np


def standard(rated: Mapping[tuple[int, int], float]) -> dict[int, tuple[float, ...]]:
    """From the rating by occupation and element, one score an element: 0 is the mean, also where there is no rating."""
    if not rated:
        return {}
    occupations, elements = sorted({one for one, _ in rated}), sorted({element for _, element in rated})
    row, column = ({one: at for at, one in enumerate(some)} for some in (occupations, elements))
    table = np.full((len(occupations), len(elements)), np.nan)
    for (occupation, element), value in rated.items():
        table[row[occupation], column[element]] = value
    spreads = np.nanstd(table, axis=0)
    scores = np.nan_to_num((table - np.nanmean(table, axis=0)) / np.where(spreads > 0, spreads, 1))
    return {occupation: tuple(scores[at].tolist()) for occupation, at in row.items()}


def mean(scores: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    """Of several occupations; empty of none."""
    return tuple(np.mean(scores, axis=0).tolist()) if scores else ()
