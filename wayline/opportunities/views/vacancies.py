"""What employers ask for: trends of the vacancies of this service, for everybody; as a page and as CSV."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wayline.common.csvfile import csv_response
from wayline.common.parts import Column, Crumb
from wayline.lmi import plots
from wayline.lmi.indicators import plain
from wayline.opportunities.models import VacancyFact
from wayline.opportunities.queries import vacancy_figures
from wayline.opportunities.queries.vacancy_figures import Page, Quarter
from wayline.opportunities.templatetags.vacancies import quarter_words, written_money
from wayline.opportunities.vacancy_hiding import DOMINANT, EMPLOYERS, FEWEST, ROUND


def _asked(request: HttpRequest) -> Page | None:
    count = vacancy_figures.newest()
    if count is None or not count.quarters:
        return None
    said = {name: request.GET.get(name, "")[:120] for name in ("occupation", "area", "quarter")}
    return vacancy_figures.page(count, **said)


@login_not_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    found = _asked(request)
    context: dict[str, Any] = {
        "page": found,
        "crumbs": [Crumb(_("Jobs and places"), reverse("opportunities:search")), Crumb(_("What employers ask for"))],
        "invented": vacancy_figures.invented(),
        "rules": {"fewest": FEWEST, "employers": EMPLOYERS, "dominant": round(100 * DOMINANT), "round": ROUND},
    }
    if found is None:
        context["waiting"] = VacancyFact.objects.count()
    else:
        query = urlencode({"occupation": found.occupation_key, "area": found.area_key, "quarter": found.quarter.key})
        context |= {
            "csv_url": f"{reverse('opportunities:vacancy_figures_csv')}?{query}",
            "trend": _trend(found),
            "pay_trend": _pay_trend(found),
        }
    return render(request, "opportunities/vacancies/figures.html", context)


@login_not_required
@require_safe
def csv(request: HttpRequest) -> HttpResponseBase:
    """Everything of the chosen occupations and area, of all quarters."""
    found = _asked(request)
    rows = vacancy_figures.rows(found) if found else iter(())
    return csv_response("what-employers-ask-for.csv", vacancy_figures.HEADER, rows)


def _where(page: Page) -> str:
    job = dict(page.occupations).get(page.occupation_key, _("all occupations"))
    place = dict(page.areas).get(page.area_key, _("all areas"))
    return f"{job}, {place}"


def _trend(page: Page) -> dict[str, Any]:
    """A quarter without a vacancy is 0; a hidden one is a gap."""
    title = _("Vacancies published, by quarter")
    numbers = [None if one.hidden else one.vacancies or 0 for one in page.series]
    rows = [
        [quarter_words(one.key), _hidden() if one.hidden else plain(one.vacancies or 0), _change(page, place)]
        for place, one in enumerate(page.series)
    ]
    columns = [
        Column(_("Quarter")), Column(_("Vacancies"), numeric=True),
        Column(_("Against a year before"), numeric=True),
    ]  # fmt: skip
    return _chart(page, "trend", title, numbers, columns, rows)


def _hidden() -> str:
    return _("hidden: too few")


def _change(page: Page, place: int) -> str:
    now, before = page.series[place].vacancies, page.series[place - 4].vacancies if place >= 4 else None
    if not now or not before:
        return "–"
    change = round(100 * (now - before) / before)
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return _("%(sign)s%(change)s %%") % {"sign": sign, "change": abs(change)}


def _pay_trend(page: Page) -> dict[str, Any] | None:
    """The middle of the pay offered, in the currency that most name."""
    currency = page.currency
    spreads = [one.shown.get("pay", {}).get(currency) for one in page.series]
    if sum(spread is not None for spread in spreads) < 2:
        return None
    title = _("Median pay offered, full-time year, by quarter")
    numbers = [spread["middle"] if spread else None for spread in spreads]
    rows = [
        [quarter_words(one.key), written_money(spread["middle"], currency), plain(spread["number"])]
        if spread
        else [quarter_words(one.key), _("too few say it"), "–"]
        for one, spread in zip(page.series, spreads, strict=True)
    ]
    columns = [Column(_("Quarter")), Column(_("Median"), numeric=True), Column(_("Vacancies"), numeric=True)]
    return _chart(page, "pay", title, numbers, columns, rows)


def _chart(
    page: Page, name: str, title: str, numbers: list[Any], columns: list[Column], rows: list[list[str]]
) -> dict[str, Any]:
    points = [
        plots.Point(_short(one), one.at, None if number is None else float(number))
        for one, number in zip(page.series, numbers, strict=True)
    ]
    summary = _("%(where)s. A grey column means that there is no figure to show.") % {"where": _where(page)}
    labels = plots.Labels(f"{title}: {_where(page)}", summary, gap=_("no figure"))
    drawing = plots.series(points, labels, plain, key=f"vacancies-{name}")
    # plots escapes every text that it draws
    return {"drawing": SafeString(drawing), "title": title, "columns": columns, "rows": rows, "summary": _where(page)}


def _short(one: Quarter) -> str:
    return _("%(year)s/%(quarter)s") % {"year": one.key[:4], "quarter": one.key[5]}
