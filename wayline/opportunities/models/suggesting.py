"""What a person opened, while they let suggestions use it, and which suggestions they do not want now."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.models.offers import Opportunity
from wayline.people.models import Membership, User
from wayline.taxonomy.models import Concept


class OpenedQuerySet(models.QuerySet["Opened"]):
    def visible_to(self, viewer: Membership) -> Self:
        """One's own, and nobody else's."""
        return self.filter(user=viewer.user_id)


class Opened(models.Model):
    """An offer, or an occupation among the jobs to move to, that a person opened. The last 50, for 90 days."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="opened_things")
    offer = models.ForeignKey(Opportunity, null=True, on_delete=models.CASCADE, related_name="+")
    occupation = models.ForeignKey(Concept, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Opened]] = models.Manager.from_queryset(OpenedQuerySet)()

    class Meta:
        verbose_name = _("thing opened")
        verbose_name_plural = _("things opened")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "offer"], name="opportunities_opened_offer_once"),
            models.UniqueConstraint(fields=["user", "occupation"], name="opportunities_opened_job_once"),
            models.CheckConstraint(
                condition=Q(offer=None, occupation__isnull=False) | Q(offer__isnull=False, occupation=None),
                name="opportunities_opened_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.offer_id or self.occupation_id}"


class PutOffQuerySet(models.QuerySet["PutOff"]):
    def visible_to(self, viewer: Membership) -> Self:
        return self.filter(user=viewer.user_id)


class PutOff(models.Model):
    """A suggestion that a person does not want now. `key`: `offer-` or `job-` and its number."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="put_off")
    key = models.CharField(max_length=30)
    title = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[PutOff]] = models.Manager.from_queryset(PutOffQuerySet)()

    class Meta:
        verbose_name = _("suggestion put off")
        verbose_name_plural = _("suggestions put off")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="opportunities_put_off_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.key}"
