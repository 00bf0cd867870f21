"""Answers that people gave for fairness alone: one's own, and groups for sums. Nothing here is read by matching."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from wayline.opportunities.models import Agreement
from wayline.opportunities.models.about_you import (
    COUNTED_AS,
    LEAST_AGE,
    PURPOSE,
    AboutYou,
    Background,
    BackgroundGroup,
    Limits,
    Sex,
)
from wayline.opportunities.stay_rules import age_on
from wayline.people import registers
from wayline.people.models import Consent, User
from wayline.portfolio.models import Holder


@dataclass(frozen=True, slots=True)
class Groups:
    """By person, in words of the reader's language; whoever did not answer is in none."""

    sex: dict[int, str] = field(default_factory=dict)
    limits: dict[int, str] = field(default_factory=dict)
    background: dict[int, str] = field(default_factory=dict)


def sexes() -> list[str]:
    return [str(one.label) for one in Sex]


def limits() -> list[str]:
    return [str(one.label) for one in Limits]


def backgrounds() -> list[str]:
    return [str(one.label) for one in BackgroundGroup]


def own(user: User) -> AboutYou | None:
    return AboutYou.objects.filter(user=user).first()


def agreed() -> QuerySet[Consent]:
    """To the words of today. Whoever agreed to earlier words is asked anew, and not counted until then."""
    wording = registers.purpose(PURPOSE).wording
    return Consent.objects.filter(purpose=PURPOSE, wording=wording, withdrawn_at=None)


def has_agreed(user: User) -> bool:
    return agreed().filter(user=user).exists()


def groups(people: Collection[int]) -> Groups:
    """One query. What was answered this month counts from the next one on: nobody sees by the figures who just did."""
    found = Groups()
    for one in _counted(people):
        if one.sex:
            found.sex[one.pk] = str(Sex(one.sex).label)
        if one.limits:
            found.limits[one.pk] = str(Limits(one.limits).label)
        if one.background in COUNTED_AS:
            found.background[one.pk] = str(COUNTED_AS[Background(one.background)].label)
    return found


def _counted(people: Collection[int]) -> QuerySet[AboutYou]:
    month = timezone.localdate().replace(day=1)
    since = datetime.combine(month, time(), timezone.get_current_timezone())
    return AboutYou.objects.filter(user__in=people, changed_at__lt=since).filter(user__in=agreed().values("user"))


def is_too_young(user: User) -> bool:
    """By the portfolio or an agreement on a stay. Where neither tells, the person says that they are old enough."""
    today = timezone.localdate()
    born = [day for day in Agreement.objects.filter(participant=user).values_list("born_on", flat=True) if day]
    said = Holder.objects.filter(owner=user).exclude(birth_date="").values_list("birth_date", flat=True)
    born += [_earliest(date_said) for date_said in said]
    return any(age_on(day, today) < LEAST_AGE for day in born)


def _earliest(said: str) -> date:
    """A year, a month or a day: the first day that it may mean."""
    year, month, day = (int(part) for part in [*said.split("-"), "1", "1"][:3])
    return date(year, month, day)
