"""Jobs you could move to: the list with its reasons, all reasons of one, what is set aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wayline.common.csvfile import csv_response
from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.lmi.queries import places
from wayline.lmi.queries.moves import Wanted
from wayline.lmi.queries.prospects import decline_word
from wayline.opportunities import match_showing, showing
from wayline.opportunities.actions import matching as actions
from wayline.opportunities.actions.suggesting import note_opened
from wayline.opportunities.enums import Kind, MatchPart
from wayline.opportunities.models import JobAside
from wayline.opportunities.queries import match_person, match_record, move_list, move_person
from wayline.opportunities.queries.match_training import Course
from wayline.opportunities.queries.move_list import Beside
from wayline.opportunities.views.match_training import SAID, CourseShown
from wayline.opportunities.views.matching import crumbs
from wayline.people.http import MemberRequest
from wayline.taxonomy import crosswalk
from wayline.taxonomy import queries as words
from wayline.taxonomy.models import Area, Concept

PER_PAGE = 10
SORTS = ("fits", "pay", "outlook")
HEADER = (
    "place", "code", "occupation", "fits of 100", "skills held", "skills near", "skills missing", "missing",
    "near to former job", "ISCO level", "pay difference from", "pay difference to", "unit", "change % from",
    "change % to", "in decline", "jobs on show", "course", "with course of 100", "in between", "weights",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """A job on a page, with its reasons and what stands beside them, in words."""

    name: str
    beside: Beside
    shown: match_showing.Shown
    closes: tuple[str, ...]
    between: str
    """Name of a job in between."""
    openings_url: str

    @property
    def why(self) -> str:
        return match_showing.why_move(self.shown)

    @property
    def others(self) -> list[match_showing.Row]:
        return match_showing.speaking(self.shown)


@require_GET
def page(request: MemberRequest) -> HttpResponse:
    who = match_person.seeker(request.member)
    if who is None:
        return redirect("opportunities:for_you")
    with crosswalk.held():
        reach, wanted = move_person.reach(who), Wanted.of(request.GET.dict(), SORTS)
        area = move_list.area_of(request.user, request.GET.get("a", ""), who)
        chosen = move_list.choose(reach, area, wanted) if reach else None
        page = page_of(request, chosen.fitting if chosen else (), per_page=PER_PAGE)
        some = [one for one, _score in page.object_list]
        listed = _listed(request, reach, chosen, some, area, page.start_index()) if reach and chosen else []
        here = chosen.here if chosen else None
        context = {
            "who": who,
            "reach": reach,
            "page": page,
            "listed": listed,
            "unsure": chosen.unsure if chosen else 0,
            "here": match_showing.capital(words.titles([here], _language())[here.pk]) if here else "",
            "here_level": chosen.level if chosen else None,
            "wanted": wanted,
            "is_narrowed": bool(wanted.said(None, SORTS)),
            "area": area,
            "area_key": places.key_of(area) if area else "",
            "areas": places.choices(),
            "csv_url": _address("opportunities:moves_csv", area, wanted),
            "all_url": _address("opportunities:moves", area, Wanted(sort=SORTS[0])),
            "crumbs": crumbs(Crumb(_("Jobs you could move to"))),
        }
        return render(request, "opportunities/matching/moves.html", context)


def _language() -> str:
    return (get_language() or "en").split("-")[0]


def _address(name: str, area: Area | None, wanted: Wanted) -> str:
    query = urlencode(wanted.said(area, SORTS))
    return f"{reverse(name)}?{query}" if query else reverse(name)


def _listed(
    request: MemberRequest,
    reach: move_person.Reach,
    chosen: move_list.Chosen,
    some: Sequence[Concept],
    area: Area | None,
    first: int | None,
) -> list[Listed]:
    """Put on record as they are shown. `first`: place of the first, when it is a list."""
    found = move_list.beside(reach, chosen.here, some, area, user=request.user.pk)
    listed = _named(found)
    showings = [
        actions.Showing(
            None, None if first is None else first + place, one.shown.score, one.shown.version, record, title=one.name
        )
        for place, (one, record) in enumerate(listed)
    ]
    actions.record_shown(request.member, showings)
    return [one for one, _record in listed]


def _named(found: Sequence[Beside]) -> list[tuple[Listed, match_record.Record]]:
    named = match_record.names((one.match for one in found), _language())
    between = (one.between.number for one in found if one.between)
    titles = match_record.titles([*(one.occupation.pk for one in found), *between], _language())
    return [_one(one, named, titles) for one in found]


def _one(one: Beside, named: dict[int, str], titles: dict[int, str]) -> tuple[Listed, match_record.Record]:
    record = match_record.record_of_job(one.match, named)
    shown = match_showing.shown(record, one.match.score, one.match.version)
    closes = one.course.change.closes if one.course else ()
    key = f"{one.occupation.scheme.key}:{one.occupation.code}"
    asked = urlencode({"kind": Kind.VACANCY.value, "occupation": key})
    listed = Listed(
        name=match_showing.capital(titles[one.occupation.pk]),
        beside=one,
        shown=shown,
        closes=tuple(match_showing.capital(named[skill]) for skill in closes),
        between=match_showing.capital(titles[one.between.number]) if one.between else "",
        openings_url=f"{reverse('opportunities:search')}?{asked}",
    )
    return listed, record


@require_GET
def csv(request: MemberRequest) -> HttpResponseBase:
    """All that suit, with what is said of each on the page."""
    who = match_person.seeker(request.member)
    if who is None:
        return redirect("opportunities:for_you")
    with crosswalk.held():
        reach = move_person.reach(who)
        area = move_list.area_of(request.user, request.GET.get("a", ""), who)
        chosen = move_list.choose(reach, area, Wanted.of(request.GET.dict(), SORTS)) if reach else None
        some = [one for one, _score in chosen.fitting] if chosen else []
        listed = _listed(request, reach, chosen, some, area, 1) if reach and chosen else []
        return csv_response("jobs-to-move-to.csv", HEADER, list(_lines(listed)))


def _lines(listed: Sequence[Listed]) -> Iterator[tuple[object, ...]]:
    for place, one in enumerate(listed, start=1):
        yield _line(place, one)


def _line(place: int, one: Listed) -> tuple[object, ...]:
    beside, shown, outlook = one.beside, one.shown, one.beside.prospects.outlook
    near = [line.title for row in one.others if row.rule == "experience" for line in row.lines]
    return (
        place, beside.occupation.code, one.name, shown.score, len(shown.held), len(shown.near), len(shown.missing),
        "; ".join(line.name for line in shown.missing), "; ".join(near), beside.level,
        beside.pay.low if beside.pay else None, beside.pay.high if beside.pay else None,
        beside.pay.unit if beside.pay else "", round(outlook.low, 1) if outlook else None,
        round(outlook.high, 1) if outlook else None, decline_word(outlook), beside.openings,
        beside.course.offer.title if beside.course else "", beside.course.change.after if beside.course else None,
        one.between, shown.version,
    )  # fmt: skip


@require_GET
def one(request: MemberRequest, pk: int) -> HttpResponse:
    """All reasons of one job, how its score comes about, and every course that would change it."""
    who = match_person.seeker(request.member)
    if who is None:
        return redirect("opportunities:for_you")
    with crosswalk.held():
        reach = move_person.reach(who)
        if reach is None or not move_person.jobs(reach.scheme, [pk]):
            raise Http404
        job = get_object_or_404(Concept.objects.public().select_related("scheme"), pk=pk)
        area = move_list.area_of(request.user, request.GET.get("a", ""), who)
        chosen = move_list.choose(reach, area, Wanted(sort=SORTS[0]))
        listed = _listed(request, reach, chosen, [job], area, None)[0]
        note_opened(request.user, occupation=job)
        every = move_list.every_course(reach, listed.beside.match, user=request.user.pk)
        context = {
            "who": who,
            "one": listed,
            "shown": listed.shown,
            "here": match_showing.capital(chosen.here.title) if chosen.here else "",
            "here_level": chosen.level,
            "area": area,
            "skills_on": MatchPart.SKILLS in who.on,
            "is_aside": JobAside.objects.visible_to(request.member).filter(occupation=pk).exists(),
            "courses": _courses(every),
            "crumbs": crumbs(Crumb(_("Jobs you could move to"), reverse("opportunities:moves")), Crumb(listed.name)),
        }
        return render(request, "opportunities/matching/move_one.html", context)


def _courses(found: Sequence[Course]) -> list[CourseShown]:
    skills = {skill for course in found for skill in course.change.closes}
    named = match_record.titles(skills, _language())
    return [
        CourseShown(
            course.offer,
            tuple(match_showing.capital(named[skill]) for skill in course.change.closes),
            course.change,
            showing.course_facts(course.offer, SAID),
        )
        for course in found
    ]


def _job(pk: int) -> Concept:
    return get_object_or_404(Concept.objects.public(), pk=pk, kind="occupation")


@require_POST
def not_for_me(request: MemberRequest, pk: int) -> HttpResponse:
    if match_person.choice_of(request.user) is None:
        raise Http404
    job = _job(pk)
    actions.set_job_aside(request.user, job)
    name = match_showing.capital(words.titles([job], _language())[job.pk])
    messages.success(request, _("Set aside: %(title)s. You can bring it back under “Set aside”.") % {"title": name})
    return redirect("opportunities:moves")


@require_POST
def bring_back(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(JobAside.objects.visible_to(request.member).select_related("occupation"), occupation=pk)
    job = found.occupation
    actions.bring_back(found)
    name = match_showing.capital(words.titles([job], _language())[job.pk])
    messages.success(request, _("Brought back: %(title)s.") % {"title": name})
    return redirect("opportunities:match_aside")
