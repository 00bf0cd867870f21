"""The result of the inventory for a page: words, hexagon with its table, basic interests, occupations with reasons."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wayline.assessment.interest_data import OCCUPATIONS, held_by, rated, sums_of
from wayline.assessment.interest_words import TYPES, joined, name_of
from wayline.assessment.interests.fit import Fitting
from wayline.assessment.interests.profile import Profile, Score
from wayline.assessment.models import InterestSheet
from wayline.common import charts
from wayline.common.parts import Column
from wayline.people.models import User

STRONGEST = 8
CANDIDATES, OFFERED = 150, 30
RADIUS, MIDDLE_X, MIDDLE_Y = 135, 240, 200
HIGHEST = 4.0


@dataclass(frozen=True, slots=True)
class Offered:
    """An occupation with its reasons in words."""

    title: str
    url: str
    fit: str
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class ResultPage:
    profile: Profile
    headline: str
    remarks: list[str]
    types: list[tuple[str, str]]
    drawing: SafeString
    columns: list[Column]
    rows: list[list[str]]
    interest_columns: list[Column]
    strongest: list[list[str]]
    others: list[list[str]]
    names: dict[str, str]
    time_columns: list[Column]
    time_rows: list[list[str]]
    over_time: SafeString | None


def profile_of(sheet: InterestSheet) -> Profile | None:
    from wayline.assessment.interests.profile import profile

    sums = sums_of(sheet.edition, sheet.language)
    return None if sums is None else profile(sums, sheet.answers)


def result_page(sheet: InterestSheet, history: Sequence[InterestSheet]) -> ResultPage | None:
    """None when nothing can be told: too few answers, or their activities are no longer here."""
    found = profile_of(sheet)
    sums = sums_of(sheet.edition, sheet.language)
    if found is None or sums is None:
        return None
    names = dict(sums.inventory.interests)
    met = [score for score in found.interests if score.answered]
    strongest = met[:STRONGEST]
    others = [score for score in found.interests if score not in strongest]
    figures = [Column(_("Score (0–4)"), numeric=True), Column(_("95 % interval"), numeric=True),
               Column(_("Answered"), numeric=True)]  # fmt: skip
    time_rows, over_time = _over_time(history)
    return ResultPage(
        profile=found,
        headline=_headline(found),
        remarks=_remarks(found),
        types=[(name_of(code), str(TYPES[code].text)) for group in found.ranks for code in group],
        drawing=hexagon(found),
        columns=[Column(_("Type")), *figures],
        rows=[[name_of(score.code), *_figures(score)] for score in found.types],
        interest_columns=[Column(_("Basic interest")), *figures],
        strongest=[_interest(names, score) for score in strongest],
        others=[_interest(names, score) for score in others],
        names=names,
        time_columns=[Column(_("Taken on")), *(Column(name_of(code), numeric=True) for code in TYPES)],
        time_rows=time_rows,
        over_time=over_time,
    )


def _interest(names: Mapping[str, str], score: Score) -> list[str]:
    """Names of basic interests are the publisher's, in English."""
    return [format_html('<span lang="en">{}</span>', names[score.code]), *_figures(score)]


def _figures(score: Score) -> list[str]:
    between = f"{number_format(score.low, 1)}–{number_format(score.high, 1)}"
    answered = _("%(answered)s of %(all)s") % {"answered": score.answered, "all": score.activities}
    return [number_format(score.value, 1), between, answered]


def _headline(found: Profile) -> str:
    if found.is_flat:
        return _("Your answers do not put one type before the others")
    if found.has_tie_at_top:
        return _("Your strongest types are %(types)s, about equally") % {"types": joined(found.ranks[0])}
    return _("Your strongest type is %(types)s") % {"types": joined(found.ranks[0])}


def _remarks(found: Profile) -> list[str]:
    if found.is_flat:
        return [
            _("Such a flat profile is nothing bad. You may like many things, or few, or have found the activities hard "
              "to judge. A list of occupations would be chance; it is not shown."),
            _("What helps: look at the single activities you liked most, try things out, or talk with an adviser."),
        ]  # fmt: skip
    remarks = []
    if len(found.ranks) > 1:
        remarks.append(_("Then comes %(types)s.") % {"types": joined(found.ranks[1])})
    if any(len(group) > 1 for group in found.ranks[:2]):
        remarks.append(_("Types named together cannot be told apart with these answers."))
    return remarks


def _point(number: int, value: float) -> tuple[float, float]:
    angle = math.radians(60 * number - 90)
    return MIDDLE_X + RADIUS * value * math.cos(angle), MIDDLE_Y + RADIUS * value * math.sin(angle)


def _corners(values: Sequence[float]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in (_point(n, value) for n, value in enumerate(values)))


