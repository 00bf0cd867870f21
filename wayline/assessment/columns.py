"""The answers of many people as columns of numbers: what `scoring` says of one of them, for all at once. No Django.

A column has a number for each person in the order of the answers; NaN where there is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.assessment.definitions.parts import Definition, Kind, Question, Score, Sum
from wayline.assessment.scoring import extent

Column = NDArray[np.float64]
NONE = float("nan")


class Given:
    """What everybody answered, taken out question by question."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._rows = rows
        self._of: dict[str, list[Any]] = {}
        self._lines: dict[str, list[dict[str, Any]]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def all(self, name: str) -> list[Any]:
        """Of a question or of a row of a matrix; None or something empty where there is no answer."""
        code, _, item = name.partition(".")
        if not item:
            return self._whole(code)
        if code not in self._lines:
            self._lines[code] = [one if isinstance(one, dict) else {} for one in self._whole(code)]
        return [line.get(item) for line in self._lines[code]]

    def _whole(self, code: str) -> list[Any]:
        if code not in self._of:
            self._of[code] = [row.get(code) for row in self._rows]
        return self._of[code]


def numbers(question: Question, answers: Sequence[Any]) -> Column:
    if question.kind in (Kind.NUMBER, Kind.SCALE):
        return np.array([float(one) if one or one == 0 else NONE for one in answers], dtype=np.float64)
    points = {option.code: NONE if option.score is None else float(option.score) for option in question.options}
    if question.kind == Kind.MULTIPLE:
        sums = [sum(points.get(code, NONE) for code in one) if one else NONE for one in answers]
        return np.array(sums, dtype=np.float64)
    try:
        return np.array(list(map(points.get, answers, repeat(NONE))), dtype=np.float64)
    except TypeError:  # a list stands where one answer should: slowly then
        return np.array([points.get(one, NONE) if isinstance(one, str) else NONE for one in answers], dtype=np.float64)


def shares(code: str, answers: Sequence[Any]) -> Column:
    """1 for this answer, 0 for another one."""
    return np.array([NONE if one is None else float(one == code) for one in answers], dtype=np.float64)


def rights(question: Question, answers: Sequence[Any]) -> Column:
    """1 when the answer is right, 0 when it is not."""
    correct = set(question.correct)
    found = [
        float((set(one) if isinstance(one, list) else {one}) == correct) if one or one == 0 else NONE for one in answers
    ]
    return np.array(found, dtype=np.float64)


def parts(definition: Definition, score: Score, given: Given) -> dict[str, Column]:
    """What each question of a score gave, reversed where the score says so."""
    found: dict[str, Column] = {}
    for name in score.of:
        question = definition.question(name.partition(".")[0])
        if question is None:
            continue
        if score.kind == Sum.RIGHT:
            low, high, values = 0.0, 1.0, rights(question, given.all(question.code))
        else:
            (low, high), values = extent(question), numbers(question, given.all(name))
        found[name] = low + high - values if name in score.reversed else values
    return found


def values(definition: Definition, score: Score, given: Given) -> Column:
    """The score of everybody who answered enough of its questions."""
    made = parts(definition, score, given)
    if not made:
        return np.full(len(given), NONE)
    table = np.vstack(list(made.values()))
    known = ~np.isnan(table)
    answered = known.sum(axis=0)
    whole = np.where(known, table, 0.0).sum(axis=0)
    if score.kind == Sum.MEAN:
        whole = whole / np.maximum(answered, 1)
    return np.where(answered >= max(1, score.least), whole, NONE)
