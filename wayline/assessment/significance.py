"""Tests of change and of difference, with the size of the effect.

Of SciPy only `scipy.special` is loaded, when a test is made: `scipy.stats` takes 90 MB, which a web process keeps for
ever. The tests hold every figure against `scipy.stats`.

Sources: F. Wilcoxon, Biometrics Bulletin 1 (1945) 80-83; D. S. Kerby, Comprehensive Psychology 3 (2014), 11.IT.3.1
(matched rank-biserial r); J. Cohen, Statistical Power Analysis (1988), d_z; Q. McNemar, Psychometrika 12 (1947)
153-157; S. Holm, Scandinavian Journal of Statistics 6 (1979) 65-70; L. J. Cronbach, Psychometrika 16 (1951) 297-334;
H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18 (1947) 50-60.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Numbers = Sequence[float] | NDArray[np.float64]
Size = Literal["none", "small", "medium", "large"]
EXACT_UP_TO = 50
"""Without ties the exact distribution is used up to this number of pairs, beyond it the normal one."""


@dataclass(frozen=True, slots=True)
class Wilcoxon:
    """`rose`, `fell`, `same`: numbers of pairs. `r` = (W+ - W-) / (W+ + W-), from -1 to 1.

    Pairs without a change are left out of ranks, p and r.
    """

    rose: int
    fell: int
    same: int
    rank_sum_rose: float
    rank_sum_fell: float
    p: float | None
    r: float | None


@dataclass(frozen=True, slots=True)
class PairedT:
    """`dz`: mean change in standard deviations of the change; `low` and `high`: 95 % interval of the mean change."""

    pairs: int
    change: float
    t: float | None
    p: float | None
    dz: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class McNemar:
    """`gained`: no before and yes after; `lost`: the other way. The exact test of whether both are equally likely."""

    gained: int
    lost: int
    both: int
    neither: int
    p: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Two independent groups, by the Mann-Whitney test. `r`: rank-biserial, above 0 when the first is higher."""

    first: int
    second: int
    first_mean: float
    second_mean: float
    p: float
    r: float


def wilcoxon(before: Numbers, after: Numbers) -> Wilcoxon:
    """The signed-rank test, two-sided. p and r are None when nobody changed."""
    changes = _changes(before, after)
    moved = np.round(changes[np.abs(changes) > 1e-9], 9)
    ranks, rises = ranked(np.abs(moved)), moved > 0
    up, whole, rose = float(ranks[rises].sum()), float(ranks.sum()), int(rises.sum())
    counts = (rose, len(moved) - rose, len(changes) - len(moved))
    if not len(moved):
        return Wilcoxon(*counts, 0, 0, None, None)
    down = whole - up
    tied = len(np.unique(ranks)) < len(moved)
    p = _by_normal(ranks, up) if tied or len(moved) > EXACT_UP_TO else _exactly(len(moved), min(up, down))
    return Wilcoxon(*counts, up, down, p, (up - down) / (up + down))


def _changes(before: Numbers, after: Numbers) -> NDArray[np.float64]:
    if len(before) != len(after):
        raise ValueError("pairs need two values each")
    return np.asarray(after, dtype=np.float64) - np.asarray(before, dtype=np.float64)


