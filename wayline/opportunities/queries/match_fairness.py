"""The record of matches by age and by area: whether what people were shown is as good for some as for others.

Age is known of people who agreed to it for this purpose alone. Wayline holds no sex, so nothing can be said of it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, FloatField, Max, Q, Sum, Value
from django.db.models.functions import Cast, Log
from django.utils import timezone
from django.utils.translation import gettext as _

from wayline.opportunities.matching.audit import WELL, Group, Seen, audit
from wayline.opportunities.models import MatchChoice, SetAside, ShownMatch
from wayline.people.models import Consent, Organisation
from wayline.portfolio.models import Holder

PURPOSE = "matching-fairness"
PERIODS = (30, 90, 365)
FIRST = 10
"""Places of a list that count."""
BANDS = ((0, "–24"), (25, "25–34"), (35, "35–44"), (45, "45–54"), (55, "55–64"), (65, "65–"))


@dataclass(frozen=True, slots=True)
class Report:
    """`people`: clients who were shown matches; None when so few that they are not counted."""

    days: int
    ages: list[Group]
    areas: list[Group]
    all: list[Group]
    reasons: list[tuple[str, int | None]]
    """Why matches were set aside; None stands for fewer than are shown."""


Figures = dict[int, tuple[int, float]]


def report(service: Organisation, days: int) -> Report:
    """Five queries, however many people there are."""
    figures = _figures(service, days)
    areas = _areas(figures)
    everybody = _("Everybody")
    return Report(
        days,
        _by(figures, _ages(service, figures), [band for _from, band in BANDS], _("Not known")),
        _by(figures, areas, sorted(set(areas.values())), _("No area chosen")),
        _by(figures, {}, [], everybody),
        _reasons(figures, days),
    )


def _figures(service: Organisation, days: int) -> Figures:
    """By person: the best score, and the part of their attention that went to matches that fit well."""
    weight = Value(1.0) / Log(2, Cast(F("place") + 1, FloatField()))
    rows = ShownMatch.objects.filter(
        service=service, is_job=False, place__lte=FIRST, last_at__gte=timezone.now() - timedelta(days=days)
    ).values("user")
    summed = rows.annotate(best=Max("score"), seen=Sum(weight), well=Sum(weight, filter=Q(score__gte=WELL)))
    return {row["user"]: (row["best"], min(1.0, (row["well"] or 0) / row["seen"])) for row in summed.order_by()}


def _by(figures: Figures, groups: dict[int, str], order: list[str], others: str) -> list[Group]:
    """Whoever is in no group is one of the others, so that the table adds up and hides by one rule."""
    return audit((Seen(groups.get(user, others), *found) for user, found in figures.items()), [*order, others])


def _ages(service: Organisation, figures: Figures) -> dict[int, str]:
    agreed = Consent.objects.filter(purpose=PURPOSE, withdrawn_at=None, user__memberships__organisation=service)
    born = Holder.objects.filter(owner__in=agreed.values("user")).exclude(birth_date="")
    this_year = timezone.localdate().year
    return {
        user: _band(this_year - int(date[:4]))
        for user, date in born.values_list("owner", "birth_date")
        if user in figures
    }


def _band(age: int) -> str:
    return next(band for begin, band in reversed(BANDS) if age >= begin)


def _areas(figures: Figures) -> dict[int, str]:
    """The first area that each chose; who chose none is in no group."""
    rows = MatchChoice.objects.exclude(areas=None).order_by("user", "-areas__title")
    return {user: title for user, title in rows.values_list("user", "areas__title") if user in figures}


def _reasons(figures: Figures, days: int) -> list[tuple[str, int | None]]:
    """By people, not by offers. Of fewer than ten people no number is said."""
    since = timezone.now() - timedelta(days=days)
    rows = SetAside.objects.filter(at__gte=since).exclude(reason="").values_list("user", "reason")
    people: dict[str, set[int]] = {}
    for user, reason in rows:
        if user in figures:
            people.setdefault(reason, set()).add(user)
    labels = dict(SetAside._meta.get_field("reason").flatchoices)
    counted = sorted(people.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [(str(labels[reason]), len(users) if len(users) >= FEW else None) for reason, users in counted]


FEW = 10