def hexagon(found: Profile) -> SafeString:
    """The six scores on the axes of a hexagon, neighbours beside each other. Its table stands beside it in the page."""
    title = _("Your six types on the hexagon")
    told = "; ".join(f"{name_of(score.code)} {number_format(score.value, 1)}" for score in found.types)
    rings = "".join(
        f'<polygon points="{_corners([part / HIGHEST] * 6)}" fill="none" stroke="{charts.LINE}" stroke-width="1"/>'
        for part in (1, 2, 3, 4)
    )
    axes = "".join(
        f'<line x1="{MIDDLE_X}" y1="{MIDDLE_Y}" x2="{x:.1f}" y2="{y:.1f}" stroke="{charts.LINE}"/>'
        for x, y in (_point(n, 1) for n in range(6))
    )
    values = [score.value / HIGHEST for score in found.types]
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{charts.PALETTE[0]}"/>' for x, y in
                   (_point(n, value) for n, value in enumerate(values)))  # fmt: skip
    return SafeString(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 400" width="480" class="wl-hexagon" role="img" '
        f'aria-labelledby="hexagon-title hexagon-told" font-family="{charts.FONT}" font-size="18" fill="{charts.INK}">'
        f'<title id="hexagon-title">{escape(title)}</title><desc id="hexagon-told">{escape(told)}</desc>'
        f"{rings}{axes}"
        f'<polygon points="{_corners(values)}" fill="{charts.PALETTE[0]}" fill-opacity="0.18" '
        f'stroke="{charts.PALETTE[0]}" stroke-width="3"/>{dots}{_labels(found)}</svg>'
    )


def _labels(found: Profile) -> str:
    drawn = ""
    for number, score in enumerate(found.types):
        x, y = _point(number, 1)
        above = number in (0, 1, 5)
        name, value = escape(name_of(score.code)), escape(number_format(score.value, 1))
        drawn += f'<text x="{x:.1f}" y="{y + (-14 if above else 26):.1f}" text-anchor="middle">{name} {value}</text>'
    return drawn


def _over_time(history: Sequence[InterestSheet]) -> tuple[list[list[str]], SafeString | None]:
    """Earlier and later results side by side, also of other editions: a type is the same type in each."""
    rows: list[list[str]] = []
    points: list[tuple[str, str, float | None]] = []
    for number, sheet in enumerate(history, 1):
        found = profile_of(sheet)
        if found is None or sheet.finished_at is None:
            continue
        day = date_format(sheet.finished_at, "SHORT_DATE_FORMAT")
        rows.append([day, *(number_format(score.value, 1) for score in found.types)])
        points += [(name_of(score.code), f"{number}: {day}", score.value) for score in found.types]
    if len(rows) < 2:
        return [], None
    chart: Any = charts.lines(points, period=_("Taken on"), amount=_("Score (0–4)"))
    return rows, charts.draw(chart, title=_("Your types over time"))


def occupations(found: Profile, user: User, zone: int) -> list[Offered] | None:
    """None when no rated occupations are loaded; empty for a flat profile."""
    from wayline.assessment.interests.fit import fitting

    known = rated()
    if known is None:
        return None
    if found.is_flat:
        return []
    zones = [zone] if zone else []
    best = fitting(found.values, known, zones=zones, limit=CANDIDATES)
    held = held_by(user, [one.code for one in best])
    if held:
        best = fitting(found.values, known, zones=zones, held=held, limit=CANDIDATES)
    return [_offered(one, zone) for one in best[:OFFERED]]


def _offered(one: Fitting, zone: int) -> Offered:
    return Offered(
        one.title,
        reverse("lmi:occupation", args=[OCCUPATIONS, one.code]),
        number_format(one.fit, 2),
        [reason for reason in (_why_interest(one), _why_zone(one, zone), _why_skills(one)) if reason],
    )


def _why_interest(one: Fitting) -> str:
    if not one.shared:
        return _("Its interests rise and fall somewhat as yours do.")
    return _("Like you, it is above its average in %(types)s.") % {"types": joined(one.shared)}


def _why_zone(one: Fitting, zone: int) -> str:
    if not one.zone:
        return _("How much preparation it needs is not known.")
    if zone and not one.away:
        return _("Preparation: level %(zone)s of 5, as you asked.") % {"zone": one.zone}
    return _("Preparation: level %(zone)s of 5.") % {"zone": one.zone}


def _why_skills(one: Fitting) -> str:
    if not one.held.names:
        return ""
    return _("You keep %(number)s of %(all)s skills it needs: %(names)s.") % {
        "number": len(one.held.names),
        "all": one.held.needed,
        "names": ", ".join(one.held.names[:5]),
    }
