"""What the pages of an instrument show."""

from __future__ import annotations

from dataclasses import dataclass

from wayline.assessment.definitions.parts import Definition, Question, say
from wayline.assessment.definitions.route import Page
from wayline.assessment.kinds import KIND_NAMES
from wayline.assessment.models import Draft, Instrument, OwnResult, Response, Survey


@dataclass(frozen=True, slots=True)
class QuestionLine:
    code: str
    text: str
    kind: str
    choices: list[str]
    required: bool
    rule: str


@dataclass(frozen=True, slots=True)
class SectionLine:
    code: str
    title: str
    rule: str
    questions: list[QuestionLine]


def outline_of(definition: Definition, language: str) -> list[SectionLine]:
    return [
        SectionLine(
            section.code,
            say(section.title, language) or section.code,
            section.show_if,
            [_line(question, language) for question in section.questions],
        )
        for section in definition.sections
    ]


def _line(question: Question, language: str) -> QuestionLine:
    choices = [say(part.text, language) for part in question.items or question.options]
    kind = str(KIND_NAMES[question.kind])
    return QuestionLine(question.code, say(question.text, language), kind, choices, question.required, question.show_if)


def rules_of(page: Page, language: str) -> list[tuple[str, str]]:
    """What the page and its questions depend on, for the preview."""
    found = [(say(page.section.title, language), page.section.show_if)]
    found += [(say(question.text, language), question.show_if) for question in page.questions]
    return [pair for pair in found if pair[1]]


def is_used(instrument: Instrument) -> bool:
    """Whether somebody's answers, or a survey, need the form of one of its versions."""
    versions = instrument.versions.all()
    return any(model.objects.filter(version__in=versions).exists() for model in (Survey, Response, OwnResult, Draft))
