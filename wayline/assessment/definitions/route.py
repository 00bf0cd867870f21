"""Which questions a person is asked, on which page, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from wayline.assessment.definitions import rules
from wayline.assessment.definitions.parts import Definition, Option, Question, Section


@dataclass(frozen=True, slots=True)
class Page:
    """Questions shown together. A section is one page, or several where a question depends on one before it."""

    section: Section
    questions: tuple[Question, ...]
    first: bool
    """Whether it opens its section: then the section's text stands on it."""


def pages(definition: Definition, seed: int = 0) -> list[Page]:
    """Every page there is. A rule is met or not when the page is opened, so no page needs a script."""
    found: list[Page] = []
    for section in definition.sections:
        here: list[Question] = []
        first = True
        for question in _ordered(section, seed):
            if here and rules.names(question.show_if) & {one.code for one in here}:
                found.append(Page(section, tuple(here), first))
                here, first = [], False
            here.append(question)
        if here or section.text:
            found.append(Page(section, tuple(here), first))
    return found


def shown(page: Page, answers: Mapping[str, Any]) -> list[Question]:
    """The questions of the page that these answers open; none when the section stays closed."""
    if not rules.holds(page.section.show_if, answers):
        return []
    return [question for question in page.questions if rules.holds(question.show_if, answers)]


def is_shown(page: Page, answers: Mapping[str, Any]) -> bool:
    if shown(page, answers):
        return True
    return not page.questions and rules.holds(page.section.show_if, answers)


def kept(definition: Definition, answers: Mapping[str, Any], wave: int = 1) -> dict[str, Any]:
    """The answers to questions that are asked. What was answered on a way not taken in the end is left out."""
    found: dict[str, Any] = {rules.WAVE: wave}
    for section in definition.sections:
        if not rules.holds(section.show_if, found):
            continue
        for question in section.questions:
            if question.code in answers and rules.holds(question.show_if, found):
                found[question.code] = answers[question.code]
    del found[rules.WAVE]
    return found


def asked(definition: Definition, answers: Mapping[str, Any], wave: int = 1) -> Iterator[Question]:
    """Every question that these answers open, answered or not."""
    known = {**kept(definition, answers, wave), rules.WAVE: wave}
    for section in definition.sections:
        if rules.holds(section.show_if, known):
            yield from (question for question in section.questions if rules.holds(question.show_if, known))


def options_of(question: Question, seed: int) -> tuple[Option, ...]:
    """In random order where the question asks for it; “none of these” stays last."""
    if not question.random_order or question.items:
        return question.options
    free = [option for option in question.options if not option.alone]
    Random(f"{seed}:{question.code}").shuffle(free)  # noqa: S311 - an order, not a secret
    return (*free, *(option for option in question.options if option.alone))


def items_of(question: Question, seed: int) -> tuple[Any, ...]:
    items = list(question.items)
    if question.random_order:
        Random(f"{seed}:{question.code}").shuffle(items)  # noqa: S311 - as above
    return tuple(items)


def _ordered(section: Section, seed: int) -> list[Question]:
    questions = list(section.questions)
    if section.random_order:
        Random(f"{seed}:{section.code}").shuffle(questions)  # noqa: S311 - as above
    return questions
