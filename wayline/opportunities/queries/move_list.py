"""Jobs to move to with what stands beside them: level, pay, outlook, jobs on offer, a course, a job in between."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from wayline.lmi.moves.legs import Between
from wayline.lmi.queries import moves, places, prospects
from wayline.lmi.queries.moves import Wanted
from wayline.lmi.queries.prospects import Difference, Prospects
from wayline.opportunities.enums import Kind, MatchPart
from wayline.opportunities.matching import Match, Reason, State, moving
from wayline.opportunities.models import Listing
from wayline.opportunities.queries import match_training, search
from wayline.opportunities.queries.match_person import Seeker
from wayline.opportunities.queries.match_training import Course
from wayline.opportunities.queries.move_person import Reach, jobs
from wayline.people.models import User
from wayline.taxonomy.models import Area, Concept

COURSES = 40
"""Courses that are looked at for the jobs of a page, those that teach most of what is missing first."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Those that suit, in order, with their scores. `unsure`: left out because nothing says whether they suit."""

    fitting: tuple[tuple[Concept, int], ...]
    unsure: int
    here: Concept | None
    level: int | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside one job, never counted into its score."""

    occupation: Concept
    match: Match
    level: int | None
    prospects: Prospects
    pay: Difference | None
    same_pay_figures: bool
    openings: int
    course: Course | None
    between: Between | None


def area_of(user: User, key: str, who: Seeker) -> Area | None:
    """What the address says, else an area that the person chose for matching, else the one they read figures for."""
    asked = places.with_key(key) if key else None
    return asked or _wanted(who) or places.of_user(user) or places.usual()


def _wanted(who: Seeker) -> Area | None:
    if MatchPart.CONDITIONS not in who.on:
        return None
    chosen = {area.pk for area in who.choice.areas.all()}
    return next((area for area in places.with_figures() if area.pk in chosen), None)


def choose(reach: Reach, area: Area | None, wanted: Wanted) -> Chosen:
    """Best first, or as `wanted` sorts them. Figures of all are read only where they are asked about."""
    keys = [key for key, _score in reach.scores]
    concepts = Concept.objects.select_related("scheme").in_bulk({*keys, reach.here} - {0})
    here = concepts.get(reach.here)
    there = [(concepts[key], score) for key, score in reach.scores if key in concepts]
    every = [one for one, _score in there] + ([here] if here else [])
    told = prospects.prospects(every, area) if wanted.needs_figures else {}
    own, level = told.get(reach.here, Prospects()), moves.level(here) if here else None
    fitting, unsure = [], 0
    for one, score in there:
        suits = moves.fits(
            wanted, here=own, there=told.get(one.pk, Prospects()), level_here=level, level_there=moves.level(one)
        )
        unsure += suits is None
        fitting += [(one, score)] if suits else []
    fitting.sort(key=lambda pair: moves.by_figures(told.get(pair[0].pk, Prospects()), own, wanted.sort))
    return Chosen(tuple(fitting), unsure, here, level)


def beside(
    reach: Reach, here: Concept | None, some: Sequence[Concept], area: Area | None, *, user: int
) -> list[Beside]:
    """Everything that a page says of these jobs: as many queries for one as for all of them."""
    made = reach.matches([one.pk for one in some])
    told = prospects.prospects([*some, *([here] if here else [])], area)
    own = told[here.pk].pay if here else None
    shown, taught = openings(some), courses(reach, made, user=user)
    between = moves.bridges(here, list(made)) if here else {}
    return [
        Beside(
            occupation=one,
            match=made[one.pk],
            level=moves.level(one),
            prospects=told[one.pk],
            pay=prospects.difference(own, told[one.pk].pay),
            same_pay_figures=prospects.same_figures(own, told[one.pk].pay),
            openings=shown.get(one.pk, 0),
            course=taught.get(one.pk),
            between=between.get(one.pk),
        )
        for one in some
        if one.pk in made
    ]


def openings(occupations: Collection[Concept]) -> dict[int, int]:
    """How many jobs on show are tagged with each occupation or one inside it."""
    keys = [one.pk for one in occupations]
    if not keys:
        return {}
    named = {f"of_{key}": Count("pk", filter=Q(occupations__contains=[key])) for key in keys}
    rows = Listing.objects.public().filter(kind=Kind.VACANCY, occupations__overlap=keys)
    numbers = rows.aggregate(**named)
    return {key: int(numbers[f"of_{key}"]) for key in keys}


def courses(reach: Reach, made: dict[int, Match], *, user: int) -> dict[int, Course]:
    """For each job the course on show that would change most, where skills are compared at all."""
    missing = {one.concept for match in made.values() for one in _gaps(match)}
    taught = match_training.teaching(missing, most=COURSES, without=user) if missing else {}
    best = {key: listing for key, match in made.items() if (listing := _best(match, taught))}
    offers = {offer.pk: offer for offer in search.fetch(sorted(set(best.values())))}
    asked, weights = jobs(reach.scheme, best), moving.current()
    return {
        key: Course(offers[listing], moving.with_course(reach.mover, asked[key], weights, taught[listing]))
        for key, listing in best.items()
        if listing in offers
    }


def every_course(reach: Reach, match: Match, *, user: int) -> list[Course]:
    """All that would change one job, those that change most first, then the cheapest."""
    missing = {one.concept for one in _gaps(match)}
    taught = match_training.teaching(missing, most=match_training.MOST, without=user) if missing else {}
    job, weights = jobs(reach.scheme, [match.offer])[match.offer], moving.current()
    found = [
        Course(offer, moving.with_course(reach.mover, job, weights, taught[offer.pk]))
        for offer in search.fetch(list(taught))
    ]
    return sorted((one for one in found if one.change.closes), key=match_training.order)


def _gaps(match: Match) -> list[Reason]:
    return [one for one in match.skills(State.MISSING, State.NEAR) if one.value < moving.current().taught]


def _best(match: Match, taught: dict[int, set[int]]) -> int | None:
    """The listing that earns most for this job: what it closes, each skill by its weight. Of equals the newer."""
    worth = moving.current().taught
    gaps = [(one.concept, one.part * (worth - one.value)) for one in _gaps(match)]
    earned = {listing: sum(gain for skill, gain in gaps if skill in skills) for listing, skills in taught.items()}
    best = max(earned, key=lambda listing: (earned[listing], listing), default=None)
    return best if best is not None and earned[best] else None
