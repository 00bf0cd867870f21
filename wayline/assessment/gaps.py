"""Where one does less of something than the work asks for, and what to learn next.

An instrument shows gaps when its matrix rows carry a suggestion: a section with the code `suggestions` holds, for each
row, a question of the kind text that is never shown (`show_if = "wave == 0"`), with code `<matrix>__<row>`, whose
text is the suggestion. So a suggestion is translated and versioned like everything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wayline.assessment.definitions.parts import Definition, Kind, Question, say
from wayline.assessment.definitions.rules import find
from wayline.assessment.scoring import extent, number

SUGGESTIONS = "suggestions"


@dataclass(frozen=True, slots=True)
class Gap:
    """A row below the upper half of its scale, with how far it is from the top and what to do."""

    area: str
    row: str
    answer: str
    suggestion: str
    size: float


def gaps(definition: Definition, answers: Mapping[str, Any], language: str) -> list[Gap]:
    """Largest first."""
    texts = _suggestions(definition)
    found = []
    for question in definition.questions():
        if question.kind == Kind.MATRIX:
            found += _of_matrix(question, answers, texts, language)
    return sorted(found, key=lambda gap: -gap.size)


def _of_matrix(
    question: Question, answers: Mapping[str, Any], texts: Mapping[str, Question], language: str
) -> list[Gap]:
    low, high = extent(question)
    names = {option.code: say(option.text, language) for option in question.options}
    found = []
    for item in question.items:
        suggestion = texts.get(f"{question.code}__{item.code}")
        answer = find(f"{question.code}.{item.code}", answers)
        value = number(question, answer)
        if suggestion is not None and value is not None and value < (low + high) / 2:
            row, area = say(item.text, language), say(question.text, language)
            found.append(Gap(area, row, names[answer], say(suggestion.text, language), high - value))
    return found


def _suggestions(definition: Definition) -> dict[str, Question]:
    return {
        question.code: question
        for section in definition.sections
        if section.code == SUGGESTIONS
        for question in section.questions
    }
