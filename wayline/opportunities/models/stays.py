"""During a stay and after it: the diary, check-ins, what both sides say of it, and that it was completed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.enums import Advice, AgreementState, CheckInKind, EmployerState, Shown, SkillSeen
from wayline.opportunities.models.agreements import AgreedSkill, Agreement
from wayline.opportunities.models.employers import STAFF
from wayline.people.enums import Role
from wayline.people.models import Membership
from wayline.portfolio.models import Item

FEEDBACK_DAYS = 30
"""After the last day: so long both sides may say, and change, how it was."""


def feedback_until(agreement: Agreement) -> date:
    return agreement.ends_on + timedelta(days=FEEDBACK_DAYS)


def _of_participant(viewer: Membership) -> Q:
    return Q(agreement__participant=viewer.user_id)


def _of_service(viewer: Membership) -> Q:
    return Q(agreement__service=viewer.organisation_id) if viewer.role in STAFF else Q(pk=None)


def _of_company(viewer: Membership) -> Q:
    """While the agreement holds: calling it off ends what the company sees."""
    if viewer.role != Role.EMPLOYER:
        return Q(pk=None)
    return Q(
        agreement__employer=viewer.organisation_id,
        agreement__employer__employer__state=EmployerState.APPROVED,
        agreement__state=AgreementState.SIGNED,
    )


class DiaryEntryQuerySet(models.QuerySet["DiaryEntry"]):
    def visible_to(self, viewer: Membership) -> Self:
        """One's own; of others what they show."""
        service = _of_service(viewer) & Q(shown__in=[Shown.SERVICE, Shown.COMPANY])
        company = _of_company(viewer) & Q(shown=Shown.COMPANY)
        return self.filter(_of_participant(viewer) | service | company)


class DiaryEntry(models.Model):
    """A day of a stay, in the participant's words."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="entries")
    day = models.DateField(_("day"))
    did = models.TextField(_("what I did"), max_length=2000)
    learned = models.TextField(_("what I learned"), max_length=2000, blank=True)
    went = models.TextField(_("how it went"), max_length=2000, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=3, decimal_places=1, null=True, blank=True)
    shown = models.CharField(_("who can read it"), max_length=7, choices=Shown, default=Shown.ME)
    skills = models.ManyToManyField(AgreedSkill, blank=True, related_name="+", verbose_name=_("what I tried"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[DiaryEntry]] = models.Manager.from_queryset(DiaryEntryQuerySet)()

    class Meta:
        verbose_name = _("diary entry")
        verbose_name_plural = _("diary entries")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "day"], name="opportunities_entry_a_day"),
            models.CheckConstraint(condition=Q(shown__in=Shown.values), name="opportunities_entry_shown"),
            models.CheckConstraint(condition=Q(hours=None) | Q(hours__range=(0, 24)), name="opportunities_entry_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.day}"

    def get_absolute_url(self) -> str:
        return reverse("opportunities:entry", args=[self.agreement.key, self.pk])


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def visible_to(self, viewer: Membership) -> Self:
        company = _of_company(viewer) & Q(to_company=True)
        return self.filter(_of_participant(viewer) | _of_service(viewer) | company)

    def written_by(self, viewer: Membership) -> Self:
        """A colleague reads a note and does not change it."""
        return self.visible_to(viewer).filter(by__user=viewer.user_id, agreement__service=viewer.organisation_id)

    def due(self, today: date) -> Self:
        """Whose next day has come while the stay holds, with nothing noted since."""
        since = CheckIn.objects.filter(agreement=models.OuterRef("agreement"), pk__gt=models.OuterRef("pk"))
        found = self.filter(next_on__lte=today, agreement__state=AgreementState.SIGNED)
        return found.exclude(models.Exists(since))


class CheckIn(models.Model):
    """What the practitioner who accompanies a stay noted of a visit, a call or a message."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="check_ins")
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    day = models.DateField(_("day"))
    kind = models.CharField(_("how"), max_length=7, choices=CheckInKind)
    note = models.TextField(_("note"), max_length=2000)
    agreed = models.TextField(_("what was agreed on"), max_length=1000, blank=True)
    to_company = models.BooleanField(_("the company reads it too"), default=False)
    next_on = models.DateField(_("next check-in"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[CheckIn]] = models.Manager.from_queryset(CheckInQuerySet)()

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CheckInKind.values), name="opportunities_check_in_kind"),
            models.CheckConstraint(
                condition=Q(next_on=None) | Q(next_on__gt=F("day")), name="opportunities_check_in_next"
            ),
        ]
        indexes = [models.Index(fields=["next_on"], condition=Q(reminded_at=None), name="opportunities_check_in_due")]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.day} {self.kind}"

    @property
    def author(self) -> str:
        """Empty when the account is gone."""
        return self.by.user.name if self.by else ""


