"""Jobs one could move to from an occupation: how alike the work is, what one brings and lacks, pay, outlook, steps."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Self

from wayline.lmi import move_index
from wayline.lmi.courses import Course, courses_for
from wayline.lmi.moves import legs
from wayline.lmi.moves.legs import Between, Leg
from wayline.lmi.queries import likeness, places, prospects
from wayline.lmi.queries.prospects import Difference, Prospects
from wayline.lmi.similarity import Likeness, Needs, compare, ready
from wayline.taxonomy import crosswalk
from wayline.taxonomy.models import Area, Concept, Scheme

NAMED = 6
"""Skills of each kind that are named; the counts are of all."""
KEPT = 256
LEVELS = ("", "same", "one")
"""Of preparation: any, no more than here, one more."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Another occupation, without figures: what classifications alone tell of the move."""

    occupation: Concept
    alike: int
    """How alike the work is, in per cent: 100 would be the occupation itself."""
    likeness: Likeness
    level: int | None
    """ISCO skill level, 1 to 4."""
    points: tuple[tuple[str, float], ...]
    """What each signal adds or takes; 0 where nothing is known."""
    between: Between | None = None

    @property
    def ready(self) -> int:
        """Per cent of what it cannot do without that one brings, with rare skills counting more."""
        return round(100 * self.likeness.ready)


@dataclass(frozen=True, slots=True)
class Reachable:
    """Never changed once it is made: pages share it."""

    level: int | None
    moves: tuple[Reach, ...]
    weights: str


@dataclass(frozen=True, slots=True)
class Step:
    """A stop on the way to a job that is far, or a course that closes a part of what is missing."""

    course: Course | None = None
    closes: tuple[Concept, ...] = ()
    through: Concept | None = None
    first_ready: int = 0
    then_ready: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    reach: Reach
    shared: tuple[Concept, ...]
    missing: tuple[Concept, ...]
    prospects: Prospects
    pay: Difference | None
    same_pay_figures: bool
    steps: tuple[Step, ...] = ()

    @property
    def occupation(self) -> Concept:
        return self.reach.occupation

    @property
    def shared_number(self) -> int:
        return len(self.reach.likeness.shared)

    @property
    def missing_number(self) -> int:
        return len(self.reach.likeness.missing)

    def concepts(self) -> Iterable[Concept]:
        yield from (self.occupation, *self.shared, *self.missing)
        for step in self.steps:
            yield from step.closes
            if step.through is not None:
                yield step.through


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks of the jobs: `level` "" (any), "same" (no more preparation) or "one" (one level more)."""

    level: str = ""
    pay: bool = False
    """At least as much as here."""
    steady: bool = False
    """Not one that is expected to shrink, or may be."""
    sort: str = "alike"

    @classmethod
    def of(cls, asked: Mapping[str, str], sorts: Sequence[str]) -> Self:
        """From an address; what is not known in it is left out. `sorts`: the first is the usual order."""
        level, sort = asked.get("level", ""), asked.get("sort", "")
        return cls(
            level=level if level in LEVELS else "",
            pay=asked.get("pay") == "yes",
            steady=asked.get("outlook") == "yes",
            sort=sort if sort in sorts else sorts[0],
        )

    def said(self, area: Area | None, sorts: Sequence[str]) -> dict[str, str]:
        """As an address says it, with the area; only what differs from the usual."""
        said = {
            "a": places.key_of(area) if area else "", "level": self.level, "pay": "yes" if self.pay else "",
            "outlook": "yes" if self.steady else "", "sort": self.sort if self.sort != sorts[0] else "",
        }  # fmt: skip
        return {name: value for name, value in said.items() if value}

    @property
    def needs_figures(self) -> bool:
        return self.pay or self.steady or self.sort in ("pay", "outlook")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Those that fit, in order. `number`: before anything was asked; `unsure`: left out because nothing says whether
    they fit."""

    occupation: Concept
    area: Area | None
    fitting: tuple[Reach, ...]
    number: int
    unsure: int
    weights: str


@dataclass(frozen=True, slots=True)
class Moves:
    """Some of those that fit what was asked. `number` and `unsure` as in `Chosen`."""

    here: Prospects = field(default_factory=Prospects)
    moves: tuple[Move, ...] = ()
    number: int = 0
    unsure: int = 0
    weights: str = ""

    def concepts(self) -> list[Concept]:
        return [one for move in self.moves for one in move.concepts()]


