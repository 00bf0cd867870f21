"""A file that a person brought along, between the look at what is in it and the taking over."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.people.models import Membership
from wayline.portfolio.keys import new_key


def incoming_path(incoming: Incoming, name: str) -> str:
    return f"portfolio/incoming/{incoming.key}"


class IncomingQuerySet(models.QuerySet["Incoming"]):
    def visible_to(self, viewer: Membership) -> Self:
        """Only its person's own."""
        return self.filter(owner=viewer.user_id)


class Incoming(models.Model):
    """Kept for a day: the file until it is taken over, the list of what was made so that it can be undone."""

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="portfolio_incoming")
    file = models.FileField(upload_to=incoming_path, max_length=200, blank=True)
    name = models.CharField(_("file name"), max_length=200)
    form = models.CharField(_("format"), max_length=40)
    """A key of formats.register."""
    made = models.JSONField(default=list, blank=True)
    """Keys of the items made of it."""
    taken_at = models.DateTimeField(null=True, blank=True, editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Incoming]] = models.Manager.from_queryset(IncomingQuerySet)()

    class Meta:
        verbose_name = _("file brought along")
        verbose_name_plural = _("files brought along")
        ordering = ["-added_at"]

    def __str__(self) -> str:
        return self.name
