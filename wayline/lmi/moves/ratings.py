"""What is counted and rated of occupations, made comparable: standard scores, and parts of a whole."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from wayline.lmi.moves.works import Spread


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


def spreads(counted: Mapping[tuple[str, str], float]) -> dict[str, Spread]:
    """From jobs by occupation and industry. Industries hold others: those are taken whose codes have the length that
    most numbers are of, so that no job counts on two levels."""
    usual = Counter(len(industry) for _occupation, industry in counted)
    length = max(usual, key=lambda one: (usual[one], one), default=0)
    jobs: dict[str, dict[str, float]] = defaultdict(dict)
    for (occupation, industry), value in counted.items():
        if len(industry) == length and value > 0:
            jobs[occupation][industry] = value
    return {occupation: _spread(mine) for occupation, mine in jobs.items()}


def _spread(jobs: Mapping[str, float]) -> Spread:
    total = sum(jobs.values())
    return Spread({industry: value / total for industry, value in jobs.items()}, math.log(len(jobs)))


def mean_spread(some: Sequence[Spread]) -> Spread | None:
    """Of several groups of occupations; None of none."""
    if not some:
        return None
    industries = sorted({industry for one in some for industry in one.parts})
    parts = {industry: sum(one.parts.get(industry, 0.0) for one in some) / len(some) for industry in industries}
    return Spread(parts, sum(one.width for one in some) / len(some))
