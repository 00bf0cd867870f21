"""Surveys: an instrument sent to people, in one wave or in several."""

from __future__ import annotations

import secrets
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.assessment.enums import SURVEY_ROLES, Audience, WaveState
from wayline.assessment.models.instruments import InstrumentVersion
from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation, User

SMALLEST = 5
"""Results about fewer people are hidden."""


def new_token() -> str:
    return secrets.token_urlsafe(12)


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, viewer: Membership) -> Self:
        """Whoever made it. Managers of the organisation see the results too."""
        if viewer.role not in SURVEY_ROLES:
            return self.none()
        ours = self.filter(organisation=viewer.organisation_id)
        return ours if viewer.role == Role.MANAGER else ours.filter(created_by__user=viewer.user_id)


class Survey(models.Model):
    """One questionnaire sent to one circle of people. Anonymous or named is settled before the first answer."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="surveys")
    created_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="surveys")
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("what the answers are for"), max_length=1000)
    audience = models.CharField(_("who may answer"), max_length=8, choices=Audience, default=Audience.OPEN)
    group_role = models.CharField(_("role of the people asked"), max_length=16, choices=Role, blank=True)
    anonymous = models.BooleanField(_("anonymous"), default=True)
    reminder_days = models.PositiveSmallIntegerField(
        _("days until a reminder"), default=7, help_text=_("Sent to those who have not answered. 0: no reminder.")
    )
    secret = models.CharField(max_length=64, default=new_token, editable=False)
    """Keys the code words of this survey, so that the same word in another survey gives another key."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Survey]] = models.Manager.from_queryset(SurveyQuerySet)()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="assessment_survey_audience"),
            models.CheckConstraint(
                condition=Q(audience=Audience.GROUP) | Q(group_role=""), name="assessment_survey_role_of_group"
            ),
            models.CheckConstraint(
                condition=Q(anonymous=True) | ~Q(audience=Audience.OPEN), name="assessment_survey_open_is_anonymous"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assessment:survey", args=[self.pk])


class WaveQuerySet(models.QuerySet["Wave"]):
    def visible_to(self, viewer: Membership) -> Self:
        """With the survey they belong to."""
        return self.filter(survey__in=Survey.objects.visible_to(viewer))


class Wave(models.Model):
    """One time that a survey is asked: before, after, months later. `token` stands in the address people get."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("name of the wave"), max_length=80, blank=True)
    token = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=WaveState, default=WaveState.DRAFT)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    invited_on = models.DateField(null=True, editable=False)
    reminded_on = models.DateField(null=True, editable=False)

    objects: ClassVar[models.Manager[Wave]] = models.Manager.from_queryset(WaveQuerySet)()

    class Meta:
        verbose_name = _("wave")
        verbose_name_plural = _("waves")
        ordering = ["survey", "number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="assessment_wave_once"),
            models.CheckConstraint(condition=Q(state__in=WaveState.values), name="assessment_wave_state"),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=models.F("opens_on")),
                name="assessment_wave_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.survey.title

    def get_absolute_url(self) -> str:
        return reverse("assessment:answer_start", args=[self.token])

    def is_open(self, today: date | None = None) -> bool:
        today = today or timezone.localdate()
        begun = self.opens_on is None or self.opens_on <= today
        return self.state == WaveState.OPEN and begun and (self.closes_on is None or today <= self.closes_on)


class Participant(models.Model):
    """Somebody who was asked in a wave, and whether an answer came. In anonymous surveys nothing leads to which."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    answered = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("wave", "user", condition=Q(user__isnull=False), name="assessment_asked_once"),
            models.UniqueConstraint("wave", Lower("email"), condition=~Q(email=""), name="assessment_mailed_once"),
            models.CheckConstraint(condition=Q(user__isnull=False) | ~Q(email=""), name="assessment_asked_somebody"),
        ]

    def __str__(self) -> str:
        return self.email or str(self.user)
