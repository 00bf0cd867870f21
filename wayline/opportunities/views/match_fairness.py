"""Whether what people were shown is as good for some as for others, for managers; as a page and as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wayline.common.csvfile import csv_response
from wayline.common.parts import Crumb, Tab
from wayline.opportunities import access
from wayline.opportunities.group_sums import ENOUGH
from wayline.opportunities.matching import selection
from wayline.opportunities.matching.audit import WELL, Group, Interval
from wayline.opportunities.queries import match_fairness
from wayline.opportunities.queries.selection_fairness import Groups
from wayline.people.http import MemberRequest

USUAL = 90
HEADER = (
    "of", "by", "group", "people", "rate", "rate_low", "rate_high", "ratio_to_highest", "attention", "attention_low",
    "attention_high", "best_score_quarter", "best_score_median", "best_score_three_quarters",
)  # fmt: skip
STAGES = {"found": ["shown_to_companies"], "applied": ["invited", "taken_on"]}
"""Of each kind of selection, as the CSV names them."""


def _report(request: MemberRequest) -> match_fairness.Report:
    if not access.can_set_rule(request.member):
        raise PermissionDenied
    asked = request.GET.get("days", "")
    days = next((one for one in match_fairness.PERIODS if str(one) == asked), USUAL)
    return match_fairness.report(request.member.organisation, days)


@require_GET
def fairness(request: MemberRequest) -> HttpResponse:
    found = _report(request)
    here = reverse("opportunities:match_fairness")
    titles = _titles()
    context = {
        "report": found,
        "tables": [(*titles[by], groups) for by, groups in found.matches.items()],
        "selections": _selections(found),
        "tabs": [
            Tab(_("%(days)d days") % {"days": days}, f"{here}?days={days}", days == found.days)
            for days in match_fairness.PERIODS
        ],
        "year_url": f"{here}?days={match_fairness.YEAR}",
        "enough": ENOUGH,
        "well": WELL,
        "crumbs": [
            Crumb(_("Offers"), reverse("opportunities:offers")),
            Crumb(_("Matching"), reverse("opportunities:match_rules")),
            Crumb(_("Fairness")),
        ],
    }
    return render(request, "opportunities/matching/fairness.html", context)


def _titles() -> dict[str, tuple[str, str]]:
    answered = _("As those answered who agreed to have it counted, until the end of last month.")
    return {
        "sex": (_("By sex"), answered),
        "limits": (_("By limits through health"), answered),
        "age": (_("By age"), _("Of those who agreed that their year of birth is used for this.")),
        "area": (_("By area"), _("The first area that each of them chose for matching.")),
    }


def _selections(found: match_fairness.Report) -> list[dict[str, object]]:
    """What others decide about people: which heading, what it says, the stages, the tables."""
    return [
        {
            "title": _("People whom companies find"),
            "text": _("Of clients who let companies find them today: the part whom a company saw among the first ten."),
            "nobody": _("No client of yours lets companies find them."),
            "stages": [_("Shown to a company")],
            "tables": _named(found.found),
            "is_hidden": _is_hidden(found.found),
        },
        {
            "title": _("People who applied"),
            "text": _(
                "Of clients who applied here in this time, by people: the part who were invited to at least one place, "
                "and who were taken on, as companies say it."
            ),
            "nobody": _("Nobody applied here in this time."),
            "stages": [_("Invited"), _("Taken on")],
            "tables": _named(found.applied),
            "is_hidden": _is_hidden(found.applied),
        },
    ]


def _named(groups: Groups) -> list[tuple[str, str, list[selection.Group], str]]:
    """Title, note, groups, and what the group without a name is called."""
    titles, none = _titles(), {"age": _("Not known"), "area": _("No area chosen")}
    return [(*titles[by], found, none.get(by, _("Another answer, or none"))) for by, found in groups.items()]


def _is_hidden(groups: Groups) -> bool:
    """They are so few that no table shows anything."""
    return all(one.is_hidden for found in groups.values() for one in found)


@require_GET
def fairness_csv(request: MemberRequest) -> StreamingHttpResponse:
    """Hidden figures are empty cells."""
    found = _report(request)
    return csv_response(f"matching-fairness-{found.days}-days.csv", HEADER, _rows(found))


def _rows(found: match_fairness.Report) -> Iterator[list[object]]:
    for by, groups in {"all": found.all, **found.matches}.items():
        for group in groups:
            yield ["matches", by, *_cells(group)]
    for kind, tables in (("found", found.found), ("applied", found.applied)):
        for by, selected in tables.items():
            yield from _selected(kind, by, selected)


def _cells(group: Group) -> list[object]:
    rate, attention = group.rate, group.attention
    if rate is None or attention is None or group.quartiles is None:
        return [group.name, *[""] * (len(HEADER) - 3)]
    parts = (*_parts(rate), group.ratio, *_parts(attention))
    return [group.name, group.people, *map(_figure, parts), *(f"{one:.0f}" for one in group.quartiles)]


def _selected(kind: str, by: str, groups: list[selection.Group]) -> Iterator[list[object]]:
    for at, stage in enumerate(STAGES[kind]):
        for group in groups:
            name = "total" if group is groups[-1] else group.name or "another answer or none"
            rate = group.rates[at]
            figures = [_figure(one) for one in (*_parts(rate.share), rate.ratio)]
            people = "" if group.people is None else group.people
            yield [stage, by, name, people, *figures, *[""] * (len(HEADER) - 8)]


def _parts(interval: Interval | None) -> tuple[float | None, ...]:
    return (interval.value, interval.low, interval.high) if interval else (None, None, None)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
