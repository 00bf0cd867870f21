"""What kind of mapping a table of pairs amounts to. A sum: plain Python.

Publishers' tables often list pairs without saying how close they are. How many partners each side has tells it
(SKOS mapping properties): only a pair in which neither has another partner is `exact`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

Pair = tuple[str, str]


def kinds(pairs: Iterable[Pair]) -> dict[Pair, str]:
    """The kind of each pair (source, target), from the number of partners on each side.

    One to one: `exact`. Several sources to one target, which each has alone: `broad`, the target is broader. One source
    to several targets that have no other source: `narrow`. Several to several: `related`, they overlap.
    """
    distinct = list(dict.fromkeys(pairs))
    of_source = Counter(source for source, _ in distinct)
    of_target = Counter(target for _, target in distinct)
    return {pair: _kind(of_source[pair[0]], of_target[pair[1]]) for pair in distinct}


def _kind(targets: int, sources: int) -> str:
    if targets == 1:
        return "exact" if sources == 1 else "broad"
    return "narrow" if sources == 1 else "related"


def shares(weights: Mapping[Pair, float]) -> dict[Pair, float]:
    """The part of each source that goes to each target, 0 to 1, by the weights of the pairs."""
    totals: Counter[str] = Counter()
    for (source, _), weight in weights.items():
        totals[source] += weight  # type: ignore[assignment]
    return {pair: weight / totals[pair[0]] for pair, weight in weights.items() if totals[pair[0]]}


def honest_kind(stated: str, *, exact_targets: int, exact_sources: int) -> str:
    """A publisher's `exact` is kept only where it is said of one pair on each side; else it is `close`."""
    if stated == "exact" and (exact_targets > 1 or exact_sources > 1):
        return "close"
    return stated
