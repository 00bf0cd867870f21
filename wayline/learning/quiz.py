"""Marking a quiz. Plain sums: no Django, no database.

What was given comes as lists of strings per question: numbers of the chosen answers (single, multiple, true or false),
the typed text (text, number, essay), or the chosen partner for each row (matching).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wayline.learning.packages.outline import Answer, Question

Given = Mapping[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Marked:
    """One question after marking. `score` and `possible` in marks; `feedback` in the order in which it is read."""

    question: Question
    given: tuple[str, ...]
    score: float
    possible: float
    feedback: tuple[str, ...]

    @property
    def right(self) -> bool:
        return self.possible > 0 and self.score >= self.possible - 1e-9

    @property
    def partly(self) -> bool:
        return 0 < self.score < self.possible - 1e-9


@dataclass(frozen=True, slots=True)
class QuizResult:
    questions: tuple[Marked, ...]
    pass_percent: int

    @property
    def score(self) -> float:
        return sum(marked.score for marked in self.questions)

    @property
    def possible(self) -> float:
        return sum(marked.possible for marked in self.questions)

    @property
    def percent(self) -> int:
        return 100 if not self.possible else int(100 * self.score / self.possible + 0.5)

    @property
    def passed(self) -> bool:
        return self.percent >= self.pass_percent


def mark(questions: Sequence[Question], given: Given, *, pass_percent: int = 0) -> QuizResult:
    marked = tuple(_mark_one(question, tuple(given.get(number, ()))) for number, question in enumerate(questions))
    return QuizResult(marked, pass_percent)


def _mark_one(question: Question, given: tuple[str, ...]) -> Marked:
    match question.kind:
        case "single" | "true_false":
            share, chosen = _single(question, given)
        case "multiple":
            share, chosen = _multiple(question, given)
        case "text" | "number":
            share, chosen = _typed(question, given)
        case "matching":
            share, chosen = _matching(question, given), ()
        case "essay":
            return Marked(question, given, 0.0, 0.0, _said(question, ()))
    return Marked(question, given, share * question.marks, question.marks, _said(question, chosen))


def _said(question: Question, chosen: Sequence[Answer]) -> tuple[str, ...]:
    return tuple(text for text in (*(answer.feedback for answer in chosen), question.feedback) if text)


def _chosen(question: Question, given: tuple[str, ...]) -> tuple[Answer, ...]:
    numbers = {int(number) for number in given if number.isdecimal()}
    return tuple(answer for number, answer in enumerate(question.answers) if number in numbers)


def _single(question: Question, given: tuple[str, ...]) -> tuple[float, tuple[Answer, ...]]:
    chosen = _chosen(question, given[:1])
    return sum(answer.fraction for answer in chosen), chosen


def _multiple(question: Question, given: tuple[str, ...]) -> tuple[float, tuple[Answer, ...]]:
    """The share of right answers found, less the share of wrong answers chosen; never below nothing."""
    chosen = _chosen(question, given)
    whole = sum(answer.fraction for answer in question.answers)
    wrong = [answer for answer in question.answers if answer.fraction <= 0]
    found = sum(answer.fraction for answer in chosen) / whole if whole else 0.0
    wrongly = sum(1 for answer in chosen if answer.fraction <= 0) / len(wrong) if wrong else 0.0
    return max(0.0, found - wrongly), chosen


def _typed(question: Question, given: tuple[str, ...]) -> tuple[float, tuple[Answer, ...]]:
    typed = given[0].strip() if given else ""
    accepted = [answer for answer in question.answers if _accepts(question, answer, typed)]
    best = max(accepted, key=lambda answer: answer.fraction, default=None)
    return (best.fraction, (best,)) if best else (0.0, ())


def _accepts(question: Question, answer: Answer, typed: str) -> bool:
    if answer.text.strip() == "*":
        return bool(typed)
    if question.kind == "number":
        value, wanted = _number(typed), _number(answer.text)
        return value is not None and wanted is not None and abs(value - wanted) <= answer.tolerance + 1e-12
    left, right = " ".join(typed.split()), " ".join(answer.text.split())
    return left == right if question.case_sensitive else left.casefold() == right.casefold()


def _number(text: str) -> float | None:
    """A decimal comma is a decimal point: half of Europe writes it so."""
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None


def _matching(question: Question, given: tuple[str, ...]) -> float:
    rows = question.answers
    if not rows:
        return 0.0
    right = sum(1 for answer, partner in zip(rows, given, strict=False) if partner == answer.match)
    return right / len(rows)
