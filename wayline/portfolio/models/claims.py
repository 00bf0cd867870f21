"""Validation of what was learnt before: claims, what shows them, who may assess, and every step with its reasons."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation, User
from wayline.portfolio.enums import BEFORE_ASSESSORS, JUDGED, ClaimAct, ClaimState
from wayline.portfolio.keys import new_key
from wayline.portfolio.models.items import Item

ASSESSING_ROLES = (Role.PRACTITIONER, Role.FACILITATOR, Role.MANAGER)
"""Who of an office may be given the right to assess."""


class AssessorQuerySet(models.QuerySet["Assessor"]):
    def active(self) -> Self:
        """Whoever left the office, or changed to another role, assesses no more."""
        return self.filter(
            membership__ended_at=None, membership__user__is_active=True, membership__role__in=ASSESSING_ROLES
        )

    def of(self, organisation_id: int) -> Self:
        return self.active().filter(membership__organisation=organisation_id)


class Assessor(models.Model):
    """Somebody of an office who was given the right to assess what people learnt before."""

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="assessor")
    added_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Assessor]] = models.Manager.from_queryset(AssessorQuerySet)()

    class Meta:
        verbose_name = _("assessor")
        verbose_name_plural = _("assessors")
        ordering = ["membership__user__name", "pk"]

    def __str__(self) -> str:
        return self.membership.user.name


class ClaimQuerySet(models.QuerySet["Claim"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)

    def visible_to(self, viewer: Membership) -> Self:
        """What an assessor may read: sent to this one by name, or to the office for whoever takes it up first.

        Neither drafts, nor what its person took back; and never a claim of one's own. What lies undecided with
        somebody who assesses no more is the office's again.
        """
        assessing = Assessor.objects.of(viewer.organisation_id).values("membership")
        if not assessing.filter(membership=viewer.pk).exists():
            return self.none()
        mine = Q(assessor=viewer.pk) | Q(assessor=None) | ~Q(assessor__in=assessing) & Q(ended_at=None)
        found = self.filter(mine, organisation=viewer.organisation_id).exclude(owner=viewer.user_id)
        return found.exclude(state__in=BEFORE_ASSESSORS)


class Claim(models.Model):
    """A person says: this I can do, and here is what shows it. An assessor says whether that holds.

    The four stages are those of the Council Recommendation of 20 December 2012 on the validation of non-formal and
    informal learning: identification, documentation, assessment, certification.
    """

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims")
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="claims")
    title = models.CharField(_("what is claimed"), max_length=300)
    """As it was called when it was sent: the item may change or go."""
    statement = models.TextField(_("what I can do, and how I learnt it"), max_length=4000, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="claims")
    assessor = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="claims_to_assess")
    """None: whoever of the office's assessors takes it up first."""
    evidence = models.ManyToManyField(Item, through="ClaimEvidence", related_name="evidence_in")
    state = models.CharField(_("state"), max_length=12, choices=ClaimState, default=ClaimState.DRAFT)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    """Certified, not certified or withdrawn."""

    objects: ClassVar[models.Manager[Claim]] = models.Manager.from_queryset(ClaimQuerySet)()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ClaimState.values), name="portfolio_claim_state"),
            models.CheckConstraint(
                condition=Q(state=ClaimState.DRAFT, sent_at=None)
                | ~Q(state=ClaimState.DRAFT) & Q(sent_at__isnull=False),
                name="portfolio_claim_sent",
            ),
            models.CheckConstraint(
                condition=Q(state__in=JUDGED, ended_at__isnull=False, accepted_at__isnull=False)
                | Q(state=ClaimState.WITHDRAWN, ended_at__isnull=False)
                | ~Q(state__in=[*JUDGED, ClaimState.WITHDRAWN]) & Q(ended_at=None),
                name="portfolio_claim_ended",
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=~Q(state__in=[*JUDGED, ClaimState.WITHDRAWN]),
                name="portfolio_claim_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """For its person; assessors read it elsewhere."""
        return reverse("portfolio:claim", args=[self.key])

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def last_sent(self) -> datetime | None:
        """When the assessor got what is shown; things changed since then are marked."""
        sent = self.steps.filter(act__in=(ClaimAct.SEND, ClaimAct.SEND_AGAIN)).order_by("-at").first()
        return sent.at if sent else None


class ClaimEvidence(models.Model):
    """A thing that shows what is claimed. Its name stays when the thing itself goes."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="shown")
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=300)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("evidence of a claim")
        verbose_name_plural = _("evidence of claims")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["claim", "item"], name="portfolio_claim_evidence_once")]

    def __str__(self) -> str:
        return self.title


class ClaimStep(models.Model):
    """One act on a claim, with its day, methods and reasons. None is ever changed."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=12, choices=ClaimAct)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    day = models.DateField(null=True)
    """When it was assessed; empty for the acts of the person."""
    methods = models.JSONField(default=list)
    """Values of `AssessmentMethod`."""
    standard = models.CharField(_("measured against"), max_length=300, blank=True)
    reasons = models.TextField(_("reasons"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("step of a claim")
        verbose_name_plural = _("steps of claims")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(act__in=ClaimAct.values), name="portfolio_claim_act")]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.act}"