def ranked(values: Numbers) -> NDArray[np.float64]:
    """Ranks from 1; equal values share the mean of theirs."""
    plain = np.asarray(values, dtype=np.float64)
    _different, places, counts = np.unique(plain, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle: NDArray[np.float64] = last - (counts - 1) / 2
    return middle[places]


def _exactly(number: int, smaller: float) -> float:
    """Twice the share of all 2**n signs that give a rank sum as small, by counting them."""
    ways = [1] + [0] * (number * (number + 1) // 2)
    for rank in range(1, number + 1):
        for total in range(len(ways) - 1, rank - 1, -1):
            ways[total] += ways[total - rank]
    share: float = 2 * sum(ways[: int(smaller) + 1]) / 2**number
    return min(1.0, share)


def _by_normal(ranks: NDArray[np.float64], up: float) -> float:
    """The normal distribution; the variance is that of the ranks themselves, so ties are accounted for."""
    spread = math.sqrt(float(np.square(ranks).sum()) / 4)
    return _two_sided((up - float(ranks.sum()) / 2) / spread)


def _two_sided(z: float) -> float:
    from scipy.special import ndtr

    return min(1.0, 2 * float(ndtr(-abs(z))))


def paired_t(before: Numbers, after: Numbers) -> PairedT:
    """Two-sided. Without at least two pairs that change differently there is a mean, and no test."""
    from scipy.special import stdtr, stdtrit

    changes = _changes(before, after)
    number, mean = len(changes), float(changes.mean())
    deviation = float(changes.std(ddof=1)) if number > 1 else 0
    if deviation < 1e-12:
        return PairedT(number, mean, None, None, None, None, None)
    error = deviation / math.sqrt(number)
    t, freedom = mean / error, number - 1
    reach = float(stdtrit(freedom, 0.975)) * error
    return PairedT(number, mean, t, 2 * float(stdtr(freedom, -abs(t))), mean / deviation, mean - reach, mean + reach)


def mcnemar(before: Numbers, after: Numbers) -> McNemar:
    """Of no (0) and yes (1). The exact test: twice the smaller tail of the binomial distribution with one half."""
    from scipy.special import bdtr

    changes, first = _changes(before, after), np.asarray(before, dtype=np.float64)
    gained, lost = int((changes > 0).sum()), int((changes < 0).sum())
    both = int((first > 0).sum()) - lost
    p = min(1.0, 2 * float(bdtr(min(gained, lost), gained + lost, 0.5))) if gained + lost else None
    return McNemar(gained, lost, both, len(changes) - gained - lost - both, p)


def difference(first: Numbers, second: Numbers) -> Difference:
    """By the normal distribution, with ties accounted for and a correction for continuity."""
    one, two = len(first), len(second)
    ranks = ranked(np.concatenate([np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)]))
    u = float(ranks[:one].sum()) - one * (one + 1) / 2
    whole = one + two
    ties = sum(number**3 - number for number in np.unique(ranks, return_counts=True)[1].tolist())
    variance = one * two / 12 * (whole + 1 - ties / (whole * (whole - 1)))
    away = max(0.0, abs(u - one * two / 2) - 0.5)
    p = _two_sided(away / math.sqrt(variance)) if variance > 0 else 1.0
    return Difference(one, two, float(np.mean(first)), float(np.mean(second)), p, 2 * u / (one * two) - 1)


def holm(values: Sequence[float | None]) -> list[float | None]:
    """p values adjusted step by step for being several; None stays None and does not count."""
    order = sorted((p, place) for place, p in enumerate(values) if p is not None)
    found: list[float | None] = [None] * len(values)
    highest = 0.0
    for step, (p, place) in enumerate(order):
        highest = max(highest, min(1.0, (len(order) - step) * p))
        found[place] = highest
    return found


def cronbach(rows: Sequence[Sequence[float]] | NDArray[np.float64]) -> float | None:
    """Alpha of items (columns) over people (rows, complete). None for one item, fewer than two people, or no spread."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    table = np.asarray(rows, dtype=np.float64)
    items, sums = table.shape[1], table.sum(axis=1)
    if np.ptp(sums) == 0:
        return None
    return float(items / (items - 1) * (1 - table.var(axis=0, ddof=1).sum() / sums.var(ddof=1)))


def size_of_r(r: float | None) -> Size:
    """Cohen's marks for correlations: .1, .3, .5."""
    return _size(r, 0.1, 0.3, 0.5)


def size_of_d(d: float | None) -> Size:
    """Cohen's marks for standardised differences: .2, .5, .8."""
    return _size(d, 0.2, 0.5, 0.8)


def _size(value: float | None, small: float, medium: float, large: float) -> Size:
    height = abs(value or 0)
    if height >= large:
        return "large"
    if height >= medium:
        return "medium"
    return "small" if height >= small else "none"
