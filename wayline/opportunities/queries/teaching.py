"""Courses on show for those who look at what a move to another job asks for."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count
from django.utils import timezone

from wayline.lmi.courses import Course
from wayline.opportunities.enums import Kind
from wayline.opportunities.models import AskedSkill
from wayline.opportunities.queries import search

MOST = 40


def courses(skills: Collection[int]) -> list[Course]:
    """Those that teach most of the skills first. Only what a course says it teaches counts, not what it touches on."""
    teaching = AskedSkill.objects.filter(
        skill__in=skills,
        need=AskedSkill.MUST,
        listing__kind=Kind.TRAINING,
        listing__shown_until__gte=timezone.localdate(),
    )
    counted = teaching.values("listing").annotate(number=Count("pk")).order_by("-number", "-listing")[:MOST]
    taught: dict[int, set[int]] = {row["listing"]: set() for row in counted}
    for listing, skill in teaching.filter(listing__in=taught).values_list("listing", "skill"):
        taught[listing].add(skill)
    return [
        Course(offer.title, offer.offered_by, offer.place, offer.get_absolute_url(), frozenset(taught[offer.pk]))
        for offer in search.fetch(list(taught))
    ]
