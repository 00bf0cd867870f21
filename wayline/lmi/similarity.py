"""How alike two occupations are by the skills they need, and what somebody lacks who moves from one to the other.

Plain Python. A skill weighs more the fewer occupations need it (log of the inverse share), and an optional one half:
that two jobs both need "speak to people" says little, that both need "install circuit breakers" says much.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

OPTIONAL_WEIGHT = 0.5
Skill = int


@dataclass(frozen=True, slots=True)
class Needs:
    """The skills of an occupation: essential and optional."""

    essential: frozenset[Skill]
    optional: frozenset[Skill]

    @property
    def all(self) -> frozenset[Skill]:
        return self.essential | self.optional


@dataclass(frozen=True, slots=True)
class Likeness:
    """`likeness` and `ready` are 0 to 1; the skills are in order of weight, heaviest first."""

    likeness: float
    """Shared weight, as part of all that either needs (weighted Jaccard, also named after Ruzicka)."""
    ready: float
    """Part of what the other job asks for as essential that this one brings."""
    shared: tuple[Skill, ...]
    missing: tuple[Skill, ...]
    """Essential there, and neither essential nor optional here."""


def weight(occupations_with_it: int, occupations: int) -> float:
    return math.log((1 + occupations) / (1 + occupations_with_it)) + 0.05


def compare(here: Needs, there: Needs, weights: Mapping[Skill, float]) -> Likeness:
    return Likeness(
        likeness=likeness(here, there, weights),
        ready=ready(here, there, weights),
        shared=_ordered(here.all & there.all, weights),
        missing=_ordered(there.essential - here.all, weights),
    )


def likeness(here: Needs, there: Needs, weights: Mapping[Skill, float]) -> float:
    """Of `compare`, as `ready`: where many are tried and few are shown. What either needs is the two together, less
    what they have in common."""
    common = sum(weights[skill] * min(_in(skill, here), _in(skill, there)) for skill in here.all & there.all)
    either = _whole(here, weights) + _whole(there, weights) - common
    return common / either if either else 0.0


def _whole(one: Needs, weights: Mapping[Skill, float]) -> float:
    optional = sum(weights[skill] for skill in one.optional - one.essential)
    return sum(weights[skill] for skill in one.essential) + OPTIONAL_WEIGHT * optional


def ready(here: Needs, there: Needs, weights: Mapping[Skill, float]) -> float:
    """Of `compare`, where nothing else is asked."""
    asked = sum(weights[skill] for skill in there.essential)
    brought = sum(weights[skill] for skill in there.essential if skill in here.essential or skill in here.optional)
    return brought / asked if asked else 0.0


def _in(skill: Skill, needs: Needs) -> float:
    if skill in needs.essential:
        return 1.0
    return OPTIONAL_WEIGHT if skill in needs.optional else 0.0


def _ordered(skills: frozenset[Skill], weights: Mapping[Skill, float]) -> tuple[Skill, ...]:
    return tuple(sorted(skills, key=lambda skill: (-weights[skill], skill)))
