"""The area a person reads figures for."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wayline.people.models import Membership
from wayline.taxonomy.models import Area


class ReadingAreaQuerySet(models.QuerySet["ReadingArea"]):
    def visible_to(self, viewer: Membership) -> Self:
        return self.filter(user=viewer.user_id)


class ReadingArea(models.Model):
    """Explorer pages open on it. One a person."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager[ReadingArea]] = models.Manager.from_queryset(ReadingAreaQuerySet)()

    class Meta:
        verbose_name = _("area a person reads for")
        verbose_name_plural = _("areas people read for")

    def __str__(self) -> str:
        return str(self.area)
