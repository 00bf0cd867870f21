"""Where somebody is in a questionnaire: the pages that are open to them, and the way on. Plain reading, no changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wayline.assessment.definitions import route, toml
from wayline.assessment.definitions.answers import fault, is_empty
from wayline.assessment.definitions.parts import Definition, Kind, Question, say
from wayline.assessment.definitions.rules import WAVE
from wayline.assessment.models import Draft


@dataclass(frozen=True)
class Walk:
    """A definition, the answers so far, and the number of the wave, which rules may ask for."""

    definition: Definition
    given: Mapping[str, Any]
    language: str
    seed: int
    wave: int = 1

    @classmethod
    def of(cls, draft: Draft) -> Walk:
        number = draft.wave.number if draft.wave else 1
        return cls(toml.read(draft.version.definition), draft.answers, draft.language, draft.seed, number)

    @cached_property
    def pages(self) -> list[route.Page]:
        return route.pages(self.definition, self.seed)

    @cached_property
    def known(self) -> dict[str, Any]:
        return {**route.kept(self.definition, self.given, self.wave), WAVE: self.wave}

    @cached_property
    def open(self) -> list[int]:
        """Numbers of the pages, from 1, that these answers open."""
        return [number for number, page in enumerate(self.pages, 1) if route.is_shown(page, self.known)]

    def questions(self, number: int) -> list[Question]:
        return route.shown(self.pages[number - 1], self.known)

    def after(self, number: int) -> int | None:
        return next((other for other in self.open if other > number), None)

    def before(self, number: int) -> int | None:
        return next((other for other in reversed(self.open) if other < number), None)

    @cached_property
    def unanswered(self) -> int | None:
        """The first page with something that must be answered and is not, or is not right any more."""
        for number in self.open:
            for question in self.questions(number):
                answer = self.known.get(question.code)
                if fault(question, answer) is not None:
                    return number
        return None

    def text(self, texts: Mapping[str, str]) -> str:
        return say(texts, self.language)

    @cached_property
    def lines(self) -> list[Line]:
        """What was answered, to be looked over before it is handed in."""
        return [
            Line(self.text(question.text), answer_lines(question, self.known.get(question.code), self.language), number)
            for number in self.open
            for question in self.questions(number)
        ]


@dataclass(frozen=True, slots=True)
class Line:
    question: str
    answer: list[str]
    page: int


def answer_lines(question: Question, answer: Any, language: str) -> list[str]:
    """An answer in words, a line for each part; nothing when there is none."""
    if is_empty(answer):
        return []
    names = {option.code: say(option.text, language) for option in question.options}
    match question.kind:
        case Kind.SINGLE:
            return [names.get(answer, answer)]
        case Kind.MULTIPLE:
            return [names.get(code, code) for code in answer]
        case Kind.RANKING:
            return [f"{number}. {names.get(code, code)}" for number, code in enumerate(answer, 1)]
        case Kind.MATRIX:
            rows = {item.code: say(item.text, language) for item in question.items}
            return [f"{rows.get(row, row)}: {names.get(code, code)}" for row, code in answer.items()]
        case Kind.SCALE:
            ends = {question.low: question.low_text, question.high: question.high_text}
            word = say(ends.get(answer, {}), language)
            return [f"{answer} – {word}" if word else str(answer)]
        case Kind.DATE:
            return [_day(answer)]
        case Kind.FILE:
            return [answer["name"]]
        case _:
            return [f"{answer:g}" if isinstance(answer, float) else str(answer)]


def _day(answer: str) -> str:
    from datetime import date

    from django.utils.formats import date_format

    return date_format(date.fromisoformat(answer), "DATE_FORMAT")
