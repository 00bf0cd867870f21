"""What is wrong with a definition, in plain words and by its place, before anybody answers it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from wayline.assessment.definitions import rules
from wayline.assessment.definitions.parts import (
    CHOOSING,
    Definition,
    Item,
    Kind,
    Option,
    Question,
    Score,
    Section,
    Sum,
    Texts,
)

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
ITEM_CODE = re.compile(r"[A-Za-z0-9_]{1,40}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
NESTED = re.compile(r"\((?:[^()\\]|\\.)*(?:[+*?}]|\|)(?:[^()\\]|\\.)*\)[+*{]|\)\)[+*{]|\\[1-9]")
MOST_POINTS = 11
MOST_QUESTIONS = 1000


@dataclass(frozen=True, slots=True)
class Problem:
    """`place` names section, question or score; `message` says what to do."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


def problems(definition: Definition) -> list[Problem]:
    """Everything that would stop people from answering, in the order of the questionnaire."""
    return [
        *_whole(definition),
        *(one for section in definition.sections for one in _section(section, definition)),
        *_routing(definition),
        *(one for score in definition.scores for one in _score(score, definition)),
    ]


def _whole(definition: Definition) -> Iterator[Problem]:
    if not definition.languages:
        yield Problem("", "Name at least one language.")
    for language in definition.languages:
        if not LANGUAGE.fullmatch(language):
            yield Problem("", f"“{language}” is not a language code such as “en” or “it”.")
    questions = list(definition.questions())
    if not questions:
        yield Problem("", "There is no question yet.")
    if len(questions) > MOST_QUESTIONS:
        yield Problem("", f"There are more than {MOST_QUESTIONS} questions.")
    yield from _missing("", "title", definition.title, definition)
    yield from _twice("section", (section.code for section in definition.sections))
    yield from _twice("question", (question.code for question in questions))
    yield from _twice("score", (score.code for score in definition.scores))


def _section(section: Section, definition: Definition) -> Iterator[Problem]:
    place = f"section {section.code}"
    if not CODE.fullmatch(section.code):
        yield Problem(place, "A code begins with a letter and has letters, digits and _ only.")
    yield from _missing(place, "title", section.title, definition)
    for question in section.questions:
        yield from _question(question, definition)


def _question(question: Question, definition: Definition) -> Iterator[Problem]:
    place = f"question {question.code}"
    if not CODE.fullmatch(question.code) or question.code in {*rules.RESERVED, rules.WAVE}:
        yield Problem(
            place, "A code begins with a letter, has letters, digits and _ only, and is no word of the rules."
        )
    yield from _missing(place, "text", question.text, definition)
    yield from _choices(place, question, definition)
    yield from _limits(place, question)


def _choices(place: str, question: Question, definition: Definition) -> Iterator[Problem]:
    if question.kind in CHOOSING and len(question.options) < 2:
        yield Problem(place, "Give at least two options to choose from.")
    if question.kind == Kind.MATRIX and not question.items:
        yield Problem(place, "A matrix needs at least one row.")
    if question.kind == Kind.SCALE and not 1 <= question.high - question.low < MOST_POINTS:
        yield Problem(place, f"A scale has 2 to {MOST_POINTS} points.")
    parts: tuple[Option | Item, ...] = (*question.options, *question.items)
    for part in parts:
        if not ITEM_CODE.fullmatch(part.code):
            yield Problem(place, f"The code “{part.code}” may have letters, digits and _ only.")
        yield from _missing(place, f"text of {part.code}", part.text, definition)
    yield from _twice(f"{place}: option", (option.code for option in question.options))
    yield from _twice(f"{place}: row", (item.code for item in question.items))
    unknown = set(question.correct) - {option.code for option in question.options}
    if unknown:
        yield Problem(place, f"“{sorted(unknown)[0]}” is called right and is no option.")


def _limits(place: str, question: Question) -> Iterator[Problem]:
    try:
        low, high = limits(question)
    except ValueError:
        kind = "a day like 2026-03-27" if question.kind == Kind.DATE else "a number"
        yield Problem(place, f"The smallest and the largest value must each be {kind}.")
    else:
        if low is not None and high is not None and low > high:  # type: ignore[operator]  # both of one kind
            yield Problem(place, "The smallest value is above the largest.")
    if NESTED.search(question.pattern):
        yield Problem(place, "The pattern repeats something that repeats already: it could take for ever.")
    elif question.pattern:
        try:
            re.compile(question.pattern)
        except re.error as error:
            yield Problem(place, f"The pattern cannot be read: {error}.")


