"""The agreement on a stay in a company: its terms, and who has signed them."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.opportunities import stay_rules
from wayline.opportunities.enums import AgreementState, EmployerState, Found, Party
from wayline.opportunities.models.applications import Application
from wayline.opportunities.models.employers import STAFF
from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation
from wayline.portfolio.keys import new_key
from wayline.taxonomy.models import Area, Concept

OF_AGE = 18
MOST_SKILLS = 10
"""So that a company can say something about each of them."""


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, viewer: Membership) -> Self:
        """The parties: the participant, contacts of the company, the staff of the service that signs."""
        mine = Q(participant=viewer.user_id)
        if viewer.role == Role.EMPLOYER:
            mine |= Q(employer=viewer.organisation_id, employer__employer__state=EmployerState.APPROVED)
        if viewer.role in STAFF:
            mine |= Q(service=viewer.organisation_id)
        return self.filter(mine)

    def by_secret(self, token_hash: str) -> Self:
        """For the parent, while there is something to sign."""
        return self.filter(state=AgreementState.OPEN, parent_token=token_hash)


class Agreement(models.Model):
    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    application = models.OneToOneField(
        Application, null=True, on_delete=models.SET_NULL, related_name="agreement", editable=False
    )
    participant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="agreements")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """The service that accompanies the participant and signs for it."""
    state = models.CharField(
        _("state"), max_length=9, choices=AgreementState, default=AgreementState.OPEN, editable=False
    )
    title = models.CharField(_("title"), max_length=200)
    rule = models.CharField(_("rules that hold"), max_length=40, blank=True)
    """`stay_rules.Rule.code`; empty where no rules of the country are known here."""
    goals = models.TextField(_("what is to be learned"), max_length=4000)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    days = models.PositiveSmallIntegerField(_("days at the company"))
    hours_a_day = models.DecimalField(_("hours a day"), max_digits=3, decimal_places=1)
    hours_a_week = models.DecimalField(_("hours a week"), max_digits=3, decimal_places=1)
    place = models.CharField(_("where"), max_length=300)
    supervision = models.CharField(_("who looks after the participant"), max_length=300)
    insurance = models.CharField(_("insurance"), max_length=300)
    group = models.CharField(_("group or class"), max_length=60, blank=True)
    """As the service calls it; no term, so it is not signed."""
    found = models.CharField(_("how the place was found"), max_length=7, choices=Found, blank=True)
    """Empty while nobody has said it."""
    field = models.ForeignKey(Concept, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    """The widest group of the offer's occupation, for figures: offers are deleted before agreements are."""
    area = models.ForeignKey(Area, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    """When both sides were asked how the stay was."""
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    parent_name = models.CharField(_("name of a parent or guardian"), max_length=120, blank=True)
    parent_email = models.EmailField(_("e-mail of the parent or guardian"), blank=True)
    parent_token = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - unique, and none for others
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Agreement]] = models.Manager.from_queryset(AgreementQuerySet)()

    class Meta:
        verbose_name = _("agreement on a stay")
        verbose_name_plural = _("agreements on stays")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AgreementState.values), name="opportunities_agreement_state"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="opportunities_agreement_days"),
            models.CheckConstraint(condition=Q(found__in=["", *Found.values]), name="opportunities_agreement_found"),
            models.CheckConstraint(
                condition=Q(hours_a_week__gte=F("hours_a_day")), name="opportunities_agreement_hours"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("opportunities:agreement", args=[self.key])

    @property
    def is_open(self) -> bool:
        return self.state == AgreementState.OPEN

    @property
    def is_signed(self) -> bool:
        return self.state == AgreementState.SIGNED

    @property
    def hours_agreed(self) -> Decimal:
        """Over all days at the company."""
        return self.days * self.hours_a_day

    @property
    def is_minor(self) -> bool:
        """On the first day. Before the date of birth is said nobody knows."""
        return self.born_on is not None and stay_rules.age_on(self.born_on, self.starts_on) < OF_AGE

    @property
    def parties(self) -> list[Party]:
        """Whose signature it needs."""
        needed = [Party.PARTICIPANT, Party.EMPLOYER, Party.SERVICE]
        return [*needed, Party.PARENT] if self.is_minor else needed

    @property
    def digest(self) -> str:
        """SHA-256 of the terms: a signature counts for the words that were signed, and for no others."""
        return hashlib.sha256(self.wording.encode()).hexdigest()

    @property
    def wording(self) -> str:
        """Every term, a line each, in one fixed form and language."""
        names = ("key", "title", "rule", "goals", "starts_on", "ends_on", "days", "hours_a_day", "hours_a_week",
                 "place", "supervision", "insurance", "born_on", "parent_name")  # fmt: skip
        said = [f"{name}: {_fixed(getattr(self, name))}" for name in names]
        if skills := sorted(self.skills.values_list("text", flat=True)):  # what was signed without any still holds
            said.append(f"skills: {'; '.join(skills)}")
        parties = [
            f"participant: {self.participant_id}",
            f"employer: {self.employer_id}",
            f"service: {self.service_id}",
        ]
        return "\n".join([*parties, *said])


def _fixed(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return f"{float(value):.1f}" if hasattr(value, "quantize") else str(value)  # type: ignore[arg-type]


class AgreedSkill(models.Model):
    """What the participant is to try, as a term of the agreement: of the classification, or in words alone."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="skills")
    concept = models.ForeignKey(Concept, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(_("skill"), max_length=200)
    """Its name when it was agreed on: what was signed stays readable."""

    class Meta:
        verbose_name = _("agreed skill")
        verbose_name_plural = _("agreed skills")
        ordering = ["text", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "text"], name="opportunities_agreed_skill_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Signature(models.Model):
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    party = models.CharField(_("party"), max_length=11, choices=Party)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="signatures")
    """None for a parent, who signs by a link."""
    name = models.CharField(_("name"), max_length=120)
    """As typed when signing."""
    digest = models.CharField(max_length=64)
    """Of the terms that were signed; after a change it no longer fits, and counts no more."""
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(party__in=Party.values), name="opportunities_signature_party"),
            models.UniqueConstraint(fields=["agreement", "party", "digest"], name="opportunities_signature_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.party}"
