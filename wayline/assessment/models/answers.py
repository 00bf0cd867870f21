"""What people have begun, handed in, and kept for themselves."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.assessment.models.instruments import InstrumentVersion
from wayline.assessment.models.surveys import Participant, Wave
from wayline.people.models import Membership, User


class Draft(models.Model):
    """What somebody has begun. Only the code in its address leads to it; handing in removes it.

    `day` ends it after a while. In an anonymous survey it names nobody, not even before it is handed in.
    """

    code_hash = models.CharField(max_length=64, unique=True)
    wave = models.ForeignKey(Wave, null=True, on_delete=models.CASCADE, related_name="drafts")
    """None: a person takes the instrument for oneself."""
    version = models.ForeignKey(InstrumentVersion, on_delete=models.CASCADE, related_name="+")
    anonymous = models.BooleanField()
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, null=True, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=8)
    seed = models.PositiveIntegerField()
    """Draws the order of what is shown in random order, the same on every return."""
    answers = models.JSONField(default=dict)
    day = models.DateField(default=timezone.localdate)

    class Meta:
        verbose_name = _("answers begun")
        verbose_name_plural = _("answers begun")
        constraints = [
            models.CheckConstraint(
                condition=Q(anonymous=False) | Q(user=None, participant=None), name="assessment_draft_nobody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.day})"


class Response(models.Model):
    """What was handed in. An anonymous one has no person, no time and no order: its key is drawn at random."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="responses")
    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="+")
    anonymous = models.BooleanField()
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, null=True, on_delete=models.CASCADE, related_name="+")
    finished_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=8)
    answers = models.JSONField()
    pair_key = models.CharField(max_length=64, blank=True)
    """Brings the waves together: of the account in a named survey, of the code word in an anonymous one."""

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.CheckConstraint(
                condition=Q(anonymous=False) | Q(user=None, participant=None, finished_at=None),
                name="assessment_response_nobody",
            ),
            models.UniqueConstraint(
                fields=["wave", "user"], condition=Q(user__isnull=False), name="assessment_response_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.wave)


class KeptFile(models.Model):
    """A file given as an answer. The name on the disk is drawn at random."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(Draft, null=True, on_delete=models.CASCADE, related_name="files")
    response = models.ForeignKey(Response, null=True, on_delete=models.CASCADE, related_name="files")
    question = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to="assessment")

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")

    def __str__(self) -> str:
        return self.name


class OwnResultQuerySet(models.QuerySet["OwnResult"]):
    def visible_to(self, viewer: Membership) -> Self:
        """The person's own, and nobody else's."""
        return self.filter(user=viewer.user_id)


class OwnResult(models.Model):
    """What a person found out with an instrument taken for oneself. Nobody else reads it, but for what the
    person lets the own manager read (`learning_wishes.py`)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8)
    answers = models.JSONField()
    finished_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[OwnResult]] = models.Manager.from_queryset(OwnResultQuerySet)()

    class Meta:
        verbose_name = _("own result")
        verbose_name_plural = _("own results")
        ordering = ["-finished_at", "-pk"]
        indexes = [models.Index(fields=["user", "-finished_at"], name="assessment_own_result")]

    def __str__(self) -> str:
        return f"{self.version} ({self.finished_at:%Y-%m-%d})"

    def get_absolute_url(self) -> str:
        return reverse("assessment:own_result", args=[self.pk])
