"""Changes to a definition: each gives a new one. Texts are written in one language at a time; the others stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from wayline.assessment.definitions.parts import Definition, Item, Option, Question, Section, Texts

Part = TypeVar("Part")


class LineError(ValueError):
    """A line of options that cannot be read."""

    def __init__(self, number: int, message: str) -> None:
        super().__init__(message)
        self.number = number


def with_text(texts: Texts, language: str, text: str) -> dict[str, str]:
    """The texts with this one written in this language; an empty one is taken away."""
    found = {**texts, language: text}
    return {code: one for code, one in found.items() if one}


def put_section(definition: Definition, old: str, section: Section) -> Definition:
    """In the place of `old`, or at the end."""
    return replace(definition, sections=_put(definition.sections, old, section, lambda one: one.code))


def drop_section(definition: Definition, code: str) -> Definition:
    return replace(definition, sections=tuple(one for one in definition.sections if one.code != code))


def move_section(definition: Definition, code: str, by: int) -> Definition:
    return replace(definition, sections=_moved(definition.sections, code, by, lambda one: one.code))


def put_question(definition: Definition, section: str, old: str, question: Question) -> Definition:
    return _in_section(definition, section, lambda found: _put(found, old, question, lambda one: one.code))


def drop_question(definition: Definition, section: str, code: str) -> Definition:
    return _in_section(definition, section, lambda found: tuple(one for one in found if one.code != code))


def move_question(definition: Definition, section: str, code: str, by: int) -> Definition:
    return _in_section(definition, section, lambda found: _moved(found, code, by, lambda one: one.code))


def option_lines(options: Sequence[Option], language: str) -> str:
    """`code | text | score`, a line each; `!` before the code of one that stands alone."""
    return "\n".join(
        " | ".join([("!" if one.alone else "") + one.code, one.text.get(language, ""), *_points(one)])
        for one in options
    )


def read_options(text: str, old: Sequence[Option], language: str) -> tuple[Option, ...]:
    """Raises LineError. Texts in other languages stay with their code."""
    before = {one.code: one for one in old}
    found = []
    for number, line in _lines(text):
        code, words, *score = [part.strip() for part in line.split("|")] + ([""] if "|" not in line else [])
        alone, code = code.startswith("!"), code.removeprefix("!").strip()
        texts = with_text(before[code].text if code in before else {}, language, words)
        found.append(Option(code, texts, _score(number, score), alone))
    return tuple(found)


def item_lines(items: Sequence[Item], language: str) -> str:
    return "\n".join(f"{one.code} | {one.text.get(language, '')}" for one in items)


def read_items(text: str, old: Sequence[Item], language: str) -> tuple[Item, ...]:
    before = {one.code: one for one in old}
    found = []
    for _number, line in _lines(text):
        code, _, words = (part.strip() for part in line.partition("|"))
        found.append(Item(code, with_text(before[code].text if code in before else {}, language, words)))
    return tuple(found)


def _points(option: Option) -> list[str]:
    return [] if option.score is None else [f"{option.score:g}"]


def _lines(text: str) -> list[tuple[int, str]]:
    return [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def _score(number: int, parts: list[str]) -> float | None:
    if not parts or not parts[0]:
        return None
    if len(parts) > 1:
        raise LineError(number, "code | text | score")
    try:
        return float(parts[0].replace(",", "."))
    except ValueError:
        raise LineError(number, parts[0]) from None


def _put(parts: tuple[Part, ...], old: str, new: Part, code: Callable[[Part], str]) -> tuple[Part, ...]:
    if any(code(one) == old for one in parts):
        return tuple(new if code(one) == old else one for one in parts)
    return (*parts, new)


def _moved(parts: tuple[Part, ...], which: str, by: int, code: Callable[[Part], str]) -> tuple[Part, ...]:
    found = list(parts)
    place = next((number for number, one in enumerate(found) if code(one) == which), None)
    if place is None or not 0 <= place + by < len(found):
        return parts
    found.insert(place + by, found.pop(place))
    return tuple(found)


def _in_section(
    definition: Definition, code: str, change: Callable[[tuple[Question, ...]], tuple[Question, ...]]
) -> Definition:
    sections = tuple(
        replace(one, questions=change(one.questions)) if one.code == code else one for one in definition.sections
    )
    return replace(definition, sections=sections)
