"""Occupations that need the same skills, with the skills named. `moves.py` tells where one could move to."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count

from wayline.lmi import similarity
from wayline.lmi.queries.needs import NEEDS, table
from wayline.lmi.similarity import Likeness, Needs, compare, weight
from wayline.taxonomy import crosswalk
from wayline.taxonomy.models import Concept, OccupationSkill

CANDIDATES = 80
SHOWN = 8
NAMED = 6
READY_ENOUGH = 0.35
"""Somebody who brings less than this of what the other job asks for would start it anew."""


@dataclass(frozen=True, slots=True)
class Near:
    """Another occupation and why. `shared` names the weightiest skills; the count is of all."""

    occupation: Concept
    likeness: Likeness
    shared: tuple[Concept, ...]

    @property
    def shared_number(self) -> int:
        return len(self.likeness.shared)

    @property
    def ready_percent(self) -> int:
        return round(100 * self.likeness.ready)


@dataclass(frozen=True, slots=True)
class Nearness:
    similar: tuple[Near, ...] = ()
    ready: tuple[Near, ...] = ()
    """Those with most of what they ask for brought along: what matching counts as similar experience."""

    def __bool__(self) -> bool:
        return bool(self.similar)

    def concepts(self) -> list[Concept]:
        """Every job and skill that is named."""
        return [concept for one in self.similar for concept in (one.occupation, *one.shared)]


def near(occupation: Concept) -> Nearness:
    """Empty when its classification lists no skills for it."""
    if not names_skills(occupation):
        return Nearness()
    return _near(occupation.pk, crosswalk.stamp())


def names_skills(occupation: Concept) -> bool:
    """Whether its classification says of occupations what they ask for: many do not."""
    return occupation.scheme_id in _naming_skills(crosswalk.stamp())


@lru_cache(maxsize=2)
def _naming_skills(_stamp: str) -> frozenset[int]:
    return frozenset(OccupationSkill.objects.order_by().values_list("occupation__scheme", flat=True).distinct())


@lru_cache(maxsize=512)
def _near(occupation: int, stamp: str) -> Nearness:
    similar, ready = _compared(occupation, stamp)
    concepts = _concepts([*similar.values(), *ready.values()], {*similar, *ready})
    return Nearness(
        tuple(_shown(pk, one, concepts) for pk, one in similar.items()),
        tuple(_shown(pk, one, concepts) for pk, one in ready.items()),
    )


def brought(occupation: int) -> dict[int, int]:
    """What `near` finds, as numbers of occupations, with the part of what each asks for that one brings (per cent)."""
    similar, ready = _compared(occupation, crosswalk.stamp())
    return {pk: round(100 * one.ready) for pk, one in (similar | ready).items()}


def _compared(occupation: int, stamp: str) -> tuple[dict[int, Likeness], dict[int, Likeness]]:
    """The likest, and those with most of what they ask for brought along; each best first."""
    here = needs([occupation]).get(occupation)
    if here is None:
        return {}, {}
    others = needs(_candidates(here, occupation))
    rarity = weights({skill for one in (here, *others.values()) for skill in one.all}, stamp)
    alike = {pk: similarity.likeness(here, one, rarity) for pk, one in others.items()}
    brought = {pk: similarity.ready(here, one, rarity) for pk, one in others.items() if one.essential - here.all}
    similar = sorted(alike, key=lambda pk: (-alike[pk], pk))[:SHOWN]
    ready = sorted((pk for pk in brought if brought[pk] >= READY_ENOUGH), key=lambda pk: (-brought[pk], pk))[:SHOWN]
    compared = {pk: compare(here, others[pk], rarity) for pk in {*similar, *ready}}
    return {pk: compared[pk] for pk in similar}, {pk: compared[pk] for pk in ready}


def needs(occupations: Iterable[int]) -> dict[int, Needs]:
    """By number; those without skills are left out."""
    kept = table(crosswalk.stamp())
    return {pk: found for pk in occupations if (found := kept.needs(pk)) is not None}


def _candidates(here: Needs, occupation: int) -> list[int]:
    """Those with most skills in common; the exact sums are made for these only."""
    counted = table(crosswalk.stamp()).sharing(here.all)
    del counted[occupation]
    return heapq.nsmallest(CANDIDATES, counted, key=lambda pk: (-counted[pk], pk))


def weights(skills: set[int], stamp: str) -> dict[int, float]:
    """How much each skill says: more, the fewer occupations need it."""
    counted, every = _counted(stamp), _occupations(stamp)
    return {skill: weight(counted.get(skill, 0), every) for skill in skills}


@lru_cache(maxsize=2)
def _counted(_stamp: str) -> dict[int, int]:
    """How many occupations need each skill: counting all of them takes no longer than those of one occupation."""
    rows = OccupationSkill.objects.filter(need__in=NEEDS).values("skill").annotate(number=Count("pk"))
    return dict(rows.order_by().values_list("skill", "number"))


@lru_cache(maxsize=2)
def _occupations(_stamp: str) -> int:
    return OccupationSkill.objects.filter(need__in=NEEDS).values("occupation").distinct().count()


def _concepts(found: Iterable[Likeness], occupations: set[int]) -> dict[int, Concept]:
    skills = {skill for one in found for skill in one.shared[:NAMED]}
    return Concept.objects.select_related("scheme").in_bulk(occupations | skills)


def _shown(pk: int, likeness: Likeness, concepts: dict[int, Concept]) -> Near:
    return Near(concepts[pk], likeness, tuple(concepts[skill] for skill in likeness.shared[:NAMED]))
