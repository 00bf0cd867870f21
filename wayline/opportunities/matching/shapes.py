"""A person and an opportunity as matching sees them, and what comes of it.

A `Person` has no name, sex, age, origin or address: what is not here cannot count. Concepts are numbers, so that this
module needs no classification; whoever shows a match gives them their names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """How something that is asked for stands."""

    HELD = "held"
    NEAR = "near"
    MISSING = "missing"
    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Claim:
    """That the person brings something: how much it is worth (per cent), by which item, and how it is related."""

    value: int
    item: str = ""
    """Key of the item in the portfolio that says it."""
    title: str = ""
    how: str = "held"
    """`held`; narrower, broader, related, sibling (skills); same, title, group, similar (jobs); named."""
    via: int = 0
    """The concept that the person holds, where it is not the one asked for."""
    level: str = ""
    """Of a skill or language, as stated; `unsaid` when it is not."""
    evidence: bool = False
    months: int | None = None
    """In the occupation, all together."""
    part: int = 100
    """Per cent of what it is worth itself that counts, because it is only near or the title only similar."""


Claims = Mapping[int, Claim]


@dataclass(frozen=True, slots=True)
class Person:
    """What a person keeps and looks for. Empty means: not said, and the rule does not count."""

    skills: Claims = field(default_factory=dict)
    experience: Claims = field(default_factory=dict)
    aspirations: Claims = field(default_factory=dict)
    interests: Claims = field(default_factory=dict)
    level: int = 0
    """Highest EQF level, 1 to 8; 0 when none is said."""
    level_claim: Claim | None = None
    licences: Mapping[str, Claim] = field(default_factory=dict)
    """Categories of driving licences, capitals."""
    languages: Mapping[str, Claim] = field(default_factory=dict)
    areas: frozenset[int] = frozenset()
    hours: str = ""
    """`full_time` or `part_time`."""
    contracts: frozenset[str] = frozenset()
    remote: frozenset[str] = frozenset()
    pay: int = 0
    """The least, for a full year at full time, in `currency`."""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What an opportunity asks for and offers. Empty and None mean: it does not say."""

    key: int
    must: tuple[int, ...] = ()
    nice: tuple[int, ...] = ()
    read: tuple[int, ...] = ()
    """What the program read in its text, where its source names none."""
    usual: tuple[int, ...] = ()
    """Skills of its occupation, where it names none itself and fewer than three are read."""
    jobs: tuple[int, ...] = ()
    level: int | None = None
    licences: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    areas: frozenset[int] = frozenset()
    """Its area and all around it."""
    hours: str = ""
    contract: str = ""
    remote: str = ""
    pay: int | None = None
    """The highest that is said, for a full year at full time."""
    currency: str = ""

    @property
    def skills(self) -> tuple[int, ...]:
        return (*self.must, *self.nice, *self.read, *self.usual)


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that was compared. `value` is its share (per cent), `part` how much it weighs in its rule."""

    rule: str
    state: State
    value: int
    part: int = 1
    concept: int = 0
    code: str = ""
    """What is asked for where it is no concept: a level, a language, a licence, hours."""
    need: str = ""
    """must, nice, read or usual, of a skill."""
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """What a rule brought: `share` per cent of its `weight`."""

    rule: str
    weight: int
    share: int

    @property
    def points(self) -> int:
        """In hundredths."""
        return self.weight * self.share


def score(points: int, of: int) -> int:
    """0 to 100, a half rounded up. 0 when no rule counts."""
    return (2 * points + of) // (2 * of) if of else 0


@dataclass(frozen=True, slots=True)
class Match:
    """A score and all that made it: `points / of` comes from `sums`, and each share from the reasons of its rule."""

    offer: int
    version: str
    sums: tuple[Sum, ...]
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        return sum(one.points for one in self.sums)

    @property
    def of(self) -> int:
        return sum(one.weight for one in self.sums)

    @property
    def score(self) -> int:
        return score(self.points, self.of)

    def skills(self, *states: State) -> tuple[Reason, ...]:
        return tuple(one for one in self.reasons if one.rule == "skills" and one.state in states)
