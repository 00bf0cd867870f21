"""What lmi holds about a person: the area they read for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wayline.lmi.models import ReadingArea
from wayline.people.holdings import Holding, Rows, plain, register
from wayline.people.models import User


def register_own() -> None:
    register(Holding(ReadingArea, _("The area you read figures for"), _areas, _erase_areas))


def _areas(user: User) -> Rows:
    return plain(ReadingArea.objects.filter(user=user), "area__title", "area__code")


def _erase_areas(user: User) -> int:
    return ReadingArea.objects.filter(user=user).delete()[0]
