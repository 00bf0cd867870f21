"""Instruments and their published versions."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.assessment.enums import SURVEY_ROLES, Use
from wayline.people.models import Membership, Organisation


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def visible_to(self, viewer: Membership) -> Self:
        """Everybody sees what comes with Wayline and is taken by oneself; staff see the others too, and their own."""
        ready = Q(organisation=None, versions__isnull=False)
        if viewer.role not in SURVEY_ROLES:
            return self.filter(ready, use=Use.SELF).distinct()
        return self.filter(ready | Q(organisation=viewer.organisation_id)).distinct()


class Instrument(models.Model):
    """A questionnaire. What is being written stands here; what was published stands in its versions."""

    key = models.SlugField(max_length=80)
    title = models.CharField(_("title"), max_length=200)
    use = models.CharField(_("what it is for"), max_length=8, choices=Use, default=Use.SURVEY)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="instruments", editable=False
    )
    """None: it comes with Wayline."""
    created_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    definition = models.TextField(_("definition"))
    """TOML, as `definitions.toml` writes it."""
    order = models.PositiveSmallIntegerField(default=50, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Instrument]] = models.Manager.from_queryset(InstrumentQuerySet)()

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["order", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(organisation=None), name="assessment_instrument_ready_once"
            ),
            models.CheckConstraint(condition=Q(use__in=Use.values), name="assessment_instrument_use"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assessment:instrument", args=[self.pk])

    @property
    def latest(self) -> InstrumentVersion | None:
        return self.versions.order_by("-number").first()


class InstrumentVersion(models.Model):
    """A definition as it was published. Never changed: answers refer to it."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.TextField()
    created_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("version of an instrument")
        verbose_name_plural = _("versions of instruments")
        ordering = ["instrument", "number"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "number"], name="assessment_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument}, {self.number}"
