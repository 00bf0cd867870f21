"""All reasons of one match with the courses that would change it; training for the jobs a person wants."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wayline.common.parts import Crumb
from wayline.opportunities import match_showing, matching, showing
from wayline.opportunities.enums import MatchPart
from wayline.opportunities.models import Opportunity
from wayline.opportunities.queries import match_person, match_record, match_search, match_training
from wayline.opportunities.queries.match_person import Seeker
from wayline.opportunities.views.matching import crumbs, listed_of
from wayline.people.http import MemberRequest
from wayline.taxonomy import queries as words
from wayline.taxonomy.models import Concept

SAID = ("cost", "teaching_hours", "weeks", "form", "funding", "certificate")


@dataclass(frozen=True, slots=True)
class CourseShown:
    offer: Opportunity
    closes: tuple[str, ...]
    change: matching.Change
    facts: tuple[showing.Fact, ...]


@require_GET
def one(request: MemberRequest, pk: int) -> HttpResponse:
    """All reasons of one match, and how its score comes about."""
    who = match_person.seeker(request.member)
    if who is None:
        return redirect("opportunities:for_you")
    offer = get_object_or_404(Opportunity.objects.public().select_related("organisation"), pk=pk)
    listed = listed_of(request, who, [offer.pk], first=None)
    context = {
        "who": who,
        "offer": offer,
        "shown": listed[0].shown if listed else None,
        "courses": _courses(who, match_search.offers([pk]).get(pk), who.rules),
        "crumbs": crumbs(Crumb(_("Reasons"))),
    }
    return render(request, "opportunities/matching/one.html", context)


def _courses(who: Seeker, asked: matching.Offer | None, rules: Collection[str]) -> list[CourseShown]:
    """None while skills are off: what is not read cannot have gaps."""
    if asked is None or MatchPart.SKILLS not in who.on:
        return []
    match = matching.match(who.person, asked, matching.current(), ("skills",))
    found = match_training.courses(who.person, asked, match, rules, without=who.choice.user_id)
    named = match_record.names([match], get_language() or "en") if found else {}
    return [
        CourseShown(
            course.offer,
            tuple(match_showing.capital(named[skill]) for skill in course.change.closes),
            course.change,
            showing.course_facts(course.offer, SAID),
        )
        for course in found
    ]


@require_GET
def training(request: MemberRequest) -> HttpResponse:
    """For one of the occupations that the portfolio says the person wants."""
    who = match_person.seeker(request.member)
    if who is None:
        return redirect("opportunities:for_you")
    concepts = Concept.objects.public().in_bulk(match_training.wanted(who.person))
    names = words.titles(concepts.values(), get_language() or "en")
    asked = request.GET.get("job", "")
    chosen = next((pk for pk in concepts if str(pk) == asked), next(iter(concepts), None))
    context = {
        "who": who,
        "jobs": [(pk, match_showing.capital(names[pk]), pk == chosen) for pk in concepts],
        "job": match_showing.capital(names[chosen]) if chosen else "",
        "skills_on": MatchPart.SKILLS in who.on,
        "crumbs": crumbs(Crumb(_("Training"))),
        **_of_job(who, concepts[chosen] if chosen else None),
    }
    return render(request, "opportunities/matching/training.html", context)


def _of_job(who: Seeker, job: Concept | None) -> dict[str, object]:
    if job is None:
        return {"shown": None, "courses": []}
    asked = match_training.of_job(job)
    match = matching.match(who.person, asked, matching.current(), ("skills",))
    record = match_record.record_of(match, match_record.names([match], get_language() or "en"))
    shown = match_showing.shown(record, match.score, match.version)
    return {"shown": shown if asked.usual else None, "courses": _courses(who, asked, ("skills",))}
