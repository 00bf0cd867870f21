"""What is measured, where, and how much of it is loaded."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Path, Query

from wayline.lmi.api.answers import Refusal, answer
from wayline.lmi.api.v2 import asking, forms, shapes, written
from wayline.lmi.api.v2.asking import CURSOR, FIELDS, FORMAT, LIMIT, strict
from wayline.lmi.api.v2.written import Row
from wayline.lmi.models import Category, Coverage, Indicator
from wayline.taxonomy.enums import AreaKind
from wayline.taxonomy.models import Area

router = Router(tags=["Measures and places"])
AREA = ("scheme", "code", "name", "names", "kind", "country", "parent")
COVERAGE = (
    "indicator", "scheme", "release", "first_day", "last_day", "occupations", "areas", "observations", "missing",
)  # fmt: skip


@router.get("/indicators", response={200: shapes.Indicators}, summary="Indicators")
@strict
def indicators(request: HttpRequest) -> HttpResponse:
    rows = Indicator.objects.public().order_by("key")
    return answer({"items": [{"key": one.key, "unit": one.unit, "decimals": one.decimals} for one in rows]})


@router.get("/categories", response={200: shapes.Categories}, summary="Industries, sexes, ages and other categories")
@strict
def categories(request: HttpRequest) -> HttpResponse:
    rows = Category.objects.order_by("dimension", "scheme", "position", "code")
    return answer(
        {
            "items": [
                {"dimension": one.dimension, "scheme": one.scheme, "code": one.code, "title": one.title} for one in rows
            ]
        }
    )


@router.get("/coverage", response={200: shapes.Coverages}, summary="How much is loaded of each indicator")
@strict
def coverage(request: HttpRequest, fields: str = FIELDS, format: str = FORMAT) -> HttpResponse:
    """By release and classification of the occupations: days, occupations, areas, figures, and how many are missing."""
    form = forms.form_of(request, format)
    rows = Coverage.objects.filter(release__superseded_at=None).select_related("indicator", "scheme")
    ordered = rows.order_by("indicator__key", "scheme__key", "release")
    return forms.listed(
        request, (_coverage(one) for one in ordered), columns=COVERAGE, fields=fields, form=form, name="coverage"
    )  # fmt: skip


def _coverage(one: Coverage) -> Row:
    return {
        "indicator": one.indicator.key, "scheme": one.scheme.key if one.scheme else None, "release": one.release_id,
        "first_day": one.first_day.isoformat(), "last_day": one.last_day.isoformat(), "occupations": one.occupations,
        "areas": one.areas, "observations": one.observations, "missing": one.missing,
    }  # fmt: skip


@router.get("/areas", response={200: shapes.Areas}, summary="Areas")
@strict
def areas(
    request: HttpRequest,
    scheme: str = Query("", max_length=24, description="gss, lsip, nuts-2021, iso-3166 …"),
    kind: str = Query("", max_length=12, description="country, nation, region or local."),
    country: str = Query("", max_length=2, description="Two letters."),
    parent: str = Query("", max_length=60, description="Only parts of this one, scheme:code."),
    limit: int = LIMIT, cursor: str = CURSOR, fields: str = FIELDS, format: str = FORMAT,
) -> HttpResponse:  # fmt: skip
    form = forms.form_of(request, format)
    if kind and kind not in AreaKind.values:
        raise Refusal(422, "Unknown kind.", known=list(AreaKind.values))
    asked = {"scheme": scheme, "kind": kind, "country": country.upper()}
    rows = Area.objects.public().filter(**{name: value for name, value in asked.items() if value})
    if parent:
        rows = rows.filter(parent=asking.area(parent, "parent"))
    if position := asking.position_of(cursor, [int]):
        rows = rows.filter(pk__gt=position[0])
    found = list(rows.select_related("parent").order_by("pk")[: limit + 1])
    more = asking.next_of(request, [found[limit - 1].pk]) if len(found) > limit else ""
    return forms.listed(
        request, (written.area(one) for one in found[:limit]), columns=AREA, fields=fields, form=form, name="areas",
        next_page=more,
    )  # fmt: skip


@router.get("/areas/{scheme}/{code}", response={200: shapes.OneArea}, summary="One area and its parts")
@strict
def one(
    request: HttpRequest, scheme: str = Path(..., example="gss"), code: str = Path(..., example="E92000001")
) -> HttpResponse:
    found = asking.area(f"{scheme}:{code}")
    parts = Area.objects.public().filter(parent=found).order_by("title", "pk")
    return answer(written.area(found) | {"parts": [written.place(part) for part in parts]})
