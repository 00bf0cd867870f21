"""Whether what people were shown is as good for some as for others: by age, area, sex and limits through health.

Age is known of people who agreed to it for this purpose; sex and limits of people who answered for it, and agreed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import F, FloatField, Max, Q, Sum, Value
from django.db.models.functions import Cast, Log
from django.utils import timezone
from django.utils.translation import gettext as _

from wayline.opportunities.group_sums import ENOUGH, fold
from wayline.opportunities.matching.audit import WELL, Group, Seen, audit
from wayline.opportunities.models import SetAside, ShownMatch
from wayline.opportunities.queries import about_you, fairness_groups, selection_fairness
from wayline.people.models import Consent, Organisation

PURPOSE = "matching-fairness"
PERIODS = (30, 90, 365)
YEAR = 365
"""What people answered about themselves is counted over a year alone: two periods could tell of those between them."""
FIRST = 10
"""Places of a list that count."""


@dataclass(frozen=True, slots=True)
class Report:
    """Sums over people who were shown matches in so many days; `found` and `applied` of a year alone."""

    days: int
    all: list[Group]
    matches: dict[str, list[Group]]
    """By “age” and “area”; over a year by “sex” and “limits” too."""
    reasons: list[tuple[str, int | None]]
    """Why matches were set aside; None stands for fewer than are shown."""
    found: selection_fairness.Groups = field(default_factory=dict)
    applied: selection_fairness.Groups = field(default_factory=dict)

    @property
    def is_of_a_year(self) -> bool:
        return self.days == YEAR


Figures = dict[int, tuple[int, float]]


def report(service: Organisation, days: int) -> Report:
    """As many queries for many people as for few."""
    figures = _figures(service, days)
    everybody = _by(figures, {}, [], _("Everybody"))
    matches = {"age": _ages(figures), "area": _areas(figures)}
    reasons = _reasons(figures, days)
    if days != YEAR:
        return Report(days, everybody, matches, reasons)
    since = timezone.now() - timedelta(days=days)
    return Report(
        days, everybody, _answered(figures) | matches, reasons,
        selection_fairness.found(service, since), selection_fairness.applied(service, since),
    )  # fmt: skip


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


def _ages(figures: Figures) -> list[Group]:
    agreed = Consent.objects.filter(purpose=PURPOSE, withdrawn_at=None) | about_you.agreed()
    return _by(figures, fairness_groups.ages(figures, agreed), fairness_groups.bands(), _("Not known"))


def _areas(figures: Figures) -> list[Group]:
    areas = fairness_groups.areas(figures)
    return _by(figures, areas, sorted(set(areas.values())), _("No area chosen"))


def _answered(figures: Figures) -> dict[str, list[Group]]:
    said, others = about_you.groups(figures), _("Another answer, or none")
    return {
        "sex": _by(figures, _folded(figures, said.sex, others), about_you.sexes(), others),
        "limits": _by(figures, _folded(figures, said.limits, others), about_you.limits(), others),
    }


def _folded(figures: Figures, said: dict[int, str], others: str) -> dict[int, str]:
    """An answer that few gave counts with those who gave none: the table does not tell that somebody gave it."""
    return {user: answer or others for user, answer in fold({one: said.get(one, "") for one in figures}).items()}


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
    return [(str(labels[reason]), len(users) if len(users) >= ENOUGH else None) for reason, users in counted]
