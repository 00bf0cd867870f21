"""Which skills and titles are asked for more often than before, and whether chance alone could have done it.

One-sided exact test of Fisher for each, with the false discovery rate of Benjamini and Hochberg (1995) over all that
were tested; the difference of shares with its 95 % interval by Newcombe (1998, method 10).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

Z = 1.959963984540054
FALSE = 0.05
"""Of those called rising, at most this share is so by chance."""
FEWEST = 5
"""Mentions now: below it nothing is tested."""


@dataclass(frozen=True, slots=True)
class Rise:
    """`now` of `all_now` vacancies against `base` of `all_base`; `difference` of the shares, with its 95 % interval."""

    item: str
    now: int
    all_now: int
    base: int
    all_base: int
    difference: float
    low: float
    high: float
    chance: float
    """Adjusted p: the smallest false discovery rate at which it is called rising."""


def rising(now: Mapping[str, int], all_now: int, base: Mapping[str, int], all_base: int) -> list[Rise]:
    """Those that rose beyond chance, the largest difference first."""
    import numpy as np  # in every process, and only counting needs it

    if not all_now or not all_base:
        return []
    tested = sorted(item for item, number in now.items() if number >= FEWEST)
    if not tested:
        return []
    found = np.array([now[item] for item in tested])
    before = np.array([base.get(item, 0) for item in tested])
    chances = chances_of(found, all_now, before, all_base)
    rises = [
        _rise(item, now[item], all_now, base.get(item, 0), all_base, float(chance))
        for item, chance in zip(tested, adjusted(chances), strict=True)
        if chance <= FALSE
    ]
    return sorted(rises, key=lambda one: (-one.difference, one.item))


def _rise(item: str, now: int, all_now: int, base: int, all_base: int, chance: float) -> Rise:
    difference = now / all_now - base / all_base
    return Rise(item, now, all_now, base, all_base, difference, *interval(now, all_now, base, all_base), chance)


def chances_of(now: np.ndarray, all_now: int, base: np.ndarray, all_base: int) -> np.ndarray:
    """For each item: how probable it is that so many of its mentions or more fall to now, when nothing rose.

    `scipy.stats.hypergeom.sf` adds up `all_now` terms for each. Here as many as can count: those beyond ten times the
    root of the mentions are together below 1e-80 of the sum (Hoeffding 1963).
    """
    import numpy as np
    from scipy.special import gammaln

    def ways(of: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        logs: np.ndarray = gammaln(of + 1.0) - gammaln(chosen + 1.0) - gammaln(of - chosen + 1.0)
        return logs

    every, whole = now + base, all_now + all_base
    middle = np.maximum(now, every * (all_now / whole))
    last = np.minimum(np.minimum(every, all_now), np.ceil(middle + 10 * np.sqrt(every)).astype(np.int64))
    sizes = last - now + 1
    starts = np.concatenate([[0], sizes.cumsum()[:-1]])
    fallen = np.arange(sizes.sum()) - np.repeat(starts - now, sizes)
    mentions = np.repeat(every, sizes)
    logs = ways(mentions, fallen) + ways(whole - mentions, all_now - fallen)
    parts = np.exp(logs - ways(np.array([whole]), np.array([all_now])))
    return np.minimum(np.add.reduceat(parts, starts), 1.0)


def adjusted(chances: np.ndarray) -> np.ndarray:
    """p values, each as the smallest false discovery rate at which it would be called found."""
    import numpy as np

    order = np.argsort(chances)
    ranked = chances[order] * len(chances) / np.arange(1, len(chances) + 1)
    smallest = np.minimum.accumulate(ranked[::-1])[::-1]
    back = np.empty_like(smallest)
    back[order] = np.minimum(smallest, 1.0)
    return back


def wilson(number: int, of: int) -> tuple[float, float]:
    share, more = number / of, Z * Z / of
    middle = (share + more / 2) / (1 + more)
    width = Z * math.sqrt(share * (1 - share) / of + more / (4 * of)) / (1 + more)
    return max(middle - width, 0.0), min(middle + width, 1.0)


def interval(now: int, all_now: int, base: int, all_base: int) -> tuple[float, float]:
    """Of the difference of two shares."""
    first, second = now / all_now, base / all_base
    (low_1, high_1), (low_2, high_2) = wilson(now, all_now), wilson(base, all_base)
    difference = first - second
    return (
        difference - math.hypot(first - low_1, high_2 - second),
        difference + math.hypot(high_1 - first, second - low_2),
    )
