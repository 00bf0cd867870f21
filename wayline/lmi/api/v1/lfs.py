"""Unemployment and weekly pay, as the labour force survey part of LMI for All gave them, and the lists of filters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Path, Query

from wayline.lmi.api.answers import Refusal, answer
from wayline.lmi.api.v1 import asking, codes, extras, shapes
from wayline.lmi.api.v1.ashe import AVERAGES, weekly
from wayline.lmi.api.v1.reading import Found, Point, Wanted, occupation, read, read_each
from wayline.lmi.enums import Statistic
from wayline.taxonomy import crosswalk

router = Router(tags=["Labour force survey"])
ERRORS = {400: shapes.Error, 404: shapes.Error}
SOC = Query(..., ge=1, le=99999, example=5241, description="A code of SOC 2010.")
MIN_YEAR = Query(0, ge=0, le=9999, alias="minYear", description="First year; without it all there are.")
MAX_YEAR = Query(9999, ge=0, le=9999, alias="maxYear", description="Last year.")
FILTER_BY = Query("", max_length=200, alias="filterBy", description="gender:2|region:5; see /lfs/filters/all.")
WEEKLY = Wanted(("pay_weekly", "pay_annual"), AVERAGES, coarse=False)
DESCRIPTIONS = {
    "region": "Region of the United Kingdom",
    "gender": "Men or women",
    "status": "Full-time, part-time or self-employed",
    "qualification": "Highest qualification",
    "industry": "Industry",
    "age": "Age band",
}


@router.get("/unemployment", response={200: shapes.UnemploymentSeries, **ERRORS}, summary="Unemployment rate")
def unemployment(
    request: HttpRequest, soc: int = SOC, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR, filter_by: str = FILTER_BY
) -> HttpResponse:
    """Per cent. When nothing is known there are no `years`: clients of LMI for All ask for that."""
    chosen, asked = asking.chosen(filter_by, codes.PAY_REGIONS), occupation(soc)
    wanted = Wanted(("unemployment_rate",), (Statistic.RATE.value, Statistic.TOTAL.value), coarse=False)
    found = read(asked, wanted, chosen.group())
    points = _within(found, min_year, max_year)
    if found is None or not points:
        return answer({"soc": soc, "note": "No unemployment rate is loaded for this code with these filters."})
    years = [
        {"year": one.year, "unemprate": round(one.value, 2), **extras.point_of(one)}
        for one in points
        if one.value is not None
    ]
    return answer({"soc": found.soc, "years": years, **extras.of(found)})


@router.get("/weeklypay", response={200: shapes.WeekPaySeries, **ERRORS}, summary="Pay a week")
def weekly_pay(
    request: HttpRequest, soc: int = SOC, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR, filter_by: str = FILTER_BY
) -> HttpResponse:
    """From whichever survey is loaded; `source` says which."""
    chosen, asked = asking.chosen(filter_by, codes.PAY_REGIONS), occupation(soc)
    found = read(asked, WEEKLY, chosen.group())
    years = _week_pay(found, min_year, max_year)
    if found is None or not years:
        raise Refusal(404, f"No pay is loaded for {asked.code} {asked.title} with these filters.")
    return answer({"soc": found.soc, "years": years, **extras.of(found)})


@router.get(
    "/weeklypay/breakdown/{dimension}",
    response={200: shapes.WeekPayBreakdown, **ERRORS},
    summary="Pay a week by groups",
)
def weekly_pay_by(
    request: HttpRequest, dimension: str = Path(..., example="gender"), soc: int = SOC, min_year: int = MIN_YEAR,
    max_year: int = MAX_YEAR, filter_by: str = FILTER_BY,
) -> HttpResponse:  # fmt: skip
    if dimension not in codes.DIMENSIONS:
        raise Refusal(404, f"There is no breakdown of this name. Known are {', '.join(codes.DIMENSIONS)}.")
    chosen, asked = asking.chosen(filter_by, codes.PAY_REGIONS), occupation(soc)
    values = codes.codings(dimension, chosen.stamp)
    series = []
    for coding, found in zip(values, read_each(asked, WEEKLY, [chosen.group(one) for one in values]), strict=True):
        if found is not None and (years := _week_pay(found, min_year, max_year)):
            group = {"breakCode": coding.code, "breakName": coding.name, "years": years}
            series.append(group | extras.of(found))
    if not series:
        raise Refusal(404, f"No pay by {dimension} is loaded for {asked.code} {asked.title}.")
    return answer({"soc": soc, "breakdownBy": dimension, "series": series})


def _within(found: Found | None, first: int, last: int) -> list[Point]:
    return [one for one in found.with_value() if first <= one.year <= last] if found else []


def _week_pay(found: Found | None, first: int, last: int) -> list[dict[str, Any]]:
    if found is None:
        return []
    return [
        {"year": one.year, "weekpay": weekly(found, one.value), "value": one.value, **extras.point_of(one)}
        for one in _within(found, first, last)
        if one.value is not None
    ]


# -- filters: the same three addresses under /lfs/ and /wf/ -----------------------------------------------------------

LFS_FILTERS = ("region", *codes.DIMENSIONS)
WF_FILTERS = ("region", "industry", "gender", "status", "qualification")


@router.get("/filters", response={200: list[str]}, summary="Names of the filters")
def filter_names(request: HttpRequest) -> HttpResponse:
    return answer(list(LFS_FILTERS))


@router.get("/filters/all", response={200: list[shapes.Filter]}, summary="Filters with their values")
def filter_all(request: HttpRequest) -> HttpResponse:
    return answer([written(name, codes.PAY_REGIONS) for name in LFS_FILTERS])


@router.get("/filters/info/{name}", response={200: shapes.Filter, 404: shapes.Error}, summary="One filter")
def filter_info(request: HttpRequest, name: str = Path(..., example="gender")) -> HttpResponse:
    return answer(one_of(name, LFS_FILTERS, codes.PAY_REGIONS))


def one_of(name: str, names: Sequence[str], regions: asking.Regions) -> dict[str, Any]:
    if name not in names:
        raise Refusal(404, f"There is no filter of this name. Known are {', '.join(names)}.")
    return written(name, regions)


def written(name: str, regions: asking.Regions) -> dict[str, Any]:
    if name == "region":
        coding = [{"code": code, "description": title} for code, (title, _gss) in regions.items()]
    else:
        coding = [{"code": one.code, "description": one.name} for one in codes.codings(name, crosswalk.stamp())]
    return {"name": name, "description": DESCRIPTIONS[name], "coding": coding}
