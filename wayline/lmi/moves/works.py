"""What is compared: occupations and skills, as classifications describe them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Number = int
NAMES = (
    "skills", "fields", "tasks", "together", "names", "texts", "ratings", "group", "climb", "descend", "lead",
    "industries", "spread",
)  # fmt: skip
"""The signals, in the order in which an atlas holds them."""
LEVELS = {"1": 4, "2": 4, "3": 3, "4": 2, "5": 2, "6": 2, "7": 2, "8": 2, "9": 1}
"""Skill level of the major groups of ISCO-08 (ILO 2012, table 1; managers of both levels 3 and 4 count as 4)."""


class Spread(NamedTuple):
    """`parts`: by code of an industry, the part of the jobs that is there. `width`: logarithm of their number."""

    parts: Mapping[str, float]
    width: float


@dataclass(frozen=True, slots=True)
class Work:
    """An occupation. Whatever is not known is empty, and then says nothing for or against a move."""

    number: Number
    essential: frozenset[Number] = frozenset()
    optional: frozenset[Number] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    """By language: the title and all other names, one after the other."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """By language: the description with the names of its groups (`described`), without names of its own."""
    group: str = ""
    """Code of its ISCO-08 unit group, four digits."""
    ratings: tuple[float, ...] = ()
    """How much it asks for of each rated element, as standard scores (0 is the mean of all occupations)."""
    spread: Spread | None = None
    """In which industries its jobs are."""


@dataclass(frozen=True, slots=True)
class Skill:
    number: Number
    name: str
    above: frozenset[Number] = frozenset()
    """All wider skills and skill groups that it belongs to."""


def described(own: Mapping[str, str], groups: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """An occupation by its own description and the names of its groups, in the languages that it is described in."""
    return {
        language: " ".join([text, *(one[language] for one in groups if one.get(language))])
        for language, text in own.items()
    }


def groups_of(group: str) -> tuple[str, ...]:
    """The codes of the ISCO-08 groups whose names belong to a description: the unit group and its minor group."""
    return (group[:4], group[:3]) if group else ()


def level_of(group: str) -> int | None:
    """ISCO skill level, 1 to 4; None for armed forces and where the group is not known."""
    return LEVELS.get(group[:1])
