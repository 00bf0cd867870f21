"""Whether a team can do what it needs, who could step in for whom, and what of it can be said without a name.

Plain Python. People are numbers here; names are put to them by the pages, for those who allow it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wayline.common.small_numbers import SMALL_NUMBER, suppress
from wayline.portfolio.fields import SKILL_LEVELS

Near = Mapping[str, Mapping[str, str]]
"""What is near to each thing needed, and how: `broader`, `narrower`, `related` or `sibling` is what is needed."""


class Fit(StrEnum):
    HELD = "held"
    NEAR = "near"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something needed: `thing` is its name in the sums, `level` one of SKILL_LEVELS or "" for any."""

    thing: str
    people: int = 1
    level: str = ""


@dataclass(frozen=True, slots=True)
class Able:
    """What one person has: each thing with its level, "" where none is said."""

    person: int
    has: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """How far one person has what is needed. `by`: the thing that is near; `how`: in which way, or `level`."""

    fit: Fit
    by: str = ""
    how: str = ""


def fit(able: Able, wanted: Wanted, near: Near) -> Found:
    """Held at the level; nearly, when the level is lower or not said, or when something near to it is held."""
    if wanted.thing in able.has:
        if not wanted.level or rank(able.has[wanted.thing]) >= rank(wanted.level):
            return Found(Fit.HELD, wanted.thing)
        return Found(Fit.NEAR, wanted.thing, "level")
    for thing, how in near.get(wanted.thing, {}).items():
        if thing in able.has:
            return Found(Fit.NEAR, thing, how)
    return Found(Fit.MISSING)


def rank(level: str) -> int:
    return SKILL_LEVELS.index(level) + 1 if level in SKILL_LEVELS else 0


@dataclass(frozen=True, slots=True)
class Cover:
    """Who has what is needed: people seen by name, and of those without one at least so many (None: not said)."""

    wanted: Wanted
    held: tuple[int, ...]
    near: tuple[tuple[int, Found], ...]
    unnamed: int | None

    @property
    def known(self) -> int:
        return len(self.held) + (self.unnamed or 0)

    @property
    def missing(self) -> int:
        """At most so many: people without a name may have it, and not be counted so that nobody is given away."""
        return max(0, self.wanted.people - self.known)

    @property
    def hangs_on_one(self) -> bool:
        """Only one person has it, of all that can be told."""
        return self.known == 1


def cover(wanted: Wanted, named: Iterable[Able], unnamed: Sequence[Able], near: Near) -> Cover:
    """People without a name count whatever their level is, and only with the thing itself.

    Otherwise a need that is set a little higher, or beside another, would say what one of them has.
    """
    fits = [(able.person, fit(able, wanted, near)) for able in named]
    have = sum(wanted.thing in able.has for able in unnamed)
    return Cover(
        wanted,
        tuple(person for person, found in fits if found.fit == Fit.HELD),
        tuple((person, found) for person, found in fits if found.fit == Fit.NEAR),
        at_least(have, len(unnamed)),
    )


def at_least(count: int, of: int) -> int | None:
    """A count of people without a name, down to a step of five; None when it would say too much.

    It is said only when five or more have it and five or more have not: that nobody or everybody has something
    says it of each. In steps, so that one who joins or leaves seldom moves it.
    """
    if not suppress(count).value or not suppress(of - count).value:
        return None
    return count // SMALL_NUMBER * SMALL_NUMBER


def at_least_in_all(count: int) -> int | None:
    """How many take part without a name; None for fewer than five, nobody among them."""
    return count // SMALL_NUMBER * SMALL_NUMBER if suppress(count).value else None


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who could step in: `share` is the part, in per cent, of what is to be covered that this person has too."""

    person: int
    share: int
    held: tuple[str, ...]
    near: tuple[tuple[str, Found], ...]
    missing: tuple[str, ...]


def to_cover(member: Able, wanted: Sequence[Wanted]) -> list[Wanted]:
    """What would be left open without this person: the needs that they meet; else all that they have."""
    met = [one for one in wanted if fit(member, one, {}).fit == Fit.HELD]
    return met or [Wanted(thing) for thing in member.has]


def stand_ins(covered: Sequence[Wanted], others: Iterable[Able], near: Near) -> list[StandIn]:
    """Best first: by what they have, then by what they nearly have. Who has nothing of it is left out."""
    found = [_stand_in(covered, able, near) for able in others]
    return sorted((one for one in found if one.held or one.near), key=lambda one: (-one.share, -len(one.near)))


def _stand_in(covered: Sequence[Wanted], able: Able, near: Near) -> StandIn:
    fits = [(one.thing, fit(able, one, near)) for one in covered]
    held = tuple(thing for thing, found in fits if found.fit == Fit.HELD)
    nearly = tuple((thing, found) for thing, found in fits if found.fit == Fit.NEAR)
    missing = tuple(thing for thing, found in fits if found.fit == Fit.MISSING)
    share = round(100 * len(held) / len(covered)) if covered else 0
    return StandIn(able.person, share, held, nearly, missing)
