"""Where vacancies of others come from, and what each reading brought."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation
from wayline.taxonomy.models import Area

IMPORTERS = (Role.PRACTITIONER, Role.FACILITATOR, Role.MANAGER, Role.ADMINISTRATOR)


class Format(models.TextChoices):
    SCHEMA_ORG = "schema_org", _("schema.org JobPosting (web page or JSON-LD)")
    JOBTECH = "jobtech", _("JobTech JobAd (JSON)")
    EURES = "eures", _("EURES (HR-XML PositionOpening)")
    CSV = "csv", _("CSV table")


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, viewer: Membership) -> Self:
        return self.filter(service=viewer.organisation_id) if viewer.role in IMPORTERS else self.none()


class Source(models.Model):
    """A feed, a page or a file that comes again."""

    service = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="vacancy_sources")
    name = models.CharField(_("name"), max_length=120)
    url = models.URLField(_("address"), max_length=500, blank=True)
    """Empty: files are sent by hand."""
    format = models.CharField(_("format"), max_length=12, choices=Format)
    mapping = models.JSONField(default=dict, blank=True)
    """For CSV: our field to the heading of the column."""
    language = models.CharField(_("language of the texts"), max_length=8, default="en")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """Where places are when the source names none that is known."""
    every_hours = models.PositiveSmallIntegerField(_("read again every … hours"), default=24)
    active = models.BooleanField(_("read by itself"), default=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    """When it was last asked, well or not."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Source]] = models.Manager.from_queryset(SourceQuerySet)()

    class Meta:
        verbose_name = _("source of vacancies")
        verbose_name_plural = _("sources of vacancies")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "name"], name="opportunities_source_name"),
            models.CheckConstraint(condition=models.Q(format__in=Format.values), name="opportunities_source_format"),
            models.CheckConstraint(
                condition=models.Q(every_hours__range=(1, 720)), name="opportunities_source_schedule"
            ),
            models.CheckConstraint(
                condition=models.Q(active=False) | ~models.Q(url=""), name="opportunities_source_address"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, viewer: Membership) -> Self:
        return self.filter(source__service=viewer.organisation_id) if viewer.role in IMPORTERS else self.none()


class ImportRun(models.Model):
    """One reading of a source: what was new, changed, the same, gone and refused."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    fault = models.CharField(max_length=500, blank=True)
    """Why nothing was read at all; empty when it was."""
    percent = models.PositiveSmallIntegerField(default=100)
    """How much of the work is done; 100 when it is over, well or not."""
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    """`refusals`: [place, reason]; `duplicates`: [key of one, key of the other, likeness]. The first 500 of each."""
    sent_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)

    objects: ClassVar[models.Manager[ImportRun]] = models.Manager.from_queryset(ImportRunQuerySet)()

    class Meta:
        verbose_name = _("reading of a source")
        verbose_name_plural = _("readings of sources")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.at:%Y-%m-%d %H:%M}"
