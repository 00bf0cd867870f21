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
    import numpy as np
    from scipy.stats import hypergeom  # both take seconds and 60 MB, in every process, and only counting needs them

    if not all_now or not all_base:
        return []
    tested = sorted(item for item, number in now.items() if number >= FEWEST)
    if not tested:
        return []
    found = np.array([now[item] for item in tested])
    before = np.array([base.get(item, 0) for item in tested])
    chances = hypergeom.sf(found - 1, all_now + all_base, found + before, all_now)
    rises = [
        _rise(item, now[item], all_now, base.get(item, 0), all_base, float(chance))
        for item, chance in zip(tested, adjusted(chances), strict=True)
        if chance <= FALSE
    ]
    return sorted(rises, key=lambda one: (-one.difference, one.item))


def _rise(item: str, now: int, all_now: int, base: int, all_base: int, chance: float) -> Rise:
    difference = now / all_now - base / all_base
    return Rise(item, now, all_now, base, all_base, difference, *interval(now, all_now, base, all_base), chance)


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
