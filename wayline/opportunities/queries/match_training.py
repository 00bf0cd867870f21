"""From what somebody lacks to courses that teach it: what each closes, and what it would change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from wayline.opportunities import matching
from wayline.opportunities.enums import Kind
from wayline.opportunities.matching import Match, Offer, Person, State
from wayline.opportunities.models import AskedSkill, Opportunity, SetAside
from wayline.opportunities.queries import search
from wayline.taxonomy.enums import SKILLS, SkillNeed
from wayline.taxonomy.models import Concept, OccupationSkill

MOST = 8


@dataclass(frozen=True, slots=True)
class Course:
    """A course on show, and what would be different with it. Only what it says it teaches counts."""

    offer: Opportunity
    change: matching.Change


def gaps(match: Match) -> list[int]:
    """Skills that are missing or only near, in the order of the opportunity."""
    return [one.concept for one in match.skills(State.MISSING, State.NEAR)]


def courses(person: Person, asked: Offer, match: Match, rules: Collection[str], *, without: int) -> list[Course]:
    """Those that change most, then the cheapest; three queries. `without`: whose set-aside courses are left out."""
    taught, weights = teaching(gaps(match), most=MOST, without=without), matching.current()
    found = [
        Course(offer, matching.with_training(person, asked, weights, rules, taught[offer.pk]))
        for offer in search.fetch(list(taught))
    ]
    return sorted((one for one in found if one.change.closes), key=order)


def teaching(skills: Collection[int], *, most: int, without: int) -> dict[int, set[int]]:
    """Courses on show that teach some of these skills, those that teach most of them first, with all they teach."""
    rows = AskedSkill.objects.filter(
        skill__in=skills,
        need=AskedSkill.MUST,
        listing__kind=Kind.TRAINING,
        listing__shown_until__gte=timezone.localdate(),
    ).exclude(listing__in=SetAside.objects.filter(user=without).values("opportunity"))
    counted = rows.values("listing").annotate(number=Count("pk")).order_by("-number", "-listing")[:most]
    taught: dict[int, set[int]] = {row["listing"]: set() for row in counted}
    every = AskedSkill.objects.filter(listing__in=taught, need=AskedSkill.MUST)
    for listing, skill in every.values_list("listing", "skill"):
        taught[listing].add(skill)
    return taught


def order(course: Course) -> tuple[int, bool, float, int]:
    """What says no cost comes after what says one."""
    cost = course.offer.details.get("cost")
    return -course.change.gain, cost is None, float(cost or 0), course.offer.pk


def of_job(job: Concept) -> Offer:
    """An occupation as if it were on offer: it asks for what the classification says it cannot do without."""
    links = OccupationSkill.objects.filter(
        occupation=job, need=SkillNeed.ESSENTIAL, skill__kind__in=SKILLS, skill__retired=False
    )
    return Offer(0, usual=tuple(links.order_by("skill__title").values_list("skill", flat=True)), jobs=(job.pk,))


def wanted(person: Person) -> list[int]:
    """Occupations that the person wants, in their own words or by a similar title; not those that are only near."""
    return [job for job, claim in person.aspirations.items() if claim.how in ("same", "title")]