def reachable(occupation: Concept) -> Reachable | None:
    """None while the classification has no atlas (a large one before the first `wayline data train`)."""
    atlas = move_index.atlas(occupation.scheme)
    return None if atlas is None else _reachable(occupation.pk, f"{atlas.weights} {atlas.made}", crosswalk.stamp())


@lru_cache(maxsize=KEPT)
def _reachable(occupation: int, _made: str, stamp: str) -> Reachable:
    here = Concept.objects.select_related("scheme").get(pk=occupation)
    atlas = move_index.atlas(here.scheme)
    near = atlas.near(occupation) if atlas else []
    concepts = Concept.objects.select_related("scheme").in_bulk([move.there for move in near])
    needs = likeness.needs([occupation, *concepts])
    kept = [move for move in near if move.there in needs and not concepts[move.there].retired]
    rarity = likeness.weights({skill for one in needs.values() for skill in one.all}, stamp)
    compared = {move.there: compare(needs[occupation], needs[move.there], rarity) for move in kept}
    found = [
        Reach(
            concepts[move.there],
            move.alike,
            compared[move.there],
            atlas.level(move.there) if atlas else None,
            tuple((name, 0.0 if math.isnan(points) else points) for name, points in move.points.items()),
        )
        for move in kept
        if move.score > 0 or compared[move.there].shared
    ]
    level = atlas.level(occupation) if atlas else None
    return Reachable(level, _with_legs(occupation, found, needs, rarity), atlas.weights if atlas else "")


def _with_legs(
    here: int, found: Sequence[Reach], needs: dict[int, Needs], rarity: dict[int, float]
) -> tuple[Reach, ...]:
    """For those that are far, a job in between, if one is near to both."""
    first = [Leg(here, one.occupation.pk, one.ready) for one in found if one.ready >= legs.NEAR]
    return tuple(
        replace(one, between=_between(one.occupation.pk, first, needs, rarity)) if legs.is_far(one.ready) else one
        for one in found
    )


def _between(goal: int, first: Sequence[Leg], needs: dict[int, Needs], rarity: dict[int, float]) -> Between | None:
    second = {leg.there: _leg(leg.there, goal, needs, rarity) for leg in first}
    return legs.between(first, second)


def _leg(here: int, there: int, needs: dict[int, Needs], rarity: dict[int, float]) -> Leg:
    return Leg(here, there, round(100 * ready(needs[here], needs[there], rarity)))


def level(occupation: Concept) -> int | None:
    """ISCO skill level, 1 to 4."""
    atlas = move_index.atlas(occupation.scheme)
    return atlas.level(occupation.pk) if atlas else None


def alike(occupation: int, scheme: Scheme) -> tuple[tuple[int, int], ...]:
    """Other occupations, best first, each with how alike the work is in per cent; none without an atlas."""
    atlas = move_index.atlas(scheme)
    return _alike(occupation, scheme.pk, f"{atlas.weights} {atlas.made}") if atlas else ()


@lru_cache(maxsize=1024)
def _alike(occupation: int, scheme: int, _made: str) -> tuple[tuple[int, int], ...]:
    atlas = move_index.atlas(Scheme.objects.get(pk=scheme))
    near = atlas.near(occupation) if atlas else []
    return tuple((move.there, move.alike) for move in near if move.score > 0)


def bridges(here: Concept, goals: Collection[int]) -> dict[int, Between]:
    """For goals that are far from here, a job in between, where one is near to both."""
    atlas = move_index.atlas(here.scheme)
    near = [move.there for move in atlas.near(here.pk)] if atlas else []
    needs = likeness.needs({here.pk, *goals, *near})
    if here.pk not in needs:
        return {}
    rarity = likeness.weights({skill for one in needs.values() for skill in one.all}, crosswalk.stamp())
    from_here = {there: _leg(here.pk, there, needs, rarity) for there in needs if there != here.pk}
    first = [from_here[there] for there in near if there in needs and from_here[there].ready >= legs.NEAR]
    far = [goal for goal in goals if goal in from_here and legs.is_far(from_here[goal].ready)]
    ways = {goal: _between(goal, [leg for leg in first if leg.there != goal], needs, rarity) for goal in far}
    return {goal: way for goal, way in ways.items() if way is not None}


