"""What is kept of a vacancy after it is gone, and the figures that are counted from it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class VacancyFact(models.Model):
    """A vacancy and one time that it was on show: no person, no text, no name of an employer.

    Codes stand as text, so that a row outlives the offer, its area and the release of a classification.
    """

    offer = models.BigIntegerField()
    """Number of the offer, which may be gone."""
    begun = models.DateField()
    ended = models.DateField(null=True)
    ending = models.CharField(max_length=10, blank=True)
    """`columns.ENDINGS`; empty while it is on show."""
    title = models.CharField(max_length=200)
    """Folded, without what stands in brackets."""
    occupation = models.CharField(max_length=110, blank=True)
    """`scheme:code` of the first occupation it is tagged with."""
    several = models.BooleanField(default=False)
    area = models.CharField(max_length=60, blank=True)
    employer = models.CharField(max_length=16, blank=True)
    """A keyed hash of the folded name: the same employer again, and nothing else."""
    place = models.CharField(max_length=16, blank=True)
    """A keyed hash of employer and town: only within it are texts compared."""
    skills = ArrayField(models.CharField(max_length=110), default=list)
    contract = models.CharField(max_length=16, blank=True)
    hours = models.CharField(max_length=10, blank=True)
    pay = models.PositiveIntegerField(null=True)
    """The middle of what is offered, in a full-time year."""
    currency = models.CharField(max_length=3, blank=True)
    source = models.CharField(max_length=8)
    """`own` or `brought` by a source."""
    compared = models.BooleanField(default=False)
    """Whether its text was held against the others of its place."""
    duplicate_of = models.BigIntegerField(null=True)
    """The fact that counts instead of it."""

    class Meta:
        verbose_name = _("fact on a vacancy")
        verbose_name_plural = _("facts on vacancies")
        constraints = [
            models.UniqueConstraint(fields=["offer", "begun"], name="opportunities_vacancy_fact_once"),
            models.CheckConstraint(
                condition=models.Q(ended=None, ending="") | models.Q(ended__isnull=False) & ~models.Q(ending=""),
                name="opportunities_vacancy_fact_ending",
            ),
        ]
        indexes = [
            models.Index(fields=["place"], name="opportunities_vacancy_place"),
            models.Index(fields=["begun"], name="opportunities_vacancy_begun"),
        ]

    def __str__(self) -> str:
        return f"{self.offer} {self.begun}"


class VacancyCount(models.Model):
    """One counting of all facts. The newest is the one that is shown."""

    at = models.DateTimeField(default=timezone.now)
    as_of = models.DateField()
    """Until when vacancies on show were watched."""
    vacancies = models.PositiveIntegerField(default=0)
    """Facts read."""
    quarters = ArrayField(models.CharField(max_length=6), default=list)
    """Those that are over, the earliest first."""
    unfinished = models.PositiveIntegerField(default=0)
    """Vacancies of the quarter that is running, which is not shown yet."""
    weights = models.JSONField(default=dict)
    """Quarter → what is said of it when each group of occupations has its part among people in work."""
    handed = models.CharField(max_length=400, blank=True)
    """Why the figures were not handed to the labour market pages; empty when they were, or there are none."""

    class Meta:
        verbose_name = _("counting of vacancies")
        verbose_name_plural = _("countings of vacancies")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class VacancyFiguresQuerySet(models.QuerySet["VacancyFigures"]):
    def public(self) -> Self:
        """What may not be shown is not in it."""
        return self


class VacancyFigures(models.Model):
    """What may be shown of the vacancies of a quarter, a group of occupations and an area. `*` stands for all."""

    count = models.ForeignKey(VacancyCount, on_delete=models.CASCADE, related_name="figures")
    quarter = models.CharField(max_length=6)
    occupation = models.CharField(max_length=110)
    area = models.CharField(max_length=60)
    hidden = models.BooleanField(default=False)
    """Too few vacancies or employers, or needed to keep such a number hidden: then `shown` is empty."""
    shown = models.JSONField(default=dict)

    objects: ClassVar[models.Manager[VacancyFigures]] = models.Manager.from_queryset(VacancyFiguresQuerySet)()

    class Meta:
        verbose_name = _("figures on vacancies")
        verbose_name_plural = _("figures on vacancies")
        constraints = [
            models.UniqueConstraint(
                fields=["count", "occupation", "area", "quarter"], name="opportunities_vacancy_figures_once"
            ),
            models.CheckConstraint(
                condition=models.Q(hidden=False) | models.Q(shown={}), name="opportunities_vacancy_figures_hidden"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter} {self.occupation} {self.area}"
