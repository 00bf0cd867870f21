"""A run: one time that a programme is taken, by whom, and when its weeks open."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.discussion.models import Space, Thread
from wayline.learning.enums import Access, EnrolmentState, Pacing, RunState
from wayline.learning.models.programme import AUTHORING_ROLES, Programme, Step, Week
from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation


class RunQuerySet(models.QuerySet["Run"]):
    def taken_by(self, viewer: Membership) -> Self:
        return self.filter(
            Exists(Enrolment.objects.filter(run=OuterRef("pk"), user=viewer.user_id, state=EnrolmentState.ENROLLED))
        )

    def visible_to(self, viewer: Membership) -> Self:
        """Open runs to all; cohorts to the organisation; invitations to the invited; drafts to the team."""
        enrolled = Exists(
            Enrolment.objects.filter(run=OuterRef("pk"), user=viewer.user_id).exclude(state=EnrolmentState.LEFT)
        )
        invited = Exists(RunInvitation.objects.filter(run=OuterRef("pk"), email__iexact=viewer.user.email))
        ours = Q(organisation=viewer.organisation_id)
        seen = (
            Q(access=Access.OPEN)
            | (Q(access=Access.COHORT) & ours)
            | (Q(access=Access.INVITATION) & (invited | enrolled))
            | enrolled
        ) & ~Q(state=RunState.DRAFT)
        if viewer.role in (*AUTHORING_ROLES, Role.MANAGER):
            seen |= ours
        return self.filter(seen)

    def public(self) -> Self:
        """What a visitor may know of: open runs that can be joined."""
        return self.filter(access=Access.OPEN, state=RunState.OPEN)


class Run(models.Model):
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="runs")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="runs")
    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="run")
    title = models.CharField(_("name of the run"), max_length=200)
    state = models.CharField(_("state"), max_length=8, choices=RunState, default=RunState.DRAFT)
    access = models.CharField(_("who may join"), max_length=12, choices=Access, default=Access.COHORT)
    pacing = models.CharField(_("when weeks open"), max_length=8, choices=Pacing, default=Pacing.AT_ONCE)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/London")
    places = models.PositiveIntegerField(_("places"), null=True, blank=True)
    anonymous_allowed = models.BooleanField(_("learners may comment anonymously to peers"), default=False)
    origin = models.CharField(max_length=40, blank=True, editable=False)
    """Where the activity came from, when it was imported: `FutureLearn`, `Moodle`."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Run]] = models.Manager.from_queryset(RunQuerySet)()

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")), name="learning_run_dates"
            ),
            models.CheckConstraint(condition=Q(places__isnull=True) | Q(places__gt=0), name="learning_run_places"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("learning:run", args=[self.pk])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def today(self) -> date:
        """The date where the run takes place."""
        return timezone.now().astimezone(self.zone).date()

    @property
    def has_begun(self) -> bool:
        return self.today() >= self.starts_on

    @property
    def has_ended(self) -> bool:
        return self.state == RunState.CLOSED or (self.ends_on is not None and self.today() > self.ends_on)

    def opening_by_pace(self, position: int) -> date:
        """When the week at this position (from 1) opens, if it has no date of its own."""
        weeks_later = position - 1 if self.pacing == Pacing.WEEKLY else 0
        return self.starts_on + timedelta(weeks=weeks_later)


class WeekOpening(models.Model):
    """A date on which a week opens in this run, when it is not the one its pace gives."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="openings")
    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    opens_on = models.DateField(_("opens on"))

    class Meta:
        verbose_name = _("opening of a week")
        verbose_name_plural = _("openings of weeks")
        constraints = [models.UniqueConstraint(fields=["run", "week"], name="learning_opening_once")]

    def __str__(self) -> str:
        return f"{self.week} – {self.opens_on}"


class StepThread(models.Model):
    """The discussion beside a step in one run."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="step_threads")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="+")
    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="step_thread")

    class Meta:
        verbose_name = _("discussion of a step")
        verbose_name_plural = _("discussions of steps")
        constraints = [models.UniqueConstraint(fields=["run", "step"], name="learning_thread_once")]

    def __str__(self) -> str:
        return f"{self.run} – {self.step}"


class LiveEvent(models.Model):
    """When and where the event of a step takes place in one run."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="events")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField(_("starts at"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    place = models.CharField(_("place"), max_length=300, blank=True)
    dial_in = models.CharField(_("dial-in"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("live event")
        verbose_name_plural = _("live events")
        ordering = ["starts_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["run", "step"], name="learning_event_once")]

    def __str__(self) -> str:
        return f"{self.step} – {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


class RunInvitation(models.Model):
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    invited_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("invitation to a run")
        verbose_name_plural = _("invitations to a run")
        ordering = ["email"]
        constraints = [models.UniqueConstraint(fields=["run", "email"], name="learning_invitation_once")]

    def __str__(self) -> str:
        return self.email


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, viewer: Membership) -> Self:
        """One's own; facilitators and administrators see those of their organisation's runs."""
        own = Q(user=viewer.user_id)
        if viewer.role in AUTHORING_ROLES:
            return self.filter(own | Q(run__organisation=viewer.organisation_id))
        return self.filter(own)

    def taking_part(self) -> Self:
        return self.filter(state=EnrolmentState.ENROLLED)


class Enrolment(models.Model):
    """A learner in a run. Imported learners have a key of the other platform and no account."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="enrolments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="enrolments"
    )
    imported_key = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=EnrolmentState, default=EnrolmentState.ENROLLED)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    last_step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    last_seen_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Enrolment]] = models.Manager.from_queryset(EnrolmentQuerySet)()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "user"], name="learning_enrolment_once"),
            models.UniqueConstraint(
                fields=["run", "imported_key"], condition=~Q(imported_key=""), name="learning_enrolment_imported_once"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(imported_key=""), name="learning_enrolment_of_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.imported_key} – {self.run}"
