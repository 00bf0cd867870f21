"""Employers: organisations that a service has checked, and the service's rule for what they publish."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.enums import EmployerState
from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation
from wayline.taxonomy.models import Area

STAFF = (Role.PRACTITIONER, Role.FACILITATOR, Role.MANAGER, Role.ADMINISTRATOR)
"""Who looks after the offers of a service: checks employers, reviews, brings in vacancies."""


class EmployerQuerySet(models.QuerySet["Employer"]):
    def public(self) -> Self:
        return self.filter(state=EmployerState.APPROVED)

    def checked_by(self, viewer: Membership) -> Self:
        """Those that the viewer's service looks after; nobody else sees who asked."""
        return self.filter(service=viewer.organisation_id) if viewer.role in STAFF else self.none()

    def of(self, viewer: Membership) -> Self:
        """The company that the viewer speaks for."""
        return self.filter(organisation=viewer.organisation_id) if viewer.role == Role.EMPLOYER else self.none()

    def visible_to(self, viewer: Membership) -> Self:
        return self.public() | self.checked_by(viewer) | self.of(viewer)


class Employer(models.Model):
    """A company that asked to offer places here, and what the service answered."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="employer")
    service = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="employers")
    """Whose staff check the company and review what it offers."""
    state = models.CharField(_("state"), max_length=8, choices=EmployerState, default=EmployerState.WAITING)
    reason = models.TextField(_("reason"), blank=True, max_length=1000)
    """Why it was refused, in words that the company reads."""
    about = models.TextField(_("about the company"), blank=True, max_length=4000)
    website = models.URLField(_("website"), blank=True, max_length=300)
    register_number = models.CharField(_("number in the company register"), blank=True, max_length=60)
    town = models.CharField(_("town"), blank=True, max_length=120)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    handled_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)

    objects: ClassVar[models.Manager[Employer]] = models.Manager.from_queryset(EmployerQuerySet)()

    class Meta:
        verbose_name = _("employer")
        verbose_name_plural = _("employers")
        ordering = ["organisation__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=EmployerState.values), name="opportunities_employer_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=EmployerState.REFUSED) | ~models.Q(reason=""),
                name="opportunities_employer_refused_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def get_absolute_url(self) -> str:
        return reverse("opportunities:company", args=[self.organisation.slug])

    @property
    def is_approved(self) -> bool:
        return self.state == EmployerState.APPROVED


class PublicationRule(models.Model):
    """How a service publishes. Without a row the defaults hold."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="publication_rule")
    review = models.BooleanField(_("we read what employers offer before it is published"), default=True)
    days = models.PositiveSmallIntegerField(_("days that an offer without a deadline is shown"), default=60)

    class Meta:
        verbose_name = _("publication rule")
        verbose_name_plural = _("publication rules")
        constraints = [
            models.CheckConstraint(condition=models.Q(days__range=(1, 366)), name="opportunities_rule_days"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.days}"
