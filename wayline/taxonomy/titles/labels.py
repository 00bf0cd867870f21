"""What goes into title search, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    PREFERRED = "preferred"
    ALTERNATIVE = "alternative"
    HIDDEN = "hidden"
    INDEX = "index"


class Label(NamedTuple):
    """A name of a concept. `concept` is unique over all schemes; `scheme` says which concepts compete with it.

    `qualifier` is what a coding index adds to part one title from another: "retail trade" of "Manager (retail trade)".
    `group`: the concept is a group of occupations ("Avvocati"), which has a name but is no one's job.
    """

    scheme: str
    concept: str
    language: str
    text: str
    kind: str = Kind.ALTERNATIVE
    qualifier: str = ""
    group: bool = False


class Match(StrEnum):
    """How a label answers what was typed, from the surest to the least sure."""

    SAME = "same words"
    PART = "part"
    SPELLING = "spelling"
    MEANING = "meaning"


@dataclass(frozen=True)
class Hit:
    """One concept, with the label that speaks most for it. `score` falls down the list; 1 would be a perfect match."""

    concept: str
    scheme: str
    score: float
    label: str
    language: str
    kind: str
    qualifier: str
    match: Match
