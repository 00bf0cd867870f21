"""What a team can do against what it needs: who takes part and how, what is needed, which training is planned."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.people.enums import Role
from wayline.people.models import Consent, Membership, Organisation, User
from wayline.portfolio.enums import NeedKind, TeamPart, TeamPresence, TrainingState
from wayline.portfolio.fields import SKILL_LEVELS
from wayline.portfolio.keys import new_key

PURPOSE = "team-skills"
STAFF = (Role.PRACTITIONER, Role.FACILITATOR, Role.RESEARCHER, Role.MANAGER, Role.ADMINISTRATOR)
"""Whose skills a team is made of: everybody who works in the organisation."""


class TeamChoiceQuerySet(models.QuerySet["TeamChoice"]):
    def agreed(self) -> Self:
        """Who takes part now: consent and membership are asked for every time, so that an end counts at once.

        A choice made under an earlier consent does not come back with a new one.
        """
        consent = Consent.objects.filter(
            user=OuterRef("user"), purpose=PURPOSE, withdrawn_at=None, given_at__lte=OuterRef("changed_at")
        )
        works_there = Membership.objects.active().filter(
            user=OuterRef("user"), organisation=OuterRef("organisation"), role__in=STAFF
        )
        return self.exclude(presence=TeamPresence.NONE).filter(Exists(consent), Exists(works_there))

    def named_to(self, viewer: Membership) -> Self:
        """Those whom the manager of the same organisation sees by name."""
        if viewer.role != Role.MANAGER:
            return self.none()
        return self.filter(organisation=viewer.organisation_id, presence=TeamPresence.NAMED).agreed()


class TeamChoice(models.Model):
    """A person's choice for one organisation. No row: not chosen yet, and so not taking part."""

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="team_choices")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="team_choices")
    presence = models.CharField(max_length=8, choices=TeamPresence, default=TeamPresence.NONE)
    parts = ArrayField(models.CharField(max_length=12, choices=TeamPart), default=list, blank=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[TeamChoice]] = models.Manager.from_queryset(TeamChoiceQuerySet)()

    class Meta:
        verbose_name = _("choice about the team's skills")
        verbose_name_plural = _("choices about the team's skills")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="portfolio_team_choice_once"),
            models.CheckConstraint(condition=Q(presence__in=TeamPresence.values), name="portfolio_team_presence"),
        ]

    def __str__(self) -> str:
        return self.presence


class TeamNeedQuerySet(models.QuerySet["TeamNeed"]):
    def visible_to(self, viewer: Membership) -> Self:
        """Managers of the organisation; nobody else."""
        if viewer.role != Role.MANAGER:
            return self.none()
        return self.filter(organisation=viewer.organisation_id)


class TeamNeed(models.Model):
    """A skill or a credential that the team needs, and how many of its people should have it."""

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="team_needs")
    kind = models.CharField(_("kind"), max_length=12, choices=NeedKind, default=NeedKind.SKILL)
    address = models.CharField(max_length=200, blank=True)
    """Of the concept, as items name it; empty for a credential."""
    title = models.CharField(_("title"), max_length=300)
    level = models.CharField(_("level"), max_length=12, blank=True, choices=[(one, one) for one in SKILL_LEVELS])
    """At least so much; empty: any."""
    people = models.PositiveSmallIntegerField(
        _("people needed"), default=1, validators=[MinValueValidator(1), MaxValueValidator(999)]
    )
    created_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[TeamNeed]] = models.Manager.from_queryset(TeamNeedQuerySet)()

    class Meta:
        verbose_name = _("need of a team")
        verbose_name_plural = _("needs of teams")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "address"], condition=~Q(address=""), name="portfolio_team_skill_needed_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "title"], condition=Q(address=""), name="portfolio_team_credential_needed_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=NeedKind.SKILL) & ~Q(address="") | Q(kind=NeedKind.CREDENTIAL, address="", level=""),
                name="portfolio_team_need_kind",
            ),
            models.CheckConstraint(condition=Q(people__gte=1, people__lte=999), name="portfolio_team_need_people"),
        ]

    def __str__(self) -> str:
        return self.title


class TeamTrainingQuerySet(models.QuerySet["TeamTraining"]):
    def visible_to(self, viewer: Membership) -> Self:
        """Managers of the organisation; who is to take part reads it on a page of their own."""
        if viewer.role != Role.MANAGER:
            return self.none()
        return self.filter(need__organisation=viewer.organisation_id)

    def planned_for(self, user: User, organisation: Organisation) -> Self:
        return self.filter(person=user, need__organisation=organisation)

    def in_order(self) -> Self:
        """What is next first; what is done last."""
        is_done = ExpressionWrapper(Q(state=TrainingState.DONE), output_field=models.BooleanField())
        return self.order_by(is_done, F("until").asc(nulls_last=True), "need__title", "pk")


class TeamTraining(models.Model):
    """A line of the training plan: what, for which need, for whom, until when."""

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    need = models.ForeignKey(TeamNeed, on_delete=models.CASCADE, related_name="training")
    title = models.CharField(_("training"), max_length=200)
    url = models.CharField(_("web address"), max_length=500, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="team_training"
    )
    """None: somebody of the team. Only who is seen by name can be named, and only as long."""
    until = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=TrainingState, default=TrainingState.PLANNED)
    created_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[TeamTraining]] = models.Manager.from_queryset(TeamTrainingQuerySet)()

    class Meta:
        verbose_name = _("planned training")
        verbose_name_plural = _("planned training")
        ordering = ["until", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TrainingState.values), name="portfolio_team_training_state")
        ]

    def __str__(self) -> str:
        return self.title


class TeamAsk(models.Model):
    """That a manager asked those who had not chosen. To how many it went is not kept: it would say who has chosen."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="team_asks")
    sent_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("question to a team")
        verbose_name_plural = _("questions to teams")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.at:%Y-%m-%d}"
