"""All stays that a service accompanies: a class at a glance for practitioners, sums for managers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wayline.common.csvfile import csv_response
from wayline.common.paging import page_of
from wayline.common.parts import Column, Crumb, Tab
from wayline.common.small_numbers import SMALL_NUMBER, Cell
from wayline.opportunities import access
from wayline.opportunities.forms.stays import StaysForm
from wayline.opportunities.group_sums import ENOUGH, Table
from wayline.opportunities.models import Agreement
from wayline.opportunities.queries import stay_figures
from wayline.opportunities.queries import stays as reads
from wayline.opportunities.stay_sums import MEASURES
from wayline.opportunities.views.agreements import crumbs
from wayline.people.http import MemberRequest


@dataclass(frozen=True, slots=True)
class Row:
    """A stay in the list, with the marks that a rule put there."""

    stay: Agreement
    silent: int | None
    """Days without a sign, where the rule marks it."""
    is_due: bool
    """The day for the next check-in has come."""


def _asked(request: MemberRequest) -> StaysForm:
    if not access.can_see_stays(request.member):
        raise PermissionDenied(_("The staff of the service that accompanies them look through stays."))
    return StaysForm(request.GET, companies=reads.companies(request.member), groups=reads.groups(request.member))


@require_GET
def index(request: MemberRequest) -> HttpResponse:
    form, today = _asked(request), timezone.localdate()
    wanted = form.wanted(list(reads.ORDERS))
    page = page_of(request, reads.stays(request.member, wanted, today))
    context = {
        "form": form,
        "page": page,
        "rows": [_row(one, form.silent_days) for one in page],
        "columns": _columns(request, wanted.order),
        "silent_days": form.silent_days,
        "has_filter": bool(request.GET),
        "csv_url": f"{reverse('opportunities:stays_csv')}?{request.GET.urlencode()}",
        "can_see_figures": access.can_see_stay_figures(request.member),
        "crumbs": crumbs(Crumb(_("Stays"))),
    }
    return render(request, "opportunities/stays/index.html", context)


def _row(stay: Agreement, marked_after: int) -> Row:
    today = timezone.localdate()
    silent = reads.silent_days(stay, today)
    due = stay.next_on  # type: ignore[attr-defined]
    marked = silent if silent is not None and silent >= marked_after else None
    return Row(stay, marked, stay.is_signed and due is not None and due <= today)


def _columns(request: MemberRequest, order: str) -> list[Column]:
    named = [
        ("name", _("Participant")), ("company", _("Company")), ("begins", _("From – until")),
        ("heard", _("Last sign")), ("next", _("Next check-in")),
    ]  # fmt: skip
    kept = {name: value for name, value in request.GET.items() if name not in ("order", "page") and value}
    columns = []
    for key, label in named:
        turned = f"-{key}" if order == key else key
        direction = {key: "ascending", f"-{key}": "descending"}.get(order, "")
        columns.append(Column(label, sort_url=f"?{urlencode({**kept, 'order': turned})}", sorted=direction))
    return columns


HEADER = (
    "participant", "group", "company", "title", "status", "from", "until", "last shown entry", "last check-in",
    "days without a sign", "next check-in",
)  # fmt: skip


@require_GET
def index_csv(request: MemberRequest) -> StreamingHttpResponse:
    form, today = _asked(request), timezone.localdate()
    found = reads.stays(request.member, form.wanted(list(reads.ORDERS)), today)
    return csv_response("stays.csv", HEADER, (_cells(one) for one in found))


def _cells(one: Any) -> list[object]:
    silent = reads.silent_days(one, timezone.localdate())
    return [
        one.participant.name, one.group, one.employer.name, one.title, one.get_state_display(), one.starts_on,
        one.ends_on, one.wrote_on, one.checked_on, silent, one.next_on,
    ]  # fmt: skip


# Figures


def _figures(request: MemberRequest) -> tuple[stay_figures.Figures, list[int]]:
    if not access.can_see_stay_figures(request.member):
        raise PermissionDenied(_("Managers and administrators see the figures of their service."))
    years = stay_figures.years(request.member.organisation)
    today = timezone.localdate()
    asked = next((year for year in years if str(year) == request.GET.get("year", "")), None)
    year = asked or (years[0] if years else today.year)
    return stay_figures.figures(request.member.organisation, year, today), years


@require_GET
def figures(request: MemberRequest) -> HttpResponse:
    found, years = _figures(request)
    here = reverse("opportunities:stay_figures")
    context = {
        "found": found,
        "tabs": [Tab(str(year), f"{here}?year={year}", year == found.year) for year in years],
        "tables": [
            (title, found.tables[by], note, _("Not known") if by in PLAIN else _("Another answer, or none"))
            for by, title, note in _titles()
        ],
        "enough": SMALL_NUMBER,
        "enough_answers": ENOUGH,
        "csv_url": f"{reverse('opportunities:stay_figures_csv')}?year={found.year}",
        "crumbs": crumbs(Crumb(_("Stays"), reverse("opportunities:stays")), Crumb(_("Figures"))),
    }
    return render(request, "opportunities/stays/figures.html", context)


PLAIN = ("field", "place", "age", "found")
"""Tables of what is held for the stay; the others count answers that people gave for fairness alone."""


def _titles() -> list[tuple[str, str, str]]:
    answered = _("As those answered who agreed to have it counted, until the end of last month.")
    return [
        ("field", _("By field of work"), _("The widest group of the occupation that the offer names.")),
        ("place", _("By place"), _("The area that the offer names.")),
        ("age", _("By age on the first day"), _("From the date of birth in the agreement.")),
        ("found", _("By how the place was found"), _("As the service or the participant said it.")),
        ("sex", _("By sex"), answered),
        ("background", _("By background: work of the main earner at home at 14"), answered),
    ]


@require_GET
def figures_csv(request: MemberRequest) -> StreamingHttpResponse:
    """Hidden figures are empty cells, and say why."""
    found, _years = _figures(request)
    header = ["year", "by", "group", *MEASURES.counts, "hidden"]
    rows = (row for by, table in found.tables.items() for row in _lines(found.year, by, table))
    return csv_response(f"stays-{found.year}.csv", header, rows)


def _lines(year: int, by: str, table: Table) -> Iterator[list[object]]:
    for line in (*table.lines, table.total):
        name = line.name if line is not table.total else "total"
        yield [
            year,
            by,
            name or ("not known" if by in PLAIN else "another answer or none"),
            *(cell.value for cell in line.cells),
            _why(line.cells),
        ]


def _why(cells: tuple[Cell, ...]) -> str:
    return next((cell.reason for cell in cells if cell.reason), "")
