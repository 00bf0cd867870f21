"""What a learner did in a run: visits, answers, hand-ins, and the certificate at the end."""

from __future__ import annotations

import secrets
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.learning.models.programme import AUTHORING_ROLES, Step, StepVersion
from wayline.learning.models.run import Enrolment
from wayline.people.models import Membership

CERTIFICATE_PERCENT = 90
"""The share of steps to complete for a certificate, as FutureLearn's certificate of achievement asks."""


class Progress(models.Model):
    """A learner's visit to a step, and whether it is done. Times in UTC."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="progress")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="+")
    first_visited_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        constraints = [models.UniqueConstraint(fields=["enrolment", "step"], name="learning_progress_once")]
        indexes = [
            models.Index(
                fields=["step", "completed_at"],
                include=["enrolment", "first_visited_at"],
                name="learning_progress_step",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} – {self.step}"


class QuizAttempt(models.Model):
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attempts")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(StepVersion, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    """Per question (its number, from 0): what was given."""
    score = models.FloatField()
    possible = models.FloatField()
    passed = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("quiz attempt")
        verbose_name_plural = _("quiz attempts")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.enrolment} – {self.score}/{self.possible}"


class PollVote(models.Model):
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="votes")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="+")
    choices = models.JSONField(default=list)
    """Numbers of the chosen options, from 0."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(fields=["enrolment", "step"], name="learning_vote_once")]

    def __str__(self) -> str:
        return f"{self.enrolment} – {self.choices}"


def hand_in_path(hand_in: HandIn, filename: str) -> str:
    """A name nobody can guess; the learner's file name is kept in the row only."""
    return f"hand-ins/{hand_in.enrolment_id}/{secrets.token_hex(16)}"


class HandInQuerySet(models.QuerySet["HandIn"]):
    def visible_to(self, viewer: Membership) -> Self:
        """The learner's own; facilitators and administrators see those of their organisation's runs."""
        own = Q(enrolment__user=viewer.user_id)
        if viewer.role in AUTHORING_ROLES:
            return self.filter(own | Q(enrolment__run__organisation=viewer.organisation_id))
        return self.filter(own)


class HandIn(models.Model):
    """What a learner handed in for an exercise or found in an LMI activity, and what a facilitator answered."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="hand_ins")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(_("your text"), blank=True, max_length=20_000)
    reference = models.CharField(_("the page you refer to"), max_length=500, blank=True)
    """Path and query of a page of the explorer, for a finding."""
    file = models.FileField(_("your file"), upload_to=hand_in_path, blank=True, max_length=300)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=timezone.now)
    feedback = models.TextField(_("feedback"), blank=True, max_length=5000)
    feedback_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    feedback_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[HandIn]] = models.Manager.from_queryset(HandInQuerySet)()

    class Meta:
        verbose_name = _("hand-in")
        verbose_name_plural = _("hand-ins")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["enrolment", "step"], name="learning_hand_in_once")]

    def __str__(self) -> str:
        return f"{self.enrolment} – {self.step}"


def new_code() -> str:
    """Twelve characters without look-alikes, in groups of four: 60 bits, to be typed from paper."""
    alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(3))


class Certificate(models.Model):
    """What was certified, as it was on the day. It outlives changes of the programme."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="certificate")
    code = models.CharField(max_length=14, unique=True, default=new_code, editable=False)
    name = models.CharField(max_length=120)
    programme_title = models.CharField(max_length=200)
    organisation_name = models.CharField(max_length=160)
    language = models.CharField(max_length=8)
    minutes = models.PositiveIntegerField()
    outcomes = models.JSONField(default=list)
    steps_completed = models.PositiveIntegerField()
    steps_in_all = models.PositiveIntegerField()
    issued_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self) -> str:
        return f"{self.name} – {self.programme_title}"

    def get_absolute_url(self) -> str:
        return reverse("learning:certificate_check", args=[self.code])
