"""The page of jobs one could move to from an occupation, and the same as a CSV."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wayline.common.csvfile import csv_response
from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.lmi.addresses import occupation_address
from wayline.lmi.queries import moves, places
from wayline.lmi.queries.moves import Move, Moves, Wanted
from wayline.lmi.queries.prospects import decline_word
from wayline.lmi.views.here import area_of, public_page
from wayline.lmi.views.occupation import find
from wayline.taxonomy import queries as words
from wayline.taxonomy.models import Area, Concept

PER_PAGE = 10
SORTS = ("alike", "ready", "pay", "outlook")
HEADER = (
    "place", "code", "occupation", "alike %", "brought %", "skills shared", "skills missing", "missing", "ISCO level",
    "pay difference from", "pay difference to", "unit", "pay of the job", "pay here", "change % from", "change % to",
    "in decline", "in between", "course", "weights",
)  # fmt: skip


@public_page
def page(request: HttpRequest, scheme: str, code: str) -> HttpResponse:
    occupation, area, wanted = find(scheme, code), area_of(request), Wanted.of(request.GET.dict(), SORTS)
    language = (get_language() or "en").split("-")[0]
    chosen = moves.choose(occupation, area, wanted)
    page = page_of(request, chosen.fitting if chosen else (), per_page=PER_PAGE)
    first = max(0, page.start_index() - 1)
    found = moves.show(chosen, slice(first, first + PER_PAGE)) if chosen else None
    names = words.titles([occupation, *(found.concepts() if found else [])], language)
    context = {
        "occupation": occupation,
        "found": found,
        "page": page,
        "names": names,
        "wanted": wanted,
        "area": area,
        "area_key": places.key_of(area) if area else "",
        "areas": places.choices(),
        "csv_url": _address("lmi:moves_csv", occupation, area, wanted),
        "all_url": _address("lmi:moves", occupation, area, Wanted()),
        "crumbs": [
            Crumb(_("Occupations"), reverse("lmi:explorer")),
            Crumb(names[occupation.pk], occupation_address(scheme, occupation.code)),
            Crumb(_("Moves from it")),
        ],
    }
    return render(request, "lmi/moves.html", context)


@public_page
def csv(request: HttpRequest, scheme: str, code: str) -> HttpResponseBase:
    occupation = find(scheme, code)
    chosen = moves.choose(occupation, area_of(request), Wanted.of(request.GET.dict(), SORTS))
    found = moves.show(chosen) if chosen else Moves()
    name = f"moves-{slugify(occupation.title)[:60] or 'occupation'}.csv"
    return csv_response(name, HEADER, _lines(found))


def _address(name: str, occupation: Concept, area: Area | None, wanted: Wanted) -> str:
    query = urlencode(wanted.said(area, SORTS))
    address = reverse(name, args=[occupation.scheme.key, occupation.code])
    return f"{address}?{query}" if query else address


def _lines(found: Moves) -> Iterator[tuple[object, ...]]:
    for place, move in enumerate(found.moves, start=1):
        yield _line(place, move, found)


def _line(place: int, move: Move, found: Moves) -> tuple[object, ...]:
    reach, outlook, own = move.reach, move.prospects.outlook, found.here.pay
    through = next((step.through for step in move.steps if step.through), None)
    course = next((step.course for step in move.steps if step.course), None)
    return (
        place, move.occupation.code, move.occupation.title, reach.alike, reach.ready, move.shared_number,
        move.missing_number, "; ".join(one.title for one in move.missing), reach.level,
        move.pay.low if move.pay else None, move.pay.high if move.pay else None, move.pay.unit if move.pay else "",
        " ".join(one.url for one in move.prospects.pay.medians) if move.prospects.pay else "",
        " ".join(one.url for one in own.medians) if own else "",
        round(outlook.low, 1) if outlook else None, round(outlook.high, 1) if outlook else None, decline_word(outlook),
        through.title if through else "", course.title if course else "", found.weights,
    )  # fmt: skip
