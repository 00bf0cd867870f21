"""What a questionnaire is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Texts: TypeAlias = Mapping[str, str]
"""One text in several languages: language code → text."""


class Kind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    MATRIX = "matrix"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    RANKING = "ranking"
    FILE = "file"


CHOOSING = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX, Kind.RANKING})


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose. `alone`: whoever chooses it can choose nothing beside it (“none of these”)."""

    code: str
    text: Texts
    score: float | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a matrix."""

    code: str
    text: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """One question. What does not belong to its kind stays empty; `check` says so when it does not."""

    code: str
    kind: Kind
    text: Texts
    hint: Texts = field(default_factory=dict)
    required: bool = False
    show_if: str = ""
    options: tuple[Option, ...] = ()
    items: tuple[Item, ...] = ()
    low: int = 1
    high: int = 5
    low_text: Texts = field(default_factory=dict)
    high_text: Texts = field(default_factory=dict)
    minimum: str = ""
    """Smallest number, earliest day (YYYY-MM-DD), or fewest choices."""
    maximum: str = ""
    whole: bool = False
    pattern: str = ""
    pattern_text: Texts = field(default_factory=dict)
    long: bool = False
    random_order: bool = False
    correct: tuple[str, ...] = ()
    """In a quiz: the codes that are right."""


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    title: Texts
    questions: tuple[Question, ...] = ()
    text: Texts = field(default_factory=dict)
    show_if: str = ""
    random_order: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """What a score up to and including `up_to` means."""

    up_to: float
    text: Texts


@dataclass(frozen=True, slots=True)
class Norm:
    """How a group of people scored: its mean and standard deviation, and where that was published."""

    group: Texts
    mean: float
    deviation: float
    source: str


class Sum(StrEnum):
    SUM = "sum"
    MEAN = "mean"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Score:
    """A sum or mean over questions (`code`) and rows of a matrix (`code.item`), or how many answers are right."""

    code: str
    title: Texts
    kind: Sum
    of: tuple[str, ...]
    reversed: tuple[str, ...] = ()
    least: int = 1
    """With fewer answers than this there is no score: a missing figure is never 0."""
    text: Texts = field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    norms: tuple[Norm, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole questionnaire. The first language is the one it was written in."""

    code: str
    languages: tuple[str, ...]
    title: Texts
    sections: tuple[Section, ...] = ()
    scores: tuple[Score, ...] = ()
    intro: Texts = field(default_factory=dict)
    closing: Texts = field(default_factory=dict)
    note: Texts = field(default_factory=dict)
    """What everybody must know who reads a result, such as “for exploration, not validated”."""
    source: Texts = field(default_factory=dict)
    licence: str = ""

    def questions(self) -> Iterator[Question]:
        for section in self.sections:
            yield from section.questions

    def question(self, code: str) -> Question | None:
        return next((one for one in self.questions() if one.code == code), None)


def say(texts: Texts, language: str) -> str:
    """The text in this language, else in the first there is, so that nobody reads an empty line."""
    return texts.get(language) or next((text for text in texts.values() if text), "")
