"""Who is answering what at this moment, so that two facilitators do not answer the same person."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.discussion.models.comments import Comment
from wayline.people.models import User

CLAIM = timedelta(minutes=10)


class QueueClaimQuerySet(models.QuerySet["QueueClaim"]):
    def current(self) -> Self:
        return self.filter(until__gt=timezone.now())


class QueueClaim(models.Model):
    """A facilitator has taken a comment from the queue, until a time. At most one holds it."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="claim")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    objects: ClassVar[models.Manager[QueueClaim]] = models.Manager.from_queryset(QueueClaimQuerySet)()

    class Meta:
        verbose_name = _("claim in the queue")
        verbose_name_plural = _("claims in the queue")

    def __str__(self) -> str:
        return f"{self.by_id} – {self.comment_id}"
