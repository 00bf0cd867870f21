"""What matching reads of an opportunity, what a person chose about it, and what they were shown."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.enums import AsideReason, Contract, Hours, Kind, MatchPart, Remote, SuggestionSource
from wayline.opportunities.models.offers import Opportunity
from wayline.opportunities.models.search import Listing
from wayline.people.models import Membership, Organisation, User
from wayline.taxonomy.models import Area, Concept


class Asking(models.Model):
    """A listing as matching reads it, all in one narrow row. Comes and goes with it (`actions/asking.py`).

    The columns are those of the listing; its skills are the rows of `AskedSkill`, its occupations `OccupationTag`.
    """

    listing = models.OneToOneField(Listing, primary_key=True, on_delete=models.CASCADE, related_name="asking")
    must = models.PositiveSmallIntegerField(default=0)
    """How many skills are needed, welcome, read from its text, or usual where hardly any is named: the rows of
    `AskedSkill`."""
    nice = models.PositiveSmallIntegerField(default=0)
    read = models.PositiveSmallIntegerField(default=0)
    usual = models.PositiveSmallIntegerField(default=0)
    jobs = models.PositiveSmallIntegerField(default=0)
    """How many occupations it is for."""
    kind = models.CharField(max_length=16)
    shown_until = models.DateField()
    published_at = models.DateTimeField()
    level = models.PositiveSmallIntegerField(null=True)
    hours = models.CharField(max_length=10)
    contract = models.CharField(max_length=16)
    remote = models.CharField(max_length=8)
    pay_a_year = models.PositiveIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    areas = ArrayField(models.BigIntegerField(), default=list)
    licences = ArrayField(models.CharField(max_length=4), default=list)
    languages = ArrayField(models.CharField(max_length=8), default=list)

    class Meta:
        verbose_name = _("asking")
        verbose_name_plural = _("askings")

    def __str__(self) -> str:
        return f"{self.listing_id}"


class AskedSkill(models.Model):
    """A skill that a listing asks for, or teaches. Indexed by the skill: from what a person can do to who wants it."""

    USUAL, NICE, MUST, READ = 0, 1, 2, 3

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="asked_skills", db_index=False)
    skill = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="+", db_index=False)
    need = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("skill asked for")
        verbose_name_plural = _("skills asked for")
        constraints = [
            models.UniqueConstraint(fields=["listing", "skill"], name="opportunities_asked_once"),
            models.CheckConstraint(condition=Q(need__in=(0, 1, 2, 3)), name="opportunities_asked_need"),
        ]
        indexes = [models.Index(fields=["skill", "listing", "need"], name="opportunities_asked_for")]

    def __str__(self) -> str:
        return f"{self.listing_id}: {self.skill_id}"


class MatchChoice(models.Model):
    """What a person lets matching use, and what they look for. Counts only while the consent to `matching` holds."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="match_choice")
    parts = ArrayField(models.CharField(max_length=16, choices=MatchPart), default=list, blank=True)
    """Those that are on."""
    suggests = ArrayField(models.CharField(max_length=16, choices=SuggestionSource), default=list, blank=True)
    """What suggestions on the start page may come from."""
    kinds = ArrayField(models.CharField(max_length=16, choices=Kind), default=list, blank=True)
    """Empty: jobs and work experience."""
    areas = models.ManyToManyField(Area, blank=True, related_name="+")
    hours = models.CharField(_("hours"), max_length=10, blank=True, choices=Hours)
    contracts = ArrayField(models.CharField(max_length=16, choices=Contract), default=list, blank=True)
    remote = ArrayField(models.CharField(max_length=8, choices=Remote), default=list, blank=True)
    pay = models.PositiveIntegerField(_("pay of at least"), null=True, blank=True)
    """For a full year at full time."""
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    tells = models.BooleanField(_("tell me when something new fits well"), default=False)
    looked_at = models.DateTimeField(null=True, editable=False)
    """Up to when new offers were looked through to tell of them (`actions/match_alerts.py`)."""
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("choice about matching")
        verbose_name_plural = _("choices about matching")

    def __str__(self) -> str:
        return ", ".join(self.parts)


class SetAsideQuerySet(models.QuerySet["SetAside"]):
    def visible_to(self, viewer: Membership) -> Self:
        """One's own: what somebody does not want is nobody else's business."""
        return self.filter(user=viewer.user_id)


class SetAside(models.Model):
    """An opportunity that a person does not want to see among their matches, with or without a reason."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="set_aside")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("why"), max_length=12, blank=True, choices=AsideReason)
    """Empty: only hidden."""
    note = models.CharField(_("in your words"), max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[SetAside]] = models.Manager.from_queryset(SetAsideQuerySet)()

    class Meta:
        verbose_name = _("opportunity set aside")
        verbose_name_plural = _("opportunities set aside")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "opportunity"], name="opportunities_aside_once")]

    def __str__(self) -> str:
        return f"{self.opportunity_id}: {self.reason}"


class JobAsideQuerySet(models.QuerySet["JobAside"]):
    def visible_to(self, viewer: Membership) -> Self:
        return self.filter(user=viewer.user_id)


class JobAside(models.Model):
    """An occupation that a person does not want to see among the jobs they could move to."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="jobs_aside")
    occupation = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[JobAside]] = models.Manager.from_queryset(JobAsideQuerySet)()

    class Meta:
        verbose_name = _("job set aside")
        verbose_name_plural = _("jobs set aside")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "occupation"], name="opportunities_job_aside_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.occupation_id}"


class ShownMatchQuerySet(models.QuerySet["ShownMatch"]):
    def visible_to(self, viewer: Membership) -> Self:
        return self.filter(user=viewer.user_id)


class ShownMatch(models.Model):
    """That a match was shown to a person, with its reasons as they stood. The same again only counts up.

    Of an opportunity, or (`is_job`) of an occupation that the person could move to.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="shown_matches")
    service = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    """Whose client the person was."""
    opportunity = models.ForeignKey(Opportunity, null=True, on_delete=models.SET_NULL, related_name="+")
    is_job = models.BooleanField(default=False)
    title = models.CharField(max_length=200)
    place = models.PositiveSmallIntegerField(null=True)
    """Its best place in the list, 1 is the first; none when it was only opened by itself."""
    score = models.PositiveSmallIntegerField()
    version = models.CharField(max_length=20)
    """Of the weights."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the opportunity, the version and the record."""
    record = models.JSONField()
    """Sums and reasons, with their names in the language of the page (`queries/match_record.py`)."""
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[ShownMatch]] = models.Manager.from_queryset(ShownMatchQuerySet)()

    class Meta:
        verbose_name = _("match that was shown")
        verbose_name_plural = _("matches that were shown")
        ordering = ["-last_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="opportunities_shown_once")]
        indexes = [
            models.Index(fields=["user", "-last_at"], name="opportunities_shown_to"),
            models.Index(fields=["service", "last_at"], name="opportunities_shown_by"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.score}"

    def get_absolute_url(self) -> str:
        return reverse("opportunities:match_seen", args=[self.pk])


class StoppedPart(models.Model):
    """A part of matching that a service does not use, for now: who stopped it, when and why."""

    service = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="stopped_parts")
    part = models.CharField(_("part"), max_length=16, choices=MatchPart)
    reason = models.CharField(_("why"), max_length=500)
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    handled_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)

    class Meta:
        verbose_name = _("stopped part of matching")
        verbose_name_plural = _("stopped parts of matching")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "part"], condition=Q(ended_at=None), name="opportunities_stopped_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.part}"
