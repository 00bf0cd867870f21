"""Groups of people whose figures are compared: by age and by area. By what they answered: `about_you.py`."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import timezone

from wayline.opportunities.models import MatchChoice
from wayline.people.models import Consent
from wayline.portfolio.models import Holder

BANDS = ((0, "–24"), (25, "25–34"), (35, "35–44"), (45, "45–54"), (55, "55–64"), (65, "65–"))


def ages(people: Collection[int], agreed: QuerySet[Consent]) -> dict[int, str]:
    """By the year of birth in the portfolios of those who agreed to it."""
    born = Holder.objects.filter(owner__in=agreed.filter(user__in=people).values("user")).exclude(birth_date="")
    this_year = timezone.localdate().year
    return {user: _band(this_year - int(date[:4])) for user, date in born.values_list("owner", "birth_date")}


def _band(age: int) -> str:
    return next(band for begin, band in reversed(BANDS) if age >= begin)


def bands() -> list[str]:
    return [band for _from, band in BANDS]


def areas(people: Collection[int]) -> dict[int, str]:
    """The first area that each chose for matching; who chose none is in no group."""
    rows = MatchChoice.objects.filter(user__in=people).exclude(areas=None).order_by("user", "-areas__title")
    return dict(rows.values_list("user", "areas__title"))
