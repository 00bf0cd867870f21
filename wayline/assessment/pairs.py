"""Before and after as one instrument: who can be compared, what changed, and who was lost. Plain Python."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wayline.assessment.definitions.parts import Definition, Kind, Option, Question, Score, Sum, Texts
from wayline.assessment.definitions.rules import find
from wayline.assessment.scoring import number, scored
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

    def reader(self, definition: Definition) -> Callable[[Answers], float | None]:
        """Takes the number of this outcome from answers; made once for all of them."""
        if self.score is not None:
            score = self.score
            return lambda answers: scored(definition, score, answers).value
        question, name, counted = self.question, self.name, self.counted
        assert question is not None  # noqa: S101 - one of the two is given
        if counted is not None:
            return lambda answers: None if (found := answers.get(name)) is None else float(found == counted.code)
        if question.kind in (Kind.SCALE, Kind.NUMBER):
            return lambda answers: number(question, find(name, answers))
        points: dict[Any, float | None] = {option.code: option.score for option in question.options}
        code, _, item = name.partition(".")
        if item:
            return lambda answers: points.get((answers.get(code) or {}).get(item))
        return lambda answers: points.get(answers.get(code, ""))

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
    found = [change for one in outcomes(definition) if (change := _change(definition, one, before, after, both))]
    adjusted = holm([change.p for change in found])
    changes = [_with(change, p) for change, p in zip(found, adjusted, strict=True)]
    return Report(
        answered_before,
        answered_after,
        len(both),
        len(before) - len(both),
        len(after) - len(both),
        tuple(changes),
        tuple(_reliability(definition, one, before, after) for one in definition.scores if one.kind != Sum.RIGHT),
    )


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


def _change(
    definition: Definition, outcome: Outcome, before: ByKey, after: ByKey, both: Sequence[str]
) -> Change | None:
    read = outcome.reader(definition)
    first = {key: read(answers) for key, answers in before.items()}
    second = {key: read(after[key]) for key in both}
    keys = [key for key in both if first[key] is not None and second[key] is not None]
    if len(keys) < FEWEST:
        return None
    old = [value for key in keys if (value := first[key]) is not None]
    new = [value for key in keys if (value := second[key]) is not None]
    left = [value for key, value in first.items() if key not in after and value is not None]
    dropped = difference(old, left) if len(left) >= FEWEST else None
    return Change(
        outcome, len(keys), statistics.fmean(old), statistics.fmean(new), _test(outcome, old, new), dropped=dropped
    )


def _test(outcome: Outcome, old: Sequence[float], new: Sequence[float]) -> Wilcoxon | PairedT | McNemar:
    """Means of a scale are measured finely: t. Single answers are only ordered: ranks. Yes and no: McNemar."""
    if outcome.score is not None:
        return paired_t(old, new)
    if outcome.is_yes_no:
        return mcnemar([bool(value) for value in old], [bool(value) for value in new])
    return wilcoxon(old, new)


def _with(change: Change, p: float | None) -> Change:
    return Change(change.outcome, change.pairs, change.before, change.after, change.test, p, change.dropped)


def _reliability(definition: Definition, score: Score, before: ByKey, after: ByKey) -> Reliability:
    return Reliability(score, _alpha(definition, score, before), _alpha(definition, score, after))


def _alpha(definition: Definition, score: Score, answers: ByKey) -> float | None:
    """Over those who answered every item, with reversed items turned."""
    rows = [scored(definition, score, one).parts for one in answers.values()]
    complete = [[parts[name] for name in score.of] for parts in rows if set(parts) == set(score.of)]
    return cronbach(complete) if len(complete) >= FEWEST else None