class CompanyFeedback(models.Model):
    """What the company says of the stay. The participant and the service read it."""

    agreement = models.OneToOneField(Agreement, on_delete=models.CASCADE, related_name="company_feedback")
    words = models.TextField(_("how it was"), max_length=2000)
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("feedback of a company")
        verbose_name_plural = _("feedback of companies")

    def __str__(self) -> str:
        return f"{self.agreement_id}"


class SkillRating(models.Model):
    """Of one agreed skill, or of one learning goal."""

    feedback = models.ForeignKey(CompanyFeedback, on_delete=models.CASCADE, related_name="ratings")
    skill = models.ForeignKey(AgreedSkill, null=True, on_delete=models.SET_NULL, related_name="+")
    """None for a learning goal."""
    text = models.CharField(max_length=400)
    """The skill or goal as it was agreed."""
    level = models.CharField(_("what we saw"), max_length=9, choices=SkillSeen)
    words = models.CharField(_("in words"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("what a company saw of a skill")
        verbose_name_plural = _("what companies saw of skills")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=SkillSeen.values), name="opportunities_rating_level"),
            models.UniqueConstraint(fields=["feedback", "text"], name="opportunities_rating_once"),
        ]

    def __str__(self) -> str:
        return self.text


class ParticipantFeedbackQuerySet(models.QuerySet["ParticipantFeedback"]):
    def visible_to(self, viewer: Membership) -> Self:
        company = _of_company(viewer) & Q(to_company=True)
        return self.filter(_of_participant(viewer) | _of_service(viewer) | company)


class ParticipantFeedback(models.Model):
    """What the participant says of the stay: the service reads it, the company only when the participant wants that."""

    agreement = models.OneToOneField(Agreement, on_delete=models.CASCADE, related_name="participant_feedback")
    good = models.TextField(_("what was good"), max_length=2000, blank=True)
    bad = models.TextField(_("what was not good"), max_length=2000, blank=True)
    advice = models.CharField(_("would you advise it to others?"), max_length=6, choices=Advice)
    to_company = models.BooleanField(_("the company may read this"), default=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[ParticipantFeedback]] = models.Manager.from_queryset(ParticipantFeedbackQuerySet)()

    class Meta:
        verbose_name = _("feedback of a participant")
        verbose_name_plural = _("feedback of participants")
        constraints = [
            models.CheckConstraint(condition=Q(advice__in=Advice.values), name="opportunities_feedback_advice"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}"


class Completion(models.Model):
    """That the participant was there until the end: the ground of the credential."""

    agreement = models.OneToOneField(Agreement, on_delete=models.CASCADE, related_name="completion")
    days = models.PositiveSmallIntegerField(_("days at the company"))
    hours = models.DecimalField(_("hours in all"), max_digits=5, decimal_places=1)
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    taken_back_at = models.DateTimeField(null=True, editable=False)
    """Since then it counts no more, and the credential is revoked; it can be confirmed again."""
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    """What the participant took into the portfolio."""

    class Meta:
        verbose_name = _("completed stay")
        verbose_name_plural = _("completed stays")
        constraints = [
            models.CheckConstraint(condition=Q(hours__gt=0, days__gt=0), name="opportunities_completion_some"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.days}"