def limits(question: Question) -> tuple[float | date | None, float | date | None]:
    """Smallest and largest value, as numbers or days. Raises ValueError."""
    read = date.fromisoformat if question.kind == Kind.DATE else float
    low, high = (read(text) if text else None for text in (question.minimum, question.maximum))
    return low, high


def _routing(definition: Definition) -> Iterator[Problem]:
    """A rule asks for earlier questions only, so no answer can depend on itself."""
    earlier: set[str] = set()
    order = [question.code for question in definition.questions()]
    for section in definition.sections:
        yield from _rule(f"section {section.code}", section.show_if, earlier, order, definition)
        mixed = {question.code for question in section.questions} if section.random_order else set()
        for question in section.questions:
            place = f"question {question.code}"
            yield from _rule(place, question.show_if, earlier - mixed, order, definition, mixed)
            earlier.add(question.code)


def _rule(
    place: str, text: str, earlier: set[str], order: list[str], definition: Definition, mixed: Iterable[str] = ()
) -> Iterator[Problem]:
    try:
        asked = sorted(rules.full_names(text))
    except rules.RuleError as error:
        yield Problem(place, f"The rule cannot be read: {error}.")
        return
    for name in asked:
        code, _, item = name.partition(".")
        if name == rules.WAVE or (code in earlier and not item):
            continue
        if code not in order:
            yield Problem(place, f"The rule asks for “{code}”, which is no question.")
        elif code in mixed:
            yield Problem(place, f"The rule asks for “{code}”, and the section is in random order.")
        elif code not in earlier:
            yield Problem(place, f"The rule asks for “{code}”, which comes later: the two would wait for each other.")
        elif not _has_item(definition, code, item):
            yield Problem(place, f"The rule asks for “{name}”, and “{code}” has no such row.")


def _has_item(definition: Definition, code: str, item: str) -> bool:
    question = definition.question(code)
    return question is not None and any(one.code == item for one in question.items)


def _score(score: Score, definition: Definition) -> Iterator[Problem]:
    place = f"score {score.code}"
    if not CODE.fullmatch(score.code):
        yield Problem(place, "A code begins with a letter and has letters, digits and _ only.")
    yield from _missing(place, "title", score.title, definition)
    if not score.of:
        yield Problem(place, "Name the questions it is made of.")
    for name in score.of:
        yield from _scored(place, name, score, definition)
    if set(score.reversed) - set(score.of):
        yield Problem(place, f"“{sorted(set(score.reversed) - set(score.of))[0]}” is reversed and not part of it.")
    if [band.up_to for band in score.bands] != sorted({band.up_to for band in score.bands}):
        yield Problem(place, "The bands must rise.")
    if any(norm.deviation <= 0 for norm in score.norms):
        yield Problem(place, "A standard deviation is above 0.")


def _scored(place: str, name: str, score: Score, definition: Definition) -> Iterator[Problem]:
    code, _, item = name.partition(".")
    question = definition.question(code)
    if question is None or (item and not _has_item(definition, code, item)):
        yield Problem(place, f"“{name}” is no question and no row of a matrix.")
    elif score.kind == Sum.RIGHT:
        if not question.correct:
            yield Problem(place, f"“{code}” does not say which answer is right.")
    elif question.kind in (Kind.TEXT, Kind.DATE, Kind.FILE, Kind.RANKING):
        yield Problem(place, f"“{code}” has no number.")
    elif question.kind in CHOOSING and any(option.score is None for option in question.options):
        yield Problem(place, f"Options of “{code}” have no number.")
    elif question.kind == Kind.MATRIX and not item:
        yield Problem(
            place, f"Name the rows of “{code}”, such as {code}.{question.items[0].code if question.items else ''}."
        )


def _missing(place: str, what: str, texts: Texts, definition: Definition) -> Iterator[Problem]:
    for language in definition.languages:
        if not texts.get(language, "").strip():
            yield Problem(place, f"The {what} is missing in “{language}”.")


def _twice(what: str, codes: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            yield Problem(f"{what} {code}", "This code is used twice.")
        seen.add(code)
