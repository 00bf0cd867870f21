"""What an answer may be. Values as they are kept: plain JSON.

single: a code · multiple, ranking: a list of codes · scale: a whole number · matrix: {row: code} · number: a number ·
date: YYYY-MM-DD · text: a text · file: {"id", "name"}.
"""

from __future__ import annotations

import math
import re
from datetime import date
from enum import StrEnum
from typing import Any

from wayline.assessment.definitions.check import limits
from wayline.assessment.definitions.parts import Kind, Question

LONGEST_TEXT = 10_000


class Fault(StrEnum):
    """Why an answer is refused. Pages say it in words."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    TOO_SMALL = "too small"
    TOO_LARGE = "too large"
    TOO_FEW = "too few"
    TOO_MANY = "too many"
    ALONE = "alone"
    TWICE = "twice"
    NOT_WHOLE = "not whole"
    NO_NUMBER = "no number"
    NO_DAY = "no day"
    PATTERN = "pattern"
    TOO_LONG = "too long"
    ROWS = "rows"


def is_empty(answer: Any) -> bool:
    return answer in (None, "", [], {})


def fault(question: Question, answer: Any) -> Fault | None:
    """What is wrong with an answer; None when nothing is."""
    if is_empty(answer):
        return Fault.MISSING if question.required else None
    return _CHECKS[question.kind](question, answer)


def _single(question: Question, answer: Any) -> Fault | None:
    return None if answer in _codes(question) else Fault.UNKNOWN


def _multiple(question: Question, answer: Any) -> Fault | None:
    if not isinstance(answer, list) or set(answer) - _codes(question):
        return Fault.UNKNOWN
    if len(answer) > 1 and any(option.alone for option in question.options if option.code in answer):
        return Fault.ALONE
    return _number_of(question, len(answer))


def _ranking(question: Question, answer: Any) -> Fault | None:
    if not isinstance(answer, list) or set(answer) - _codes(question):
        return Fault.UNKNOWN
    if len(set(answer)) < len(answer):
        return Fault.TWICE
    return _number_of(question, len(answer))


def _number_of(question: Question, number: int) -> Fault | None:
    if question.minimum and number < float(question.minimum):
        return Fault.TOO_FEW
    if question.maximum and number > float(question.maximum):
        return Fault.TOO_MANY
    return None


def _scale(question: Question, answer: Any) -> Fault | None:
    whole = type(answer) is int
    return None if whole and question.low <= answer <= question.high else Fault.UNKNOWN


def _matrix(question: Question, answer: Any) -> Fault | None:
    rows = {item.code for item in question.items}
    if not isinstance(answer, dict) or set(answer) - rows or set(answer.values()) - _codes(question):
        return Fault.UNKNOWN
    return Fault.ROWS if question.required and set(answer) < rows else None


def _number(question: Question, answer: Any) -> Fault | None:
    if isinstance(answer, bool) or not isinstance(answer, int | float) or not math.isfinite(answer):
        return Fault.NO_NUMBER
    if question.whole and answer != int(answer):
        return Fault.NOT_WHOLE
    return _between(question, answer)


def _date(question: Question, answer: Any) -> Fault | None:
    try:
        day = date.fromisoformat(answer)
    except (TypeError, ValueError):
        return Fault.NO_DAY
    return _between(question, day)


def _between(question: Question, value: Any) -> Fault | None:
    low, high = limits(question)
    if low is not None and value < low:
        return Fault.TOO_SMALL
    return Fault.TOO_LARGE if high is not None and value > high else None


def _text(question: Question, answer: Any) -> Fault | None:
    if not isinstance(answer, str):
        return Fault.UNKNOWN
    if len(answer) > LONGEST_TEXT:
        return Fault.TOO_LONG
    if question.pattern and not re.fullmatch(question.pattern, answer[:1000]):
        return Fault.PATTERN
    return None


def _file(question: Question, answer: Any) -> Fault | None:
    return None if isinstance(answer, dict) and {"id", "name"} <= set(answer) else Fault.UNKNOWN


def _codes(question: Question) -> set[str]:
    return {option.code for option in question.options}


_CHECKS = {
    Kind.SINGLE: _single,
    Kind.MULTIPLE: _multiple,
    Kind.RANKING: _ranking,
    Kind.SCALE: _scale,
    Kind.MATRIX: _matrix,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.TEXT: _text,
    Kind.FILE: _file,
}
