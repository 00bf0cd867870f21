"""What a person answered in the inventory of interests, and whom they let read the result."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.people.models import Membership, User


class InterestSheetQuerySet(models.QuerySet["InterestSheet"]):
    def visible_to(self, viewer: Membership) -> Self:
        """The person's own, and nobody else's. An adviser reads through `shown_to`."""
        return self.filter(user=viewer.user_id)

    def shown_to(self, adviser: Membership) -> Self:
        """What a person lets this adviser read, until the day they said."""
        shown = InterestShare.objects.filter(adviser=adviser, until__gte=timezone.localdate())
        return self.filter(pk__in=shown.values("sheet"), finished_at__isnull=False)


class InterestSheet(models.Model):
    """One time a person takes the inventory. It can be left and taken up again until it is finished."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="interest_sheets")
    edition = models.CharField(max_length=40)
    """Which activities: answers are never read with another edition."""
    language = models.CharField(max_length=8)
    answers = models.JSONField(default=dict)
    """From 1 to 5 by key of the activity, in the order they were given."""
    begun_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[InterestSheet]] = models.Manager.from_queryset(InterestSheetQuerySet)()

    class Meta:
        verbose_name = _("answers about interests")
        verbose_name_plural = _("answers about interests")
        ordering = ["-begun_at", "-pk"]
        indexes = [models.Index(fields=["user", "-begun_at"], name="assessment_interest_sheet")]

    def __str__(self) -> str:
        return f"{self.edition} ({self.begun_at:%Y-%m-%d})"

    def get_absolute_url(self) -> str:
        name = "result" if self.finished_at else "question"
        return reverse(f"interests:{name}", args=[self.pk])


class InterestShare(models.Model):
    """That an adviser may read a result, until a day. Deleted at once when the person ends it."""

    sheet = models.ForeignKey(InterestSheet, on_delete=models.CASCADE, related_name="shares")
    adviser = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    until = models.DateField()

    class Meta:
        verbose_name = _("share of a result")
        verbose_name_plural = _("shares of results")
        ordering = ["until", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "adviser"], name="assessment_interest_share_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} → {self.adviser_id}"
