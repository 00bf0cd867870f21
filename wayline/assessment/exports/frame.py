"""Answers as a rectangle: a column for each question, row of a matrix, option of a multiple choice, and score."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wayline.assessment.definitions.parts import Definition, Kind, Question, Score, say
from wayline.assessment.scoring import scored

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Variable:
    """A column: its name, what it asks, the meaning of its values, and how it is taken from the answers.

    `labels` maps numbers to words for statistics programs; `codes` maps our codes to those numbers.
    """

    name: str
    text: str
    kind: str
    labels: Mapping[int, str]
    codes: Mapping[str, int]
    read: Callable[[Mapping[str, Any]], Any]
    is_text: bool = False

    def value(self, answers: Mapping[str, Any]) -> Cell:
        """The answer as it was given: codes, numbers, texts; None when there is none."""
        found = self.read(answers)
        return None if found is None else found

    def number(self, answers: Mapping[str, Any]) -> Cell:
        """The answer for a statistics program: codes as numbers."""
        found = self.value(answers)
        return self.codes.get(found) if self.codes and isinstance(found, str) else found


def variables(definition: Definition, language: str) -> list[Variable]:
    found: list[Variable] = []
    for question in definition.questions():
        found += _of_question(question, language)
    for score in definition.scores:
        name, text = f"score_{score.code}", say(score.title, language)
        found.append(Variable(name, text, f"score: {score.kind}", {}, {}, _score(definition, score)))
    return found


def _of_question(question: Question, language: str) -> Sequence[Variable]:
    text = say(question.text, language)
    kind = question.kind.value
    code = question.code
    labels, codes = _numbered(question, language)
    match question.kind:
        case Kind.MATRIX:
            return [
                Variable(
                    f"{code}_{row.code}",
                    f"{text} – {say(row.text, language)}",
                    kind,
                    labels,
                    codes,
                    _row(code, row.code),
                )
                for row in question.items
            ]
        case Kind.MULTIPLE:
            chosen = {0: "not chosen", 1: "chosen"}
            return [
                Variable(
                    f"{code}_{one.code}",
                    f"{text} – {say(one.text, language)}",
                    kind,
                    chosen,
                    {},
                    _chosen(code, one.code),
                )
                for one in question.options
            ]
        case Kind.RANKING:
            return [
                Variable(
                    f"{code}_{one.code}",
                    f"{text} – {say(one.text, language)} (place)",
                    kind,
                    {},
                    {},
                    _place(code, one.code),
                )
                for one in question.options
            ]
        case Kind.FILE:
            return [Variable(code, text, kind, {}, {}, lambda answers: (answers.get(code) or {}).get("name"), True)]
        case Kind.SINGLE:
            return [Variable(code, text, kind, labels, codes, lambda answers: answers.get(code))]
        case _:
            is_text = question.kind in (Kind.TEXT, Kind.DATE)
            return [Variable(code, text, kind, labels, {}, lambda answers: answers.get(code), is_text)]


def _numbered(question: Question, language: str) -> tuple[dict[int, str], dict[str, int]]:
    """Numbers of the options: their scores where these are whole and differ, else 1, 2, 3 …"""
    if question.kind == Kind.SCALE:
        ends = {question.low: say(question.low_text, language), question.high: say(question.high_text, language)}
        return {point: word for point, word in ends.items() if word}, {}
    scores = [option.score for option in question.options]
    whole = len(set(scores)) == len(scores) and all(score is not None and score == int(score) for score in scores)
    numbers = [int(score or 0) for score in scores] if whole else list(range(1, len(scores) + 1))
    labels = {number: say(one.text, language) for number, one in zip(numbers, question.options, strict=True)}
    return labels, {one.code: number for number, one in zip(numbers, question.options, strict=True)}


def _score(definition: Definition, score: Score) -> Callable[[Mapping[str, Any]], Any]:
    return lambda answers: scored(definition, score, answers).value


def _row(code: str, item: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda answers: (answers.get(code) or {}).get(item)


def _chosen(code: str, option: str) -> Callable[[Mapping[str, Any]], Any]:
    """1 or 0 for who answered; nothing for who was not asked or did not."""
    return lambda answers: int(option in answers[code]) if answers.get(code) else None


def _place(code: str, option: str) -> Callable[[Mapping[str, Any]], Any]:
    def place(answers: Mapping[str, Any]) -> int | None:
        given = answers.get(code) or []
        return given.index(option) + 1 if option in given else None

    return place


def codebook(found: Sequence[Variable]) -> list[list[str]]:
    """Name, question, kind, code, number, meaning: a line for each value of each variable."""
    lines = []
    for one in found:
        codes = {number: code for code, number in one.codes.items()}
        if not one.labels:
            lines.append([one.name, one.text, one.kind, "", "", ""])
        lines += [[one.name, one.text, one.kind, codes.get(n, str(n)), str(n), word] for n, word in one.labels.items()]
    return lines


CODEBOOK_HEADS = ("variable", "question", "kind", "code", "number", "meaning")