def choose(occupation: Concept, area: Area | None, wanted: Wanted) -> Chosen | None:
    """Best first, or as `wanted` sorts them. Figures of all are read only where they are asked about. None without an
    atlas."""
    found = reachable(occupation)
    if found is None:
        return None
    every = (occupation, *(one.occupation for one in found.moves)) if wanted.needs_figures else ()
    told = prospects.prospects(every, area)
    here = told.get(occupation.pk, Prospects())
    fitting, unsure = [], 0
    for reach in found.moves:
        there = told.get(reach.occupation.pk, Prospects())
        suits = fits(wanted, here=here, there=there, level_here=found.level, level_there=reach.level)
        unsure += suits is None
        fitting += [reach] if suits else []
    fitting.sort(key=lambda one: _order(one, told.get(one.occupation.pk, Prospects()), here, wanted.sort))
    return Chosen(occupation, area, tuple(fitting), len(found.moves), unsure, found.weights)


def show(chosen: Chosen, some: slice = slice(None)) -> Moves:
    """Some of them, with all that pages say."""
    fitting = chosen.fitting[some]
    told = prospects.prospects((chosen.occupation, *(one.occupation for one in fitting)), chosen.area)
    here = told[chosen.occupation.pk]
    return Moves(here, _shown(fitting, here, told), chosen.number, chosen.unsure, chosen.weights)


def fits(
    wanted: Wanted, *, here: Prospects, there: Prospects, level_here: int | None, level_there: int | None
) -> bool | None:
    """None when it is not known, and nothing that is known speaks against it."""
    answers = [
        _level_fits(level_there, level_here, wanted.level),
        _pay_fits(prospects.difference(here.pay, there.pay)) if wanted.pay else True,
        _steady(there) if wanted.steady else True,
    ]
    if False in answers:
        return False
    return None if None in answers else True


def _level_fits(there: int | None, here: int | None, wanted: str) -> bool | None:
    more = {"same": 0, "one": 1}.get(wanted)
    if more is None:
        return True
    return None if there is None or here is None else there <= here + more


def _pay_fits(found: Difference | None) -> bool | None:
    return None if found is None else found.at_least_as_much


def _steady(there: Prospects) -> bool | None:
    outlook = there.outlook
    if outlook is None:
        return None
    if outlook.declines or outlook.may_decline:
        return False
    return True if outlook.whole else None


def _order(one: Reach, there: Prospects, here: Prospects, sort: str) -> tuple[bool, float]:
    if sort == "ready":
        return False, -one.likeness.ready
    return by_figures(there, here, sort)


def by_figures(there: Prospects, here: Prospects, sort: str) -> tuple[bool, float]:
    """What to sort by: what is not known comes last; of equals the one that was first stays first."""
    if sort == "pay":
        found = prospects.difference(here.pay, there.pay)
        return found is None, -(found.low if found else 0.0)
    if sort == "outlook":
        return there.outlook is None, -(there.outlook.low if there.outlook else 0.0)
    return False, 0.0


def _shown(found: Sequence[Reach], here: Prospects, told: dict[int, Prospects]) -> tuple[Move, ...]:
    """Skills and jobs that are named are read at once, and courses for all that is missing."""
    courses = courses_for({skill for one in found for skill in one.likeness.missing})
    taught = {skill for course in courses for skill in course.teaches}
    numbers = {skill for one in found for skill in (*one.likeness.shared[:NAMED], *one.likeness.missing[:NAMED])}
    through = {one.between.number for one in found if one.between}
    concepts = Concept.objects.select_related("scheme").in_bulk(numbers | taught | through)
    return tuple(_move(one, here, told[one.occupation.pk], courses, concepts) for one in found)


def _move(
    one: Reach, here: Prospects, there: Prospects, courses: Sequence[Course], concepts: dict[int, Concept]
) -> Move:
    return Move(
        reach=one,
        shared=tuple(concepts[skill] for skill in one.likeness.shared[:NAMED]),
        missing=tuple(concepts[skill] for skill in one.likeness.missing[:NAMED]),
        prospects=there,
        pay=prospects.difference(here.pay, there.pay),
        same_pay_figures=prospects.same_figures(here.pay, there.pay),
        steps=tuple(_steps(one, courses, concepts)),
    )


def _steps(one: Reach, courses: Sequence[Course], concepts: dict[int, Concept]) -> Iterable[Step]:
    if one.between is not None:
        first, second = one.between.first, one.between.second
        yield Step(through=concepts[one.between.number], first_ready=first.ready, then_ready=second.ready)
    missing = set(one.likeness.missing)
    best = max(courses, key=lambda course: len(course.teaches & missing), default=None)
    if best is not None and best.teaches & missing:
        closes = [skill for skill in one.likeness.missing if skill in best.teaches]
        yield Step(course=best, closes=tuple(concepts[skill] for skill in closes[:NAMED]))
