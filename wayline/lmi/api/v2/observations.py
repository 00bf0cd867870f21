"""Figures as they stand: filtered, sorted, in pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Path, Query

from wayline.lmi import figures
from wayline.lmi.api.answers import Refusal, answer
from wayline.lmi.api.v2 import asking, forms, shapes, written
from wayline.lmi.api.v2.asking import CURSOR, FIELDS, FORMAT, LIMIT, strict
from wayline.lmi.enums import Statistic
from wayline.lmi.models import Category, Cut, Indicator, Observation

router = Router(tags=["Figures"])
FORMS = ("json", "csv", "parquet")
YEAR_FROM = Query(None, ge=1900, le=2200, description="First year in which the period ends.")
YEAR_TO = Query(None, ge=1900, le=2200, description="Last year.")
SORTS = {"id": "pk", "value": "value", "-value": "value", "period": "period_end", "-period": "period_end"}
MANY = 40
DIMENSIONS = ("industry", "sex", "age", "status", "qualification")


@router.get("/observations", response={200: shapes.Figures}, summary="Figures")
@strict
def observations(
    request: HttpRequest,
    indicator: list[str] = Query([], example="pay_weekly", description="Keys; see /indicators."),
    occupation: list[str] = Query([], example="soc-2010:5241", description="scheme:code, or `all` for all together."),
    element: list[str] = Query([], description="What is rated, as scheme:code: onet-content:2.A.1.a."),
    area: list[str] = Query([], example="gss:K02000001", description="scheme:code; see /areas."),
    statistic: list[str] = Query([], description="median, p90, total …"),
    year_from: int | None = YEAR_FROM,
    year_to: int | None = YEAR_TO,
    cut: str = Query("", max_length=200, description="`everybody`, or categories: sex:2,working-status:self-employed."),
    status: str = Query("", max_length=20, description="actual, suppressed, not_published …"),
    release: int | None = Query(None, ge=1, le=2**31, description="Only this release, be it current or not."),
    sort: str = Query("id", max_length=10, description="id, period, -period; value, -value: those that have one."),
    limit: int = LIMIT, cursor: str = CURSOR, fields: str = FIELDS, format: str = FORMAT,
) -> HttpResponse:  # fmt: skip
    """Everything known about each: value or why there is none, quality, source, place in the publisher's file. Filters
    of one name are alternatives; different names must all fit. Current releases only, unless one is named."""
    form = forms.form_of(request, format, FORMS)
    forms.names_of(fields, written.FIGURE)
    rows = _by_release(release)
    rows = _by_words(rows, indicator, occupation, element, area)
    rows = _by_kind(rows, statistic, cut, status)
    rows = _by_year(rows, year_from, year_to)
    with asking.patiently():
        found = figures.figures_of(_page(rows, sort, cursor)[: limit + 1])
    more = asking.next_of(request, _position(sort, found[limit - 1])) if len(found) > limit else ""
    found = found[:limit]
    return forms.listed(
        request, (written.figure(one) for one in found), columns=written.FIGURE, fields=fields, form=form,
        name="observations", next_page=more, releases=written.sources_of(found),
    )  # fmt: skip


@router.get("/observations/{int:number}", response={200: shapes.OneFigure}, summary="One figure")
@strict
def one(request: HttpRequest, number: int = Path(...)) -> HttpResponse:
    found = figures.one(number) if number < 2**62 else None
    if found is None:
        raise Refusal(404, "There is no figure of this number.")
    return answer(written.figure(found) | {"source": written.release(found.release)})


def _by_release(release: int | None) -> QuerySet[Observation]:
    rows = Observation.objects.public()
    return rows.current() if release is None else rows.filter(release=release)


def _by_words(
    rows: QuerySet[Observation], indicator: list[str], occupation: list[str], element: list[str], area: list[str]
) -> QuerySet[Observation]:
    if max(len(indicator), len(occupation), len(element), len(area)) > MANY:
        raise Refusal(422, f"At most {MANY} values of one name.")
    if indicator:
        rows = rows.filter(indicator__in=indicators(indicator))
    if occupation:
        rows = rows.filter(_occupations(occupation))
    if element:
        rows = rows.filter(element__in=[one.pk for one in asking.concepts(element, "element")])
    if area:
        rows = rows.filter(area__in=[one.pk for one in asking.areas(area)])
    return rows


def _occupations(asked: list[str]) -> Q:
    wanted = asking.concepts([one for one in asked if one != "all"], "occupation")
    condition = Q(occupation__in=[one.pk for one in wanted])
    return condition | Q(occupation=None) if "all" in asked else condition


def indicators(keys: list[str]) -> list[int]:
    known = dict(Indicator.objects.public().values_list("key", "pk"))
    unknown = [key for key in keys if key not in known]
    if unknown:
        raise Refusal(422, f"Unknown indicator: {', '.join(unknown)[:200]}.", known=sorted(known))
    return [known[key] for key in keys]


def _by_kind(rows: QuerySet[Observation], statistic: list[str], cut: str, status: str) -> QuerySet[Observation]:
    if statistic:
        unknown = set(statistic) - set(Statistic.values)
        if unknown:
            raise Refusal(422, f"Unknown statistic: {', '.join(sorted(unknown))[:100]}.", known=list(Statistic.values))
        rows = rows.filter(statistic__in=statistic)
    if cut:
        rows = rows.filter(cut=cut_of(cut))
    if status:
        numbers = {name: number for number, name in written.STATUSES.items()}
        if status not in numbers:
            raise Refusal(422, "Unknown status.", known=list(numbers))
        rows = rows.filter(status=numbers[status])
    return rows


def cut_of(text: str) -> Cut | None:
    """Exactly these categories. None, and so no figure, when nobody counts them together."""
    parts: dict[str, Any] = dict.fromkeys(DIMENSIONS)
    for one in [] if text == "everybody" else text.split(","):
        scheme, _, code = one.strip().partition(":")
        category = Category.objects.filter(scheme=scheme[:40], code=code[:40]).first()
        if category is None:
            raise Refusal(422, f"Unknown category {one[:60]!r}. Write scheme:code, as figures name it.")
        parts[category.dimension] = category
    return Cut.objects.filter(**parts).first()


def _by_year(rows: QuerySet[Observation], first: int | None, last: int | None) -> QuerySet[Observation]:
    if first is not None:
        rows = rows.filter(period_end__gte=date(first, 1, 1))
    if last is not None:
        rows = rows.filter(period_end__lte=date(last, 12, 31))
    return rows


# -- pages ------------------------------------------------------------------------------------------------------------


def _page(rows: QuerySet[Observation], sort: str, cursor: str) -> QuerySet[Observation]:
    """Those behind the last of the page before: no page is counted, so the thousandth costs what the first does."""
    if sort not in SORTS:
        raise Refusal(422, "Unknown sort.", known=list(SORTS))
    if sort == "id":
        position = asking.position_of(cursor, [int])
        return rows.filter(pk__gt=position[0]).order_by("pk") if position else rows.order_by("pk")
    name, down = SORTS[sort], sort.startswith("-")
    if name == "value":
        rows = rows.exclude(value=None)
    position = asking.position_of(cursor, [(int, float) if name == "value" else str, int])
    if position:
        value = position[0] if name == "value" else _day(position[0])
        beyond = Q(**{f"{name}__{'lt' if down else 'gt'}": value})
        rows = rows.filter(beyond | Q(**{name: value, "pk__gt": position[1]}))
    return rows.order_by(f"{'-' if down else ''}{name}", "pk")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(422, "This cursor was not made by this address.") from None


def _position(sort: str, last: figures.Figure) -> list[Any]:
    if sort == "id":
        return [last.observation]
    if sort.endswith("value"):
        return [last.value, last.observation]
    return [last.period_end.isoformat(), last.observation]
