"""The best of the shelf for a person: the whole-number sums of `matching/rules.py` for all that could fit at once.

An opportunity is looked at when it asks for a skill that the person has or is near to, or is for a job they did, want
or are interested in. Every one of them is scored; nothing is estimated.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from wayline.opportunities.matching import Person, Weights
from wayline.opportunities.matching.shapes import Claim, Claims
from wayline.opportunities.shelf.columns import Flags, Ints, Sets, Shelf

KIND, HOURS, CONTRACT, REMOTE, LEVEL = range(5)
"""Places of the facets in a combination (`asked.FACETS`)."""
NEEDS = ("usual", "nice", "must", "read")
"""What the numbers 0 to 3 of a need mean (`AskedSkill`)."""
WHOLE = 100


@dataclass(frozen=True, slots=True)
class _Sums:
    """What is the same for every step. `points`: of each rule, 0 of those that do not count."""

    shelf: Shelf
    person: Person
    weights: Weights
    points: Mapping[str, int]

    @property
    def unknown(self) -> int:
        return self.weights.unknown


def best(
    shelf: Shelf,
    person: Person,
    weights: Weights,
    rules: Collection[str],
    *,
    day: int,
    kinds: Collection[str],
    struck: Ints,
    limit: int,
) -> tuple[list[tuple[int, int, int]], int]:
    """(points in hundredths, moment of publication, key), best first, then newest; and how many were scored.

    `kinds` that are looked for, `struck` rows that are left out, `day` until which an offer must be shown at least.
    """
    points = {rule: weight if rule in rules else 0 for rule, weight in weights.rules.items()}
    sums = _Sums(shelf, person, weights, points)
    earned, liked, seen = _touched(sums)
    seen[struck] = False
    rows = np.flatnonzero(seen)
    wanted = _by_cell(shelf, KIND, lambda kind: int(kind in kinds)) > 0
    rows = rows[(shelf["until"][rows] >= day) & wanted[shelf["cell"][rows]]]
    scored = _scored(sums, rows, earned[rows], liked[rows])
    top = _top(scored, limit)
    columns = (scored[top], shelf["published"][rows[top]], shelf.keys[rows[top]])
    return list(zip(*(one.tolist() for one in columns), strict=True)), len(rows)


def _touched(sums: _Sums) -> tuple[Ints, Flags, Flags]:
    """What the person's skills earn in each row, which rows are to their taste, and which are looked at."""
    shelf, person = sums.shelf, sums.person
    earned = np.zeros(len(shelf), dtype=np.int32)
    liked, seen = np.zeros(len(shelf), dtype=bool), np.zeros(len(shelf), dtype=bool)
    parts = np.array([sums.weights.need[name] for name in NEEDS], dtype=np.int32)
    for skill, claim in person.skills.items():
        rows, needs = shelf.asking(skill)
        earned[rows] += (parts * claim.value)[needs]  # a row has a skill once
        seen[rows] = True
    for concept in person.interests:
        liked[shelf.asking(concept)[0]] = True
    jobs = shelf.sets["jobs"]
    if person.interests:
        liked |= jobs.any_of(person.interests)[jobs.ids]
        seen |= liked
    worked = {*person.experience, *person.aspirations}
    if worked:
        seen |= jobs.any_of(worked)[jobs.ids]
    return earned, liked, seen


