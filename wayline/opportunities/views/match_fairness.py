"""Whether what people were shown is as good for some as for others, for managers; as a page and as CSV."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wayline.common.csvfile import csv_response
from wayline.common.parts import Crumb, Tab
from wayline.opportunities import access
from wayline.opportunities.matching.audit import ENOUGH, WELL, Group
from wayline.opportunities.queries import match_fairness
from wayline.people.http import MemberRequest

USUAL = 90
HEADER = (
    "by", "group", "people", "rate", "rate_low", "rate_high", "ratio_to_highest", "attention", "attention_low",
    "attention_high", "best_score_quarter", "best_score_median", "best_score_three_quarters",
)  # fmt: skip


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
    context = {
        "report": found,
        "tables": [
            (_("By age"), found.ages, _("Of those who agreed that their year of birth is used for this.")),
            (_("By area"), found.areas, _("The first area that each of them chose for matching.")),
        ],
        "tabs": [
            Tab(_("%(days)d days") % {"days": days}, f"{here}?days={days}", days == found.days)
            for days in match_fairness.PERIODS
        ],
        "enough": ENOUGH,
        "well": WELL,
        "crumbs": [
            Crumb(_("Offers"), reverse("opportunities:offers")),
            Crumb(_("Matching"), reverse("opportunities:match_rules")),
            Crumb(_("Fairness")),
        ],
    }
    return render(request, "opportunities/matching/fairness.html", context)


@require_GET
def fairness_csv(request: MemberRequest) -> StreamingHttpResponse:
    """Hidden figures are empty cells."""
    found = _report(request)
    kinds = (("all", found.all), ("age", found.ages), ("area", found.areas))
    rows = [[by, *_cells(group)] for by, groups in kinds for group in groups]
    return csv_response(f"matching-fairness-{found.days}-days.csv", HEADER, rows)


def _cells(group: Group) -> list[object]:
    rate, attention = group.rate, group.attention
    if rate is None or attention is None or group.quartiles is None:
        return [group.name, *[""] * (len(HEADER) - 2)]
    parts = (rate.value, rate.low, rate.high, group.ratio, attention.value, attention.low, attention.high)
    figures = ["" if one is None else f"{one:.3f}" for one in parts]
    return [group.name, group.people, *figures, *(f"{one:.0f}" for one in group.quartiles)]
