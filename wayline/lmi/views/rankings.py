"""Rankings with filters, their CSV, and the same of what is short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wayline.common.csvfile import csv_response
from wayline.common.parts import Column, Crumb
from wayline.lmi.display import Shown
from wayline.lmi.models import Observation
from wayline.lmi.queries import places, rankings, tables
from wayline.lmi.queries.rankings import Ranking
from wayline.lmi.views.here import public_page

PER_PAGE = 50
CSV_CHUNK = 2_000
MOST_CSV = 200_000
KEPT = ("indicator", "scheme", "level", "day", "statistic", "cut", "a", "sort")


@public_page
def page(request: HttpRequest) -> HttpResponse:
    return _page(request, rankings.indicators(), "lmi/rankings.html", _("Rankings"))


@public_page
def shortages(request: HttpRequest) -> HttpResponse:
    """The same for what employers cannot find."""
    loaded = rankings.indicators()
    keys = [key for key in rankings.SHORTAGES if key in loaded]
    return _page(request, keys, "lmi/shortages.html", _("Shortages"))


@public_page
def csv(request: HttpRequest) -> HttpResponseBase:
    found = rankings.ranking(_asked(request), keys=rankings.indicators())
    rows = found.rows() if found else Observation.objects.public().none()
    return csv_response("ranking.csv", tables.HEADER, _lines(rows))


def _page(request: HttpRequest, keys: Sequence[str], template: str, title: str) -> HttpResponse:
    found = rankings.ranking(_asked(request), keys=keys)
    context: dict[str, Any] = {
        "ranking": found,
        "indicators": [(key, rankings.title_of(key)) for key in keys],
        "areas": places.choices(),
        "crumbs": [Crumb(_("Occupations"), reverse("lmi:explorer")), Crumb(title)],
    }
    if found:
        page = Paginator(found.rows(), PER_PAGE).get_page(request.GET.get("page"))
        context |= {
            "page": page,
            "lines": [Shown(one) for one in rankings.piece(found, max(0, page.start_index() - 1), page.end_index())],
            "title": rankings.title_of(found.indicator),
            "area_key": places.key_of(found.area) if found.area else "",
            "columns": _columns(request, found),
            "csv_url": f"{reverse('lmi:rankings_csv')}?{urlencode(_asked(request) | {'indicator': found.indicator})}",
        }
    return render(request, template, context)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in KEPT if request.GET.get(name)}


def _columns(request: HttpRequest, found: Ranking) -> list[Column]:
    return [
        Column(_("Place"), numeric=True),
        _sorted(request, found, _("Occupation"), "occupation"),
        _sorted(request, found, rankings.title_of(found.indicator), "value", numeric=True),
        _sorted(request, found, _("Area"), "area"),
        Column(_("Quality")),
    ]


def _sorted(request: HttpRequest, found: Ranking, label: str, name: str, *, numeric: bool = False) -> Column:
    now = {name: "ascending", f"-{name}": "descending"}.get(found.sort, "")
    first, second = (f"-{name}", name) if numeric else (name, f"-{name}")
    following = second if found.sort == first else first
    return Column(label, numeric, f"?{urlencode(_asked(request) | {'sort': following})}", now)


def _lines(rows: QuerySet[Observation]) -> Iterator[tables.Row]:
    """In pieces, so that a hundred thousand figures need no large memory."""
    for start in range(0, MOST_CSV, CSV_CHUNK):
        piece = rankings.as_figures(rows[start : start + CSV_CHUNK])
        yield from (tables.row_of(Shown(one)) for one in piece)
        if len(piece) < CSV_CHUNK:
            return
