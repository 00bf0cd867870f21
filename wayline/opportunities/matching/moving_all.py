"""The sums of `moving.py` over all occupations of a classification at once: one product of a sparse table."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayline.opportunities.matching.moving import Job, Mover, Weights
from wayline.opportunities.matching.shapes import Claims, score

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """`jobs`: numbers of the occupations in order; the needs of the one at place i are `skills[starts[i]:starts[i+1]]`
    with their `weights`. Never changed: requests share it."""

    jobs: Whole
    starts: Whole
    skills: Whole
    weights: Whole

    @classmethod
    def of(cls, jobs: Iterable[Job]) -> Table:
        """Occupations that need no skill are left out: there is nothing to compare."""
        ordered = sorted((job for job in jobs if job.needs), key=lambda job: job.key)
        sizes = [len(job.needs) for job in ordered]
        pairs = np.array([pair for job in ordered for pair in job.needs], dtype=np.int64).reshape(-1, 2)
        starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        return cls(np.array([job.key for job in ordered], dtype=np.int64), starts, pairs[:, 0], pairs[:, 1])

    def job(self, key: int) -> Job | None:
        at = int(np.searchsorted(self.jobs, key))
        if at == len(self.jobs) or self.jobs[at] != key:
            return None
        some = slice(int(self.starts[at]), int(self.starts[at + 1]))
        return Job(key, tuple(zip(self.skills[some].tolist(), self.weights[some].tolist(), strict=True)))


def best(
    table: Table, mover: Mover, weights: Weights, *, without: Collection[int] = (), limit: int
) -> tuple[list[tuple[int, int]], int]:
    """Occupations with their scores, best first (of equal points the lower number), and how many have anything in
    common with the person. `without` are left out."""
    rules = mover.rules
    if not rules or not len(table.jobs):
        return [], 0
    shares = {rule: _share(rule, table, getattr(mover, rule)) for rule in rules}
    points = np.sum([weights.rules[rule] * share for rule, share in shares.items()], axis=0)
    there = np.any([share > 0 for share in shares.values()], axis=0)
    there &= ~np.isin(table.jobs, np.array(sorted(without), dtype=np.int64))
    places = np.flatnonzero(there)
    order = places[np.lexsort((table.jobs[places], -points[places]))][:limit]
    of = sum(weights.rules[rule] for rule in rules)
    return [(int(table.jobs[at]), score(int(points[at]), of)) for at in order], len(places)


def _share(rule: str, table: Table, claims: Claims) -> Whole:
    if rule == "skills":
        earned = _totals(table, _values(table.skills, claims) * table.weights)
        return earned // np.maximum(_totals(table, table.weights), 1)
    jobs = _values(table.jobs, claims)
    if rule != "interests" or not len(table.skills):
        return jobs
    return np.maximum(jobs, np.maximum.reduceat(_values(table.skills, claims), table.starts[:-1]))


def _totals(table: Table, values: Whole) -> Whole:
    """Summed over the needs of each occupation."""
    return np.asarray(np.add.reduceat(values, table.starts[:-1]), dtype=np.int64)


def _values(keys: Whole, claims: Claims) -> Whole:
    """What each key is worth: 0 where nothing is claimed."""
    held = np.array(sorted(claims), dtype=np.int64)
    worth = np.array([claims[key].value for key in held.tolist()], dtype=np.int64)
    at = np.minimum(np.searchsorted(held, keys), len(held) - 1)
    return np.where(held[at] == keys, worth[at], 0)
