"""Pay and hours of employees (ASHE)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Path, Query

from wayline.lmi.api.answers import Refusal, answer
from wayline.lmi.api.v1 import asking, codes, extras, shapes
from wayline.lmi.api.v1.asking import Chosen
from wayline.lmi.api.v1.reading import Found, Group, Point, Wanted, occupation, read_each
from wayline.lmi.enums import Statistic
from wayline.taxonomy import crosswalk

router = Router(tags=["Pay and hours"])
ERRORS = {400: shapes.Error, 404: shapes.Error}
AVERAGES = (Statistic.MEDIAN.value, Statistic.MEAN.value)
WEEKS = 52
"""Clients of LMI for All multiply a week's pay by it; a year's pay is divided by it to begin with."""
SOC = Query(..., ge=1, le=99999, example=5241, description="A code of SOC 2010.")
COARSE = Query("", example="true", description="true: the nearest group above, when the code itself has no figure.")
FILTERS = Query("", max_length=200, description="region:8|gender:1; see /ashe/filters/all.")
FILTER = Query("", max_length=200, description="The same under the name that some clients write.")
BREAKDOWN = Query("", max_length=20, description="region, gender, status, age, qualification or industry.")


def weekly(found: Found, value: float) -> int:
    """Pounds a week to the nearest 10, as it always was."""
    week = value / WEEKS if found.indicator == "pay_annual" else value
    return int(10 * round(week / 10))


def hourly(found: Found, value: float) -> float:
    return round(value, 1)


@router.get("/estimatePay", response={200: shapes.PaySeries, **ERRORS}, summary="Estimated pay a week")
def estimate_pay(
    request: HttpRequest, soc: int = SOC, coarse: str = COARSE, filters: str = FILTERS, filter: str = FILTER,
    breakdown: str = BREAKDOWN,
) -> HttpResponse:  # fmt: skip
    """The median, or the mean where only that is published. Beside the rounded number stands the published one."""
    asked = _Asked(soc, coarse, filters or filter, ("pay_weekly", "pay_annual"), "estpay", weekly)
    return answer(asked.by(breakdown) if breakdown else asked.whole())


@router.get("/estimateHours", response={200: shapes.HoursSeries, **ERRORS}, summary="Estimated hours a week")
def estimate_hours(
    request: HttpRequest, soc: int = SOC, coarse: str = COARSE, filters: str = FILTERS, filter: str = FILTER,
    breakdown: str = BREAKDOWN,
) -> HttpResponse:  # fmt: skip
    asked = _Asked(soc, coarse, filters or filter, ("hours_weekly",), "hours", hourly)
    return answer(asked.by(breakdown) if breakdown else asked.whole())


@router.get("/annualChanges", response={200: shapes.Changes, **ERRORS}, summary="Change of pay against the year before")
def annual_changes(
    request: HttpRequest, soc: int = SOC, coarse: str = COARSE, filters: str = FILTERS, filter: str = FILTER
) -> HttpResponse:
    """As the publisher gives it; where it gives none, no change is worked out from two levels."""
    asked = _Asked(soc, coarse, filters or filter, ("pay_weekly_change", "pay_annual_change"), "change", hourly)
    told = asked.whole((Statistic.CHANGE.value, *AVERAGES))
    return answer({"annual_changes" if name == "series" else name: value for name, value in told.items()})


class _Asked:
    """One question of this room: a code, filters, and how its numbers are written."""

    def __init__(
        self, soc: int, coarse: str, filters: str, indicators: Sequence[str], member: str,
        written: Callable[[Found, float], float],
    ) -> None:  # fmt: skip
        self.chosen: Chosen = asking.chosen(filters, codes.PAY_REGIONS)
        self.coarse = asking.is_true(coarse)
        self.occupation = occupation(soc)
        self.indicators, self.member, self.written = indicators, member, written

    def whole(self, statistics: Sequence[str] = AVERAGES) -> dict[str, Any]:
        [found] = self._read([self.chosen.group()], statistics)
        if found is None or not found.points:
            raise self._nothing()
        told = {"soc": found.soc, "series": [self._entry(found, one) for one in found.with_value()], **extras.of(found)}
        return told | extras.known(derived=self._derived(found))

    def by(self, dimension: str) -> dict[str, Any]:
        """One year after the other, each with its values by code of the dimension."""
        parts = [(code, name, found) for code, name, found in self._parts(dimension) if found and found.points]
        if not any(found.with_value() for _, _, found in parts):
            raise self._nothing()
        parts = [one for one in parts if one[2].rung.height == min(found.rung.height for _, _, found in parts)]
        first = parts[0][2]
        years = sorted({point.year for _, _, found in parts for point in found.with_value()})
        series = [{"year": year, "breakdown": self._broken_down(dimension, parts, year)} for year in years]
        told = extras.of(first) | {"missing": _missing(dimension, parts)}
        told.pop("area") if dimension == "region" else None
        return {"soc": first.soc, "series": series, **extras.known(**told, derived=self._derived(first))}

    def _read(self, groups: Sequence[Group], statistics: Sequence[str] = AVERAGES) -> list[Found | None]:
        return read_each(self.occupation, Wanted(self.indicators, statistics, self.coarse), groups)

    def _parts(self, dimension: str) -> list[tuple[int, str, Found | None]]:
        if dimension == "region":
            names = {code: name for code, (name, _gss) in codes.PAY_REGIONS.items()}
            groups = [self.chosen.in_area(gss) for _name, gss in codes.PAY_REGIONS.values()]
        elif dimension in codes.DIMENSIONS:
            values = codes.codings(dimension, self.chosen.stamp)
            names = {one.code: one.name for one in values}
            groups = [self.chosen.group(one) for one in values]
        else:
            known = ", ".join(codes.DIMENSIONS)
            raise Refusal(400, f"There is no breakdown by {dimension!r}. Known are region, {known}.")
        return [(code, name, found) for (code, name), found in zip(names.items(), self._read(groups), strict=True)]

    def _broken_down(self, dimension: str, parts: list[tuple[int, str, Found]], year: int) -> list[dict[str, Any]]:
        return [
            {dimension: code, self.member: self.written(found, point.value), "name": name, **extras.point_of(point)}
            for code, name, found in parts
            for point in found.with_value()
            if point.year == year and point.value is not None
        ]

    def _entry(self, found: Found, point: Point) -> dict[str, Any]:
        value = point.value or 0.0
        return {"year": point.year, self.member: self.written(found, value), "value": value, **extras.point_of(point)}

    def _derived(self, found: Found) -> str:
        return f"published a year, divided by {WEEKS}" if found.indicator == "pay_annual" else ""

    def _nothing(self) -> Refusal:
        hint = "" if self.coarse else " With coarse=true, the group above answers when it has one."
        code, title = self.occupation.code, self.occupation.title
        return Refusal(404, f"No figure of this kind is loaded for {code} {title} with these filters.{hint}")


def _missing(dimension: str, parts: list[tuple[int, str, Found]]) -> list[dict[str, Any]]:
    return [
        {dimension: code, "name": name, **absence}
        for code, name, found in parts
        for absence in extras.missing_of(found.points)
    ]


FILTER_NAMES = ("region", *codes.DIMENSIONS)


@router.get("/filters", response={200: list[str]}, summary="Names of the filters")
def filter_names(request: HttpRequest) -> HttpResponse:
    return answer(list(FILTER_NAMES))


@router.get("/filters/all", response={200: list[shapes.PayFilter]}, summary="Filters with their values")
def filter_all(request: HttpRequest) -> HttpResponse:
    return answer([_codings(name) for name in FILTER_NAMES])


@router.get("/filter/{name}", response={200: shapes.PayFilter, 404: shapes.Error}, summary="One filter")
def filter_one(request: HttpRequest, name: str = Path(..., example="region")) -> HttpResponse:
    if name not in FILTER_NAMES:
        raise Refusal(404, f"There is no filter of this name. Known are {', '.join(FILTER_NAMES)}.")
    return answer(_codings(name))


def _codings(name: str) -> dict[str, Any]:
    if name == "region":
        values = [{"name": title, "value": code} for code, (title, _gss) in codes.PAY_REGIONS.items()]
    else:
        values = [{"name": one.name, "value": one.code} for one in codes.codings(name, crosswalk.stamp())]
    return {"name": name, "codings": values}
