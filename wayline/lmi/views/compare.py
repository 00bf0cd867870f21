"""Occupations side by side. Adding and taking away are links and forms that change the address: it can be shared."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wayline.common.csvfile import csv_response
from wayline.common.parts import Crumb
from wayline.lmi.queries import comparison, explorer, places, tables
from wayline.lmi.views.here import area_of, public_page
from wayline.taxonomy import crosswalk, search
from wayline.taxonomy.models import Area

Pair = tuple[str, str]


@public_page
def page(request: HttpRequest) -> HttpResponse:
    occupations, areas = comparison.occupations_of(request.GET.getlist("o")), _areas(request)
    keys, area_keys = [f"{one.scheme.key}:{one.code}" for one in occupations], [places.key_of(one) for one in areas]
    words = " ".join(request.GET.get("q", "")[:100].split())
    scheme = explorer.scheme_of(request.GET.get("scheme", "") or (occupations[0].scheme.key if occupations else ""))
    hits = search.find(words, get_language() or "en", scheme.key, 12) if words and scheme else []
    context = {
        "table": SimpleLazyObject(lambda: comparison.compare(occupations, areas)),
        "stamp": crosswalk.stamp(),
        "heads": [(one, _without(keys, place, area_keys)) for place, one in enumerate(occupations)],
        "area_heads": [(one, _address(keys, _but(area_keys, place))) for place, one in enumerate(areas)],
        "kept": [*(("o", key) for key in keys), *(("a", key) for key in area_keys)],
        "words": words,
        "scheme": scheme,
        "schemes": explorer.schemes(),
        "hits": [(hit, _address([*keys, f"{hit.concept.scheme.key}:{hit.concept.code}"], area_keys)) for hit in hits],
        "areas": places.choices(),
        "room_for_occupation": len(occupations) < comparison.MOST_OCCUPATIONS,
        "room_for_area": len(areas) < comparison.MOST_AREAS,
        "csv_url": f"{reverse('lmi:compare_csv')}?{_query(keys, area_keys)}",
        "crumbs": [Crumb(_("Occupations"), reverse("lmi:explorer")), Crumb(_("Compare jobs"))],
    }
    return render(request, "lmi/compare.html", context)


@public_page
def csv(request: HttpRequest) -> HttpResponseBase:
    table = comparison.compare(comparison.occupations_of(request.GET.getlist("o")), _areas(request))
    rows = (tables.row_of(shown, reading.steps) for shown, reading in table.shown())
    return csv_response("comparison.csv", tables.HEADER, rows)


def _areas(request: HttpRequest) -> list[Area]:
    """Those in the address; without any, the one the person reads for."""
    if any(request.GET.getlist("a")):
        return comparison.areas_of([key for key in request.GET.getlist("a") if key])
    here = area_of(request)
    return [here] if here else []


def _without(keys: Sequence[str], place: int, areas: Sequence[str]) -> str:
    return _address(_but(keys, place), areas)


def _but(keys: Sequence[str], place: int) -> list[str]:
    return [key for number, key in enumerate(keys) if number != place]


def _address(keys: Sequence[str], areas: Sequence[str]) -> str:
    return f"{reverse('lmi:compare')}?{_query(keys, areas)}"


def _query(keys: Sequence[str], areas: Sequence[str]) -> str:
    pairs: list[Pair] = [*(("o", key) for key in keys), *(("a", key) for key in areas)]
    return urlencode(pairs)
