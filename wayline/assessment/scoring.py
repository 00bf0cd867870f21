"""From answers to scores: sums, means, reversed items, right answers, and where a score stands. Plain Python."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wayline.assessment.definitions.parts import Band, Definition, Kind, Norm, Question, Score, Sum
from wayline.assessment.definitions.rules import find


@dataclass(frozen=True, slots=True)
class Standing:
    """How a score stands beside a group: z, T (mean 50, deviation 10) and percent of the group at or below.

    The percentage takes the scores of the group as normally distributed.
    """

    norm: Norm
    z: float

    @property
    def t(self) -> float:
        return 50 + 10 * self.z

    @property
    def percentile(self) -> float:
        return 50 * (1 + math.erf(self.z / math.sqrt(2)))


@dataclass(frozen=True, slots=True)
class Scored:
    """A score and what made it. `value` is None when too few questions were answered: that is never 0."""

    score: Score
    value: float | None
    answered: int
    smallest: float
    largest: float
    parts: Mapping[str, float]
    """What each question gave, reversed where the score says so."""

    @property
    def asked(self) -> int:
        return len(self.score.of)

    @property
    def band(self) -> Band | None:
        if self.value is None:
            return None
        return next((band for band in self.score.bands if self.value <= band.up_to), None)

    @property
    def standings(self) -> list[Standing]:
        if self.value is None:
            return []
        return [Standing(norm, (self.value - norm.mean) / norm.deviation) for norm in self.score.norms]


def scores(definition: Definition, answers: Mapping[str, Any]) -> list[Scored]:
    return [scored(definition, score, answers) for score in definition.scores]


def scored(definition: Definition, score: Score, answers: Mapping[str, Any]) -> Scored:
    parts = {}
    ranges = []
    for name in score.of:
        question = definition.question(name.partition(".")[0])
        if question is None:
            continue
        low, high = (0.0, 1.0) if score.kind == Sum.RIGHT else extent(question)
        ranges.append((low, high))
        value = right(question, answers) if score.kind == Sum.RIGHT else number(question, find(name, answers))
        if value is not None:
            parts[name] = low + high - value if name in score.reversed else value
    whole = None if len(parts) < max(1, score.least) else sum(parts.values())
    lowest, highest = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    if score.kind == Sum.MEAN:
        whole = None if whole is None else whole / len(parts)
        lowest, highest = (lowest / len(ranges), highest / len(ranges)) if ranges else (0, 0)
    return Scored(score, whole, len(parts), lowest, highest, parts)


def number(question: Question, answer: Any) -> float | None:
    """The number of an answer; None when it has none."""
    if answer is None:
        return None
    if question.kind in (Kind.NUMBER, Kind.SCALE):
        return float(answer)
    points = {option.code: option.score for option in question.options}
    if question.kind == Kind.MULTIPLE:
        given = [points.get(code) for code in answer]
        return None if None in given else sum(one for one in given if one is not None)
    found = points.get(answer) if isinstance(answer, str) else None
    return None if found is None else float(found)


def right(question: Question, answers: Mapping[str, Any]) -> float | None:
    """1 when the answer is right, 0 when it is not, None when there is none."""
    answer = find(question.code, answers)
    if answer is None:
        return None
    return float(set(answer if isinstance(answer, list) else [answer]) == set(question.correct))


def extent(question: Question) -> tuple[float, float]:
    """The smallest and largest number an answer can give."""
    if question.kind == Kind.SCALE:
        return question.low, question.high
    if question.kind == Kind.NUMBER:
        return float(question.minimum or 0), float(question.maximum or question.minimum or 0)
    points = [option.score for option in question.options if option.score is not None]
    if question.kind == Kind.MULTIPLE:
        return sum(min(point, 0) for point in points), sum(max(point, 0) for point in points)
    return min(points, default=0), max(points, default=0)