def _scored(sums: _Sums, rows: Ints, earned: Ints, liked: Flags) -> Ints:
    shelf, points = sums.shelf, sums.points
    asked, total = _asked(sums, rows)
    shares = np.where(total > 0, earned // np.maximum(total, 1), sums.unknown)
    scored = points["skills"] * shares
    scored += _in_cells(sums)[shelf["cell"][rows]]
    for name, table in (("jobs", _of_jobs(sums)), ("licences", _licences(sums)), ("spoken", _spoken(sums))):
        scored += table[shelf[name][rows]]
    if points["area"]:
        scored += points["area"] * _areas(sums, rows)
    if points["interests"]:
        silent = (shelf.sets["jobs"].sizes[shelf["jobs"][rows]] == 0) & (asked == 0)
        scored += points["interests"] * np.where(silent, sums.unknown, np.where(liked, WHOLE, 0))
    if points["pay"]:
        scored += points["pay"] * _pay(sums, rows)
    return scored


def _asked(sums: _Sums, rows: Ints) -> tuple[Ints, Ints]:
    """How many skills each asks for, and what all of them weigh."""
    shelf, need = sums.shelf, sums.weights.need
    numbers = [(shelf[name][rows].astype(np.int32), need[name]) for name in NEEDS]
    asked: Any = sum(number for number, _part in numbers)
    total: Any = sum(number * part for number, part in numbers)
    return asked, total


def _by_cell(shelf: Shelf, facet: int, of: Callable[[str], int]) -> Ints:
    """By combination of the facets: what comes of the value of one."""
    values, places = shelf.facets[facet]
    return np.array([of(value) for value in values], dtype=np.int64)[places]


def _in_cells(sums: _Sums) -> Ints:
    """Points by combination of hours, contract, place and level."""
    person, points = sums.person, sums.points
    met: list[tuple[str, int, Callable[[str], bool]]] = [
        ("hours", HOURS, lambda said: said in ("either", person.hours)),
        ("contract", CONTRACT, lambda said: said in person.contracts),
        ("remote", REMOTE, lambda said: said in person.remote),
    ]
    found = points["level"] * _by_cell(sums.shelf, LEVEL, partial(_level, sums))
    for rule, facet, is_met in met:
        found += points[rule] * _by_cell(sums.shelf, facet, partial(_share, sums, is_met))
    return found


def _share(sums: _Sums, is_met: Callable[[str], bool], said: str) -> int:
    if not said:
        return sums.unknown
    return WHOLE if is_met(said) else 0


def _level(sums: _Sums, level: str) -> int:
    if not level:
        return sums.unknown
    if int(level) <= sums.person.level:
        return WHOLE
    return sums.weights.level_below if int(level) == sums.person.level + 1 else 0


def _of_jobs(sums: _Sums) -> Ints:
    """Points for experience and aspirations, by set of occupations."""
    jobs, person = sums.shelf.sets["jobs"], sums.person
    silent = jobs.sizes == 0
    found = np.zeros(jobs.number, dtype=np.int64)
    for rule, claims in (("experience", person.experience), ("aspirations", person.aspirations)):
        found += sums.points[rule] * np.where(silent, sums.unknown, jobs.best(_values(claims)))
    return found


def _values(claims: Claims) -> dict[int, int]:
    return {concept: claim.value for concept, claim in claims.items()}


def _licences(sums: _Sums) -> Ints:
    held = dict.fromkeys(sums.person.licences, Claim(WHOLE))
    return sums.points["licences"] * _each(sums, sums.shelf.sets["licences"], held)


def _spoken(sums: _Sums) -> Ints:
    return sums.points["languages"] * _each(sums, sums.shelf.sets["spoken"], sums.person.languages)


def _each(sums: _Sums, sets: Sets, held: Mapping[str, Claim]) -> Ints:
    """The mean over all that are asked for, by set."""
    codes = sums.shelf.codes
    worth = {codes[code]: claim.value for code, claim in held.items() if code in codes}
    return np.where(sets.sizes > 0, sets.total(worth) // np.maximum(sets.sizes, 1), sums.unknown)


def _areas(sums: _Sums, rows: Ints) -> Ints:
    """Work from home is near to everywhere."""
    shelf, areas = sums.shelf, sums.shelf.sets["areas"]
    found = areas.any_of(sums.person.areas)
    shares = np.where(areas.sizes == 0, sums.unknown, np.where(found, WHOLE, 0))
    at_home = _by_cell(shelf, REMOTE, lambda said: int(said == "remote")) > 0
    return np.where(at_home[shelf["cell"][rows]], WHOLE, shares[shelf["areas"][rows]])


def _pay(sums: _Sums, rows: Ints) -> Ints:
    """Pay in another currency is not compared."""
    shelf, person = sums.shelf, sums.person
    pay = shelf["pay"][rows]
    silent = (pay < 0) | (shelf["currency"][rows] != shelf.codes.get(person.currency, -1))
    return np.where(silent, sums.unknown, np.where(pay >= person.pay, WHOLE, 0))


def _top(scored: Ints, limit: int) -> Ints:
    """Places of the highest; of equal ones the first, for the rows are the newest first."""
    order = -scored.astype(np.int64) * (len(scored) + 1) + np.arange(len(scored))
    if limit < len(order):
        near = np.argpartition(order, limit)[:limit]
        return near[np.argsort(order[near])]
    return np.argsort(order)
