"""The page of an occupation, and the same as a CSV."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wayline.common.csvfile import csv_response
from wayline.common.parts import Crumb
from wayline.lmi.addresses import occupation_address
from wayline.lmi.openings import openings_for
from wayline.lmi.queries import moves, places, tables
from wayline.lmi.queries.likeness import names_skills
from wayline.lmi.queries.profile import Profile, profile
from wayline.lmi.views.here import area_of, public_page
from wayline.taxonomy import crosswalk, known
from wayline.taxonomy import queries as words
from wayline.taxonomy.models import Concept

MOVES = 6
"""Shown on the page of an occupation; all of them have a page of their own."""


@public_page
def page(request: HttpRequest, scheme: str, code: str) -> HttpResponse:
    shown = _profile(request, scheme, code)
    area, groups = shown.area, shown.words.groups
    chosen = moves.choose(shown.occupation, area, moves.Wanted()) if names_skills(shown.occupation) else None
    reachable = moves.show(chosen, slice(MOVES)) if chosen else moves.Moves()
    language = (get_language() or "en").split("-")[0]
    context = {
        "profile": shown,
        "occupation": shown.occupation,
        "area": area,
        "area_key": places.key_of(area) if area else "",
        "areas": places.choices(),
        "openings": openings_for([shown.occupation, *shown.same]),
        "moves": reachable,
        "move_names": words.titles(reachable.concepts(), language) if reachable.moves else {},
        "moves_url": _address("lmi:moves", shown),
        "compare_key": f"{scheme}:{code}",
        "stamp": crosswalk.stamp(),
        "csv_url": _address("lmi:occupation_csv", shown),
        "crumbs": [
            Crumb(_("Occupations"), reverse("lmi:explorer")),
            *(Crumb(shown.title(one), occupation_address(scheme, one.code)) for one in groups),
            Crumb(shown.title(shown.occupation)),
        ],
    }
    return render(request, "lmi/occupation.html", context)


@public_page
def csv(request: HttpRequest, scheme: str, code: str) -> HttpResponseBase:
    shown = _profile(request, scheme, code)
    name = f"{slugify(shown.occupation.title)[:60] or 'occupation'}.csv"
    return csv_response(name, tables.HEADER, tables.rows_of(shown))


def find(scheme: str, code: str) -> Concept:
    """The entry of the current version; one that was retired is found as well."""
    found = known.occupation(scheme, code, crosswalk.stamp())
    if found is None:
        raise Http404
    return found


def _profile(request: HttpRequest, scheme: str, code: str) -> Profile:
    return profile(find(scheme, code), area_of(request), (get_language() or "en").split("-")[0])


def _address(name: str, shown: Profile) -> str:
    one = shown.occupation
    address = reverse(name, args=[one.scheme.key, one.code])
    return f"{address}?a={places.key_of(shown.area)}" if shown.area else address
