"""Vacancies that are hard to fill (employer skills survey)."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Path, Query

from wayline.lmi import figures
from wayline.lmi.api.answers import Refusal, answer
from wayline.lmi.api.v1 import asking, codes, extras, shapes
from wayline.lmi.api.v1.lfs import ERRORS
from wayline.lmi.api.v1.reading import OLD, Group, Point, Wanted, occupation, read
from wayline.lmi.enums import Quality, Statistic, Status
from wayline.taxonomy import crosswalk
from wayline.taxonomy.models import Area

router = Router(tags=["Employer skills survey"])
HARD, SHORT = "hard_to_fill_share", "skill_shortage_share"
STATISTICS = (Statistic.SHARE.value, Statistic.RATE.value, Statistic.TOTAL.value)
COARSE = Query("", example="true", description="true: the nearest group above, when the code itself has no figure.")
SOC = Path(..., example=5241, description="A code of SOC 2010.")


@router.get("/uk/{int:soc}", response={200: shapes.Shortage, **ERRORS}, summary="In the whole country")
def uk(request: HttpRequest, soc: int = SOC, coarse: str = COARSE) -> HttpResponse:
    return _shortage(soc, coarse, codes.whole(crosswalk.stamp()), None)


@router.get("/region/{int:region}/{int:soc}", response={200: shapes.Shortage, **ERRORS}, summary="In a region")
def in_region(
    request: HttpRequest, region: int = Path(..., example=1), soc: int = SOC, coarse: str = COARSE
) -> HttpResponse:
    name, areas = _region(region)
    return _shortage(soc, coarse, areas, {"code": region, "name": name})


def _shortage(soc: int, coarse: str, areas: Sequence[Area], region: dict[str, object] | None) -> HttpResponse:
    asked, wide = occupation(soc), asking.is_true(coarse)
    group = Group(tuple(areas), tuple(codes.cuts_of((), crosswalk.stamp())))
    found = {
        key: one
        for key in (HARD, SHORT)
        if (one := read(asked, Wanted((key,), STATISTICS, coarse=wide), group)) and one.with_value()
    }
    if not found:
        raise Refusal(404, f"No figure on vacancies that are hard to fill is loaded for {asked.code} {asked.title}.")
    lowest = min(one.rung.height for one in found.values())
    found = {key: one for key, one in found.items() if one.rung.height == lowest}
    year = max(point.year for one in found.values() for point in one.with_value())
    points = {key: point for key, one in found.items() for point in one.with_value() if point.year == year}
    first = next(iter(found.values()))
    told = {"soc": first.soc, "region": region, "year": year, **_percents(points), "reliability": _reliability(points)}
    return answer(extras.known(**told) | extras.of(first))


def _percents(points: dict[str, Point]) -> dict[str, float]:
    hard, short = (points[key].value if key in points else None for key in (HARD, SHORT))
    told = {"percentHTF": hard, "percentSSV": short}
    if hard and short is not None:
        told["percentHTFisSSV"] = round(min(100.0, 100 * short / hard), 1)
    return {name: round(value, 1) for name, value in told.items() if value is not None}


def _reliability(points: dict[str, Point]) -> str:
    """In words, as it was: clients show it."""
    worst = max(Quality(figure.quality) for point in points.values() for figure in point.figures)
    return str(worst.label)


@router.get("/regions", response={200: dict[str, int]}, summary="Regions by name")
def regions(request: HttpRequest) -> HttpResponse:
    return answer({name: code for code, (name, _gss) in codes.REGIONS.items()})


@router.get(
    "/regions/ranksocs/{int:region}", response={200: list[shapes.Ranked], **ERRORS},
    summary="Occupations by shortage in a region",
)  # fmt: skip
def rank(request: HttpRequest, region: int = Path(..., example=1)) -> HttpResponse:
    """Greatest share of vacancies that lack skills first. Only occupations with a figure: no `soc` of -1 among them."""
    _name, areas = _region(region)
    if not areas:
        return answer([])
    rows = figures.exactly(indicators=[SHORT], areas=areas)
    latest: dict[int, figures.Figure] = {}
    for row in rows:
        if row.occupation is not None and row.occupation.scheme.key == OLD and row.status == Status.ACTUAL:
            latest[int(row.occupation.code)] = row
    ranked = sorted(latest.items(), key=lambda one: (-(one[1].value or 0.0), one[0]))
    return answer([{"soc": soc, "percentSSV": row.value, "year": row.year} for soc, row in ranked])


def _region(code: int) -> tuple[str, list[Area]]:
    if code not in codes.REGIONS:
        raise Refusal(404, f"There is no region {code}. Known are {', '.join(map(str, codes.REGIONS))}.")
    name, gss = codes.REGIONS[code]
    return name, codes.areas_of(gss, crosswalk.stamp())
