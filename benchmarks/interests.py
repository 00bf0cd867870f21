"""How long does the scoring of interests take? `python -m benchmarks interests`"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from benchmarks import report
from benchmarks.report import Table
from wayline.assessment.interests.activities import TYPES, Element, from_elements
from wayline.assessment.interests.belief import Sums, many
from wayline.assessment.interests.choosing import next_activity
from wayline.assessment.interests.fit import Rated, correlations, fitting
from wayline.assessment.interests.profile import profile

PEOPLE, OCCUPATIONS = 10_000, 923


def run() -> list[Table]:
    return [
        Table(
            "Interests: 188 activities, 41 basic interests, 923 occupations (invented, of the size of O*NET)",
            "python -m benchmarks interests",
            ("what", "median ms", "p95 ms"),
            _rows(),
            budget="10,000 answer sheets scored in ≤ 1 s.",
        )
    ]


def _rows() -> list[Sequence[object]]:
    chance = np.random.default_rng(1)
    sums = _sums()
    n = len(sums.inventory.activities)
    full = chance.integers(0, 5, (PEOPLE, n)).astype(float)
    same = np.where(np.arange(n) % 4 == 0, full, np.nan)
    ratings = chance.uniform(1, 7, (OCCUPATIONS, len(TYPES)))
    names = tuple(map(str, range(OCCUPATIONS)))
    rated = Rated(names, names, ratings, (3,) * OCCUPATIONS)
    answers = {activity.key: int(chance.integers(1, 6)) for activity in sums.inventory.activities[:45]}
    result = profile(sums, answers)
    assert result is not None
    acts = {
        "10,000 sheets, all activities answered": lambda: many(sums, full),
        "10,000 sheets, 47 activities answered, the same of all": lambda: many(sums, same),
        "one sheet of 45 answers: scores, errors, ties": lambda: profile(sums, answers),
        "choosing the next activity": lambda: next_activity(sums, answers),
        "correlations of one person with 923 occupations": lambda: correlations(result.values, ratings),
        "50 occupations with their reasons": lambda: fitting(result.values, rated),
    }
    taken = {name: report.timed(act, 5) for name, act in acts.items()}
    apart = _apart(sums, full, chance)
    rows: list[Sequence[object]] = [[name, one.median, one.p95] for name, one in taken.items()]
    return [*rows, ["10,000 sheets, 40 activities answered, different ones of everybody", apart, apart]]


def _apart(sums: Sums, full: np.ndarray, chance: np.random.Generator) -> float:
    asked = np.argsort(chance.random(full.shape), axis=1)[:, :40]
    sheets = np.full_like(full, np.nan)
    np.put_along_axis(sheets, asked, np.take_along_axis(full, asked, axis=1), axis=1)
    began = time.perf_counter()
    many(sums, sheets)
    return 1000 * (time.perf_counter() - began)


def _sums() -> Sums:
    elements = [Element(kind, kind, (kind,), tuple(f"{kind}{n}" for n in range(4)), True) for kind in TYPES]
    fields = [Element(f"f{n}", f"f{n}", (TYPES[n % 6],), tuple(f"f{n}.{i}" for i in range(4))) for n in range(41)]
    return Sums(from_elements("made", elements + fields))
