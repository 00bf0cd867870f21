"""The nearest figures there are: of one occupation, of several side by side, and all occupations in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Path, Query

from wayline.lmi import figures
from wayline.lmi.api.answers import Refusal, answer
from wayline.lmi.api.v2 import asking, forms, shapes, written
from wayline.lmi.api.v2.asking import FIELDS, FORMAT, strict
from wayline.lmi.api.v2.observations import FORMS, cut_of, indicators
from wayline.lmi.api.v2.written import Row
from wayline.lmi.enums import Statistic, Status
from wayline.lmi.figures import Answer, Asked, Figure, Reading
from wayline.lmi.models import Observation
from wayline.taxonomy.models import Area, Release

router = Router(tags=["Profiles"])
HEADLINES = (
    "employment", "jobs", "projection", "projection_change", "replacement_demand", "replacement_rate",
    "total_requirement", "pay_annual", "pay_weekly", "pay_hourly", "hours_weekly", "unemployment_rate", "vacancies",
    "skill_shortage_share", "hard_to_fill_share", "vacancies_published", "pay_offered", "pay_offered_eur",
    "pay_offered_usd", "job_zone",
)  # fmt: skip
RATINGS = ("skill", "knowledge", "ability", "interest", "work_style", "work_value", "work_activity")
COUNTRY = "gss:K02000001"
AREA = Query(COUNTRY, max_length=60, description="scheme:code; where it must, a larger area answers, and is named.")
OTHERS = (("iso-3166", "US"),)
"""Where figures of another country are the only ones (O*NET's ratings): tried last, and named."""
OCCUPATIONS, AREAS = 5, 3
MOST = 20_000
RANKED = {
    "id": "pk", "occupation_scheme": "occupation__scheme__key", "occupation_code": "occupation__code",
    "occupation_title": "occupation__title", "area_scheme": "area__scheme", "area_code": "area__code",
    "area_name": "area__title", "value": "value", "quality": "quality", "release": "release_id",
}  # fmt: skip


@router.get(
    "/occupations/{scheme}/{code}/profile",
    response={200: shapes.Profile},
    summary="Headline figures of an occupation",
)
@strict
def profile(
    request: HttpRequest, scheme: str = Path(..., example="soc-2010"), code: str = Path(..., example="5241"),
    area: str = AREA,
    indicator: list[str] = Query([], description="Only these; without it the headline figures and ratings."),
    ratings: int = Query(10, ge=0, le=200, description="How many skills, abilities … of each kind, the highest first."),
) -> HttpResponse:  # fmt: skip
    """Of each indicator the nearest figures: the occupation in the area, else in a larger one, else the same work in
    another classification, else its group. `steps` and `area` say which; several readings stand for a division."""
    occupation, place = asking.concept(f"{scheme}:{code}", "occupation"), asking.area(area)
    wanted = _known(indicator) if indicator else _loaded((*HEADLINES, *RATINGS))
    found = figures.best(occupation, indicators=wanted, area=place, others=_others())
    told = {key: _told(found[key], ratings if key in RATINGS else None) for key in wanted if found[key]}
    read = [figure for key in told for reading in found[key].readings for figure in reading.figures]
    return answer(
        {
            "occupation": written.concept(occupation), "area": written.place(place), "indicators": told,
            "nothing_known": [key for key in wanted if key not in told], "releases": written.sources_of(read),
        }
    )  # fmt: skip


def _known(keys: Sequence[str]) -> list[str]:
    indicators(list(keys))
    return list(dict.fromkeys(keys))


def _loaded(keys: Sequence[str]) -> list[str]:
    known = figures.known_indicators()
    return [key for key in keys if key in known]


def _others() -> list[Area]:
    return [one for scheme, code in OTHERS if (one := asking.known_area(scheme, code))]


def _told(found: Answer, most: int | None = None) -> Row:
    first = found.first.figures[0]
    return {"unit": first.unit, "decimals": first.decimals, "readings": [_reading(one, most) for one in found.readings]}


def _reading(one: Reading, most: int | None) -> Row:
    shown = one.figures if most is None else _highest(one.figures, most)
    return {
        "occupation": written.short(one.occupation) if one.occupation else None, "area": written.place(one.area),
        "is_as_asked": one.is_as_asked, "is_same_work": one.is_same_work,
        "release": one.figures[0].release.pk, "steps": [written.step(step) for step in one.steps],
        "figures": [written.point(figure) for figure in shown],
    }  # fmt: skip


def _highest(rows: Sequence[Figure], most: int) -> list[Figure]:
    """The elements that matter most, with all that is said of each."""
    rated = [row for row in rows if row.value is not None and row.element is not None]
    important = [row for row in rated if row.statistic == Statistic.IMPORTANCE] or rated
    ranked = sorted(important, key=lambda row: -(row.value or 0))
    place = {row.element: number for number, row in enumerate(ranked[:most])}
    return sorted((row for row in rated if row.element in place), key=lambda row: place[row.element])


@router.get("/compare", response={200: shapes.Comparison}, summary="Occupations side by side")
@strict
def compare(
    request: HttpRequest,
    occupation: list[str] = Query(..., example="soc-2010:5241", description=f"scheme:code, up to {OCCUPATIONS}."),
    area: list[str] = Query([COUNTRY], description=f"scheme:code, up to {AREAS}."),
    indicator: list[str] = Query(["pay_annual", "employment", "projection"], description="Keys; see /indicators."),
) -> HttpResponse:
    """The nearest figures of each occupation in each area, as in a profile."""
    if len(occupation) > OCCUPATIONS or len(area) > AREAS:
        raise Refusal(422, f"At most {OCCUPATIONS} occupations and {AREAS} areas.")
    wanted, others = _loaded(indicator), _others()
    chains = [figures.area_chain(place) for place in asking.areas(area)]
    questions = [
        Asked(one, (*chain, *(other for other in others if other not in chain)))
        for one in asking.concepts(occupation, "occupation")
        for chain in chains
    ]
    found = figures.best_of(questions, indicators=wanted)
    items = [_compared(one, found[one], wanted) for one in questions]
    read = [
        figure
        for answers in found.values()
        for one in answers.values()
        for reading in one.readings
        for figure in reading.figures
    ]
    return answer({"items": items, "releases": written.sources_of(read)})


def _compared(asked: Asked, found: Mapping[str, Answer], wanted: Sequence[str]) -> Row:
    return {
        "occupation": written.short(asked.occupation), "area": written.place(asked.areas[0]),
        "indicators": {key: _told(found[key]) for key in wanted if found[key]},
    }  # fmt: skip


@router.get("/rankings", response={200: shapes.Ranking}, summary="All occupations in order")
@strict
def rankings(
    request: HttpRequest,
    indicator: str = Query(..., max_length=60, example="projection"),
    year: int = Query(..., ge=1900, le=2200, example=2035, description="In which the period ends."),
    statistic: str = Query("total", max_length=8),
    scheme: str = Query("", max_length=40, description="Occupations of this classification only."),
    area: list[str] = Query([], description="scheme:code; without it all areas."),
    cut: str = Query("everybody", max_length=200),
    descending: bool = Query(True),
    limit: int = Query(1000, ge=1, le=MOST), fields: str = FIELDS, format: str = FORMAT,
) -> HttpResponse:  # fmt: skip
    """By value, the highest first. Occupations without a figure are not ranked: `without_figure` says how many."""
    form = forms.form_of(request, format, FORMS)
    forms.names_of(fields, tuple(RANKED))
    rows = Observation.objects.public().current().filter(
        indicator__in=indicators([indicator]), statistic=statistic, cut=cut_of(cut),
        period_end__range=(date(year, 1, 1), date(year, 12, 31)), occupation__isnull=False,
    )  # fmt: skip
    if area:
        rows = rows.filter(area__in=[one.pk for one in asking.areas(area)])
    if scheme:
        rows = rows.filter(occupation__scheme__key=scheme)
    with asking.patiently():
        order = F("value").desc(nulls_last=True) if descending else F("value").asc(nulls_last=True)
        found = list(rows.order_by(order, "pk").values_list(*RANKED.values())[: limit + 1])
        valued = [row for row in found[:limit] if row[VALUE] is not None]
        whole = len(found) <= limit
        missing = len(found) - len(valued) if whole else rows.exclude(status=Status.ACTUAL).count()
    return forms.listed(
        request, (_ranked(row) for row in valued), columns=tuple(RANKED), fields=fields, form=form, name="ranking",
        without_figure=missing, releases=_sources({row[-1] for row in valued}),
    )  # fmt: skip


VALUE = list(RANKED).index("value")


def _ranked(row: Sequence[Any]) -> Row:
    told = dict(zip(RANKED, row, strict=True))
    told["quality"] = written.QUALITIES[told["quality"]]
    return told


def _sources(keys: set[int]) -> Row:
    return {str(pk): written.source(one) for pk, one in Release.objects.public().in_bulk(keys).items()}
