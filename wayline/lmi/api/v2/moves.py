"""Jobs one could move to from an occupation, with every number that the order comes from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Path, Query

from wayline.lmi.api.answers import Refusal
from wayline.lmi.api.v2 import asking, forms, shapes, written
from wayline.lmi.api.v2.asking import FIELDS, FORMAT, strict
from wayline.lmi.api.v2.profiles import AREA
from wayline.lmi.api.v2.written import Row
from wayline.lmi.display import Shown
from wayline.lmi.queries import moves as reading
from wayline.lmi.queries.moves import Move, Wanted
from wayline.lmi.queries.prospects import Trend
from wayline.taxonomy.models import Concept

router = Router(tags=["Profiles"])
COLUMNS = (
    "place", "scheme", "version", "code", "title", "alike", "ready", "level", "shared_number", "missing_number",
    "shared", "missing", "pay", "pay_difference_low", "pay_difference_high", "pay_unit", "pay_cannot_tell_apart",
    "outlook", "change_low", "change_high", "declines", "may_decline", "between", "points",
)  # fmt: skip
MOST = 60


@router.get(
    "/occupations/{scheme}/{code}/moves",
    response={200: shapes.Moves},
    summary="Jobs one could move to from an occupation",
)
@strict
def moves(
    request: HttpRequest, scheme: str = Path(..., example="soc-2010"), code: str = Path(..., example="5241"),
    area: str = AREA,
    level: str = Query("", max_length=8, description="same: no more ISCO skill level; one: at most one more."),
    pay_at_least_as_much: bool = Query(False, description="Only where figures say so."),
    not_in_decline: bool = Query(False, description="Only where a projection says so."),
    limit: int = Query(20, ge=1, le=MOST), fields: str = FIELDS, format: str = FORMAT,
) -> HttpResponse:  # fmt: skip
    """Most alike first. `points` are what each signal adds or takes; `ready` is the part, in per cent, of what the job
    cannot do without that this one brings. `declines` is null where no projection stands for the whole job. `unsure`
    counts jobs that were left out because no figure says whether they fit the filters."""
    form = forms.form_of(request, format)
    if level not in {"", "same", "one"}:
        raise Refusal(422, "level is same or one.", known=["same", "one"])
    occupation, place = asking.concept(f"{scheme}:{code}", "occupation"), asking.area(area)
    chosen = reading.choose(occupation, place, Wanted(level, pay_at_least_as_much, not_in_decline))
    if chosen is None:
        raise Refusal(404, "Moves of this classification are not worked out on this service.")
    found = reading.show(chosen, slice(limit))
    read = [shown.figure for move in found.moves for shown in _figures(move)]
    return forms.listed(
        request, (_move(number, one) for number, one in enumerate(found.moves, start=1)), columns=COLUMNS,
        fields=fields, form=form, name="moves", number=found.number, unsure=found.unsure, weights=found.weights,
        releases=written.sources_of(read),
    )  # fmt: skip


def _figures(move: Move) -> list[Shown]:
    pay, outlook = move.prospects.pay, move.prospects.outlook
    ends = [end for trend in (outlook.trends if outlook else ()) for end in (trend.start, trend.end)]
    return [*(pay.medians if pay else ()), *ends]


def _move(place: int, one: Move) -> Row:
    reach, outlook, pay = one.reach, one.prospects.outlook, one.prospects.pay
    return {
        "place": place, **written.short(one.occupation), "alike": reach.alike, "ready": reach.ready,
        "level": reach.level, "shared_number": one.shared_number, "missing_number": one.missing_number,
        "shared": [_skill(skill) for skill in one.shared], "missing": [_skill(skill) for skill in one.missing],
        "pay": [written.figure(shown.figure) for shown in pay.medians] if pay else None,
        "pay_difference_low": one.pay.low if one.pay else None,
        "pay_difference_high": one.pay.high if one.pay else None, "pay_unit": one.pay.unit if one.pay else None,
        "pay_cannot_tell_apart": one.same_pay_figures,
        "outlook": [_trend(trend) for trend in outlook.trends] if outlook else None,
        "change_low": round(outlook.low, 2) if outlook else None,
        "change_high": round(outlook.high, 2) if outlook else None,
        "declines": outlook.declines if outlook and outlook.whole else None,
        "may_decline": outlook.may_decline if outlook else None,
        "between": _between(one), "points": {name: round(points, 3) or 0.0 for name, points in reach.points},
    }  # fmt: skip


def _skill(one: Concept) -> Row:
    return {"scheme": one.scheme.key, "code": one.code, "title": one.title}


def _trend(one: Trend) -> Row:
    return {"start": written.figure(one.start.figure), "end": written.figure(one.end.figure), "change": one.percent}


def _between(one: Move) -> Row | None:
    step = next((step for step in one.steps if step.through), None)
    if step is None or step.through is None:
        return None
    return written.short(step.through) | {"first_ready": step.first_ready, "then_ready": step.then_ready}
