"""Before and after as one instrument: who can be compared, what changed, and who was lost. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from wayline.assessment import columns
from wayline.assessment.columns import Column, Given
from wayline.assessment.definitions.parts import Definition, Kind, Option, Question, Score, Sum, Texts
from wayline.assessment.significance import (
    Difference,
    McNemar,
    PairedT,
    Wilcoxon,
    cronbach,
    difference,
    holm,
    mcnemar,
    paired_t,
    wilcoxon,
)

FEWEST = 5
"""Nothing is said about fewer pairs."""
Answers = Mapping[str, Any]
ByKey = Mapping[str, Answers]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something asked in both waves: a question, a row of a matrix, or a score."""

    name: str
    text: Texts
    question: Question | None = None
    score: Score | None = None

    def column(self, definition: Definition, given: Given) -> Column:
        """The number of this outcome for everybody."""
        if self.score is not None:
            return columns.values(definition, self.score, given)
        assert self.question is not None  # noqa: S101 - one of the two is given
        if self.counted is not None:
            return columns.shares(self.counted.code, given.all(self.name))
        return columns.numbers(self.question, given.all(self.name))

    @property
    def counted(self) -> Option | None:
        """Of two answers the one whose share is told: the right one in a quiz, else the first."""
        if self.question is None or not self.is_yes_no:
            return None
        options = self.question.options
        return next((option for option in options if option.code in self.question.correct), options[0])

    @property
    def is_quiz(self) -> bool:
        return self.question is not None and bool(self.question.correct)

    @property
    def is_yes_no(self) -> bool:
        question = self.question
        return question is not None and question.kind == Kind.SINGLE and len(question.options) == 2


@dataclass(frozen=True, slots=True)
class Change:
    """One outcome in those who answered it both times. `adjusted`: p after Holm's correction over all outcomes."""

    outcome: Outcome
    pairs: int
    before: float
    after: float
    test: Wilcoxon | PairedT | McNemar
    adjusted: float | None = None
    dropped: Difference | None = None
    """Those who stayed against those who did not, by what they said before."""

    @property
    def p(self) -> float | None:
        return self.test.p


@dataclass(frozen=True, slots=True)
class Reliability:
    score: Score
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """What two waves say together. `unpaired_*`: answers without a code word, or whose partner is missing."""

    answered_before: int
    answered_after: int
    pairs: int
    dropped: int
    joined: int
    changes: tuple[Change, ...]
    reliabilities: tuple[Reliability, ...]

    @property
    def enough(self) -> bool:
        return self.pairs >= FEWEST


def report(definition: Definition, before: ByKey, after: ByKey, *, answered_before: int, answered_after: int) -> Report:
    """`before` and `after` by the key that brings a person's answers together; the numbers count every answer."""
    both = sorted(set(before) & set(after))
    first, second = (_stayed_first(wave, both) for wave in (before, after))
    found = [change for one in outcomes(definition) if (change := _change(definition, one, first, second, len(both)))]
    adjusted = holm([change.p for change in found])
    changes = [replace(change, adjusted=p) for change, p in zip(found, adjusted, strict=True)]
    return Report(
        answered_before,
        answered_after,
        len(both),
        len(before) - len(both),
        len(after) - len(both),
        tuple(changes),
        tuple(
            Reliability(one, _alpha(definition, one, first), _alpha(definition, one, second))
            for one in definition.scores
            if one.kind != Sum.RIGHT
        ),
    )


def _stayed_first(wave: ByKey, both: list[str]) -> Given:
    """Those who answered both times, in the same order in each wave; then the others."""
    stayed = set(both)
    return Given([*(wave[key] for key in both), *(row for key, row in wave.items() if key not in stayed)])


def outcomes(definition: Definition) -> list[Outcome]:
    """Scores first, then each question that has a number or is yes or no."""
    found = [Outcome(score.code, score.title, score=score) for score in definition.scores]
    for question in definition.questions():
        if question.kind == Kind.MATRIX and _has_numbers(question):
            found += [Outcome(f"{question.code}.{item.code}", item.text, question) for item in question.items]
        elif question.kind in (Kind.SCALE, Kind.NUMBER) or (
            question.kind == Kind.SINGLE and (len(question.options) == 2 or _has_numbers(question))
        ):
            found.append(Outcome(question.code, question.text, question))
    return found


def _has_numbers(question: Question) -> bool:
    return all(option.score is not None for option in question.options)


def _change(definition: Definition, outcome: Outcome, first: Given, second: Given, both: int) -> Change | None:
    before, after = outcome.column(definition, first), outcome.column(definition, second)[:both]
    stayed, left = before[:both], before[both:]
    known = ~(np.isnan(stayed) | np.isnan(after))
    old, new, left = stayed[known], after[known], left[~np.isnan(left)]
    if len(old) < FEWEST:
        return None
    dropped = difference(old, left) if len(left) >= FEWEST else None
    return Change(outcome, len(old), float(old.mean()), float(new.mean()), _test(outcome, old, new), dropped=dropped)


def _test(outcome: Outcome, old: Column, new: Column) -> Wilcoxon | PairedT | McNemar:
    """Means of a scale are measured finely: t. Single answers are only ordered: ranks. Yes and no: McNemar."""
    if outcome.score is not None:
        return paired_t(old, new)
    return mcnemar(old, new) if outcome.is_yes_no else wilcoxon(old, new)


def _alpha(definition: Definition, score: Score, given: Given) -> float | None:
    """Over those who answered every item, with reversed items turned."""
    parts = columns.parts(definition, score, given)
    if not parts or set(parts) != set(score.of):
        return None
    rows = np.column_stack([parts[name] for name in score.of])
    complete = rows[~np.isnan(rows).any(axis=1)]
    return cronbach(complete) if len(complete) >= FEWEST else None
