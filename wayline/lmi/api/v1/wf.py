"""Projections (Working Futures, now the Skills Imperative 2035).

Its successor counts groups of occupations only. A unit group is therefore answered by the group above it, and `soc`,
`note` (both known to clients of LMI for All) and `steps` say so; with `coarse=false` it is an error instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Path, Query

from wayline.lmi.api.answers import Refusal, answer
from wayline.lmi.api.v1 import asking, codes, extras, shapes
from wayline.lmi.api.v1.lfs import ERRORS, MAX_YEAR, MIN_YEAR, SOC, WF_FILTERS, one_of, written
from wayline.lmi.api.v1.reading import Found, Group, Wanted, occupation, read, read_each
from wayline.lmi.enums import Statistic
from wayline.taxonomy import crosswalk
from wayline.taxonomy.models import Concept

router = Router(tags=["Projections"])
COARSE = Query("true", description="false: an error instead of the figures of the group above.")
TOTAL = (Statistic.TOTAL.value,)


@router.get("/predict", response={200: shapes.Prediction, **ERRORS}, summary="Projected employment")
def predict(
    request: HttpRequest, soc: int = SOC, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR, coarse: str = COARSE
) -> HttpResponse:
    asked, wide = occupation(soc), asking.is_true(coarse)
    [found] = _projections(asked, [_everybody()], wide)
    if found is None:
        raise _nothing(asked, wide)
    years = [
        {"year": one.year, "employment": round(one.value), "value": one.value, **extras.point_of(one)}
        for one in found.with_value()
        if one.value is not None and min_year <= one.year <= max_year
    ]
    return answer({"soc": found.soc, "predictedEmployment": years, **extras.of(found)})


@dataclass(frozen=True, slots=True)
class _Group:
    code: int
    name: str
    found: Found | None


@router.get(
    "/predict/breakdown/{dimension}", response={200: shapes.PredictionBreakdown, **ERRORS},
    summary="Projected employment by groups",
)  # fmt: skip
def predict_by(
    request: HttpRequest, dimension: str = Path(..., example="gender"), soc: int = SOC, min_year: int = MIN_YEAR,
    max_year: int = MAX_YEAR, coarse: str = COARSE,
) -> HttpResponse:  # fmt: skip
    if dimension not in WF_FILTERS:
        raise Refusal(404, f"There is no breakdown of this name. Known are {', '.join(WF_FILTERS)}.")
    asked, wide = occupation(soc), asking.is_true(coarse)
    groups = _groups(dimension, asked, wide)
    known = [one.found for one in groups if one.found]
    if not any(found.with_value() for found in known):
        raise _nothing(asked, wide, dimension)
    lowest = min(found.rung.height for found in known if found.with_value())
    same = [one for one in groups if one.found and one.found.rung.height == lowest]
    first = next(one.found for one in same if one.found and one.found.with_value())
    years = sorted({point.year for one in same if one.found for point in one.found.with_value()})
    told = extras.of(first) | {"missing": _missing(groups, same)}
    if dimension == "region":
        told.pop("area")
    series = [{"year": year, "breakdown": _in(same, year)} for year in years if min_year <= year <= max_year]
    return answer({"soc": first.soc, "breakdown": dimension, "predictedEmployment": series, **extras.known(**told)})


def _groups(dimension: str, asked: Concept, wide: bool) -> list[_Group]:
    stamp = crosswalk.stamp()
    everybody = _everybody()
    if dimension == "region":
        names = {code: name for code, (name, _gss) in codes.REGIONS.items()}
        groups = [Group(tuple(codes.areas_of(gss, stamp)), everybody.cuts) for _name, gss in codes.REGIONS.values()]
    else:
        values = codes.codings(dimension, stamp)
        names = {one.code: one.name for one in values}
        groups = [Group(everybody.areas, tuple(codes.cuts_of((one,), stamp))) for one in values]
    found = _projections(asked, groups, wide)
    return [_Group(code, name, one) for (code, name), one in zip(names.items(), found, strict=True)]


def _in(groups: Sequence[_Group], year: int) -> list[dict[str, Any]]:
    return [
        {"code": one.code, "name": one.name, "employment": round(point.value), **extras.point_of(point)}
        for one in groups
        if one.found
        for point in one.found.with_value()
        if point.year == year and point.value is not None
    ]


def _missing(groups: Sequence[_Group], same: Sequence[_Group]) -> list[dict[str, Any]]:
    told = [
        {"code": one.code, "name": one.name, **absence}
        for one in same
        if one.found
        for absence in extras.missing_of(one.found.points)
    ]
    left = [one for one in groups if one not in same]
    return told + [{"code": one.code, "name": one.name, "status": "not_published"} for one in left]


def _projections(asked: Concept, groups: Sequence[Group], wide: bool) -> list[Found | None]:
    return read_each(asked, Wanted(("projection",), TOTAL, coarse=wide, counts=True), groups)


def _everybody() -> Group:
    stamp = crosswalk.stamp()
    return Group(tuple(codes.whole(stamp)), tuple(codes.cuts_of((), stamp)))


def _nothing(asked: Concept, wide: bool, dimension: str = "") -> Refusal:
    by = f" by {dimension}" if dimension else ""
    hint = "" if wide else " With coarse=true, the group above answers when it has one."
    return Refusal(404, f"No projection{by} is loaded for {asked.code} {asked.title}.{hint}")


@router.get("/replacement_demand", response={200: shapes.Replacement, **ERRORS}, summary="Replacement demand")
def replacement_demand(request: HttpRequest, soc: int = SOC, coarse: str = COARSE) -> HttpResponse:
    """Of those who work in it, the part that leaves for good in an average year and has to be replaced."""
    asked, wide = occupation(soc), asking.is_true(coarse)
    wanted = Wanted(("replacement_rate",), (Statistic.RATE.value,), coarse=wide)
    found = read(asked, wanted, _everybody())
    points = found.with_value() if found else []
    if found is None or not points:
        raise _nothing(asked, wide)
    last = points[-1]
    first_year = last.figures[0].period_start.year
    rate = round(last.value or 0.0, 2)
    told = {"soc": found.soc, "start_year": first_year, "end_year": last.year, "rate": rate}
    return answer(told | extras.of(found) | {"unit": "percent a year"})


@router.get("/filters", response={200: list[str]}, summary="Names of the breakdowns")
def filter_names(request: HttpRequest) -> HttpResponse:
    return answer(list(WF_FILTERS))


@router.get("/filters/all", response={200: list[shapes.Filter]}, summary="Breakdowns with their values")
def filter_all(request: HttpRequest) -> HttpResponse:
    return answer([written(name, codes.REGIONS) for name in WF_FILTERS])


@router.get("/filters/info/{name}", response={200: shapes.Filter, 404: shapes.Error}, summary="One breakdown")
def filter_info(request: HttpRequest, name: str = Path(..., example="gender")) -> HttpResponse:
    return answer(one_of(name, WF_FILTERS, codes.REGIONS))
