"""The figures."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wayline.lmi.enums import Dimension, Quality, Statistic, Status
from wayline.lmi.models.indicators import Indicator
from wayline.taxonomy.models import Area, Concept, Release


class Category(models.Model):
    """A value of a dimension, as its publisher names it: an industry, a qualification level, an age band."""

    dimension = models.CharField(_("dimension"), max_length=16, choices=Dimension)
    scheme = models.SlugField(max_length=40)
    """Who codes it: `sic-2007`, `naics`, `skills-imperative`, `rqf`, `sex`, `working-status`."""
    code = models.CharField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["dimension", "scheme", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["dimension", "scheme", "code"], name="lmi_category_code"),
            models.CheckConstraint(condition=Q(dimension__in=Dimension.values), name="lmi_category_dimension"),
        ]

    def __str__(self) -> str:
        return self.title


class Cut(models.Model):
    """A combination of categories. The cut without any is everybody."""

    industry = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sex = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    age = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    qualification = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("cut")
        verbose_name_plural = _("cuts")
        constraints = [
            models.UniqueConstraint(
                fields=["industry", "sex", "age", "status", "qualification"],
                name="lmi_cut_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return ", ".join(str(part) for part in self.parts()) or "everybody"

    def parts(self) -> list[Category]:
        every = (self.industry, self.sex, self.age, self.status, self.qualification)
        return [part for part in every if part is not None]


class ObservationQuerySet(models.QuerySet["Observation"]):
    def public(self) -> Self:
        """What may not be shown is not stored, so all of it may be read."""
        return self

    def current(self) -> Self:
        return self.filter(release__superseded_at=None)


class Observation(models.Model):
    """One cell of a publisher's table, traced to its place there. Its classification is the occupation's scheme."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+", db_index=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", db_index=False)
    occupation = models.ForeignKey(
        Concept, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """None: all occupations together."""
    element = models.ForeignKey(
        Concept, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """What of the occupation is rated: a skill, an ability, an interest …"""
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    cut = models.ForeignKey(Cut, on_delete=models.PROTECT, related_name="+", db_index=False)
    statistic = models.CharField(_("statistic"), max_length=8, choices=Statistic)
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("to"))
    """Last day. A point in time has the same day twice; a year runs from 1 January to 31 December."""
    value = models.FloatField(_("value"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(_("status"), choices=Status, default=Status.ACTUAL)
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    """Key in `reasons.py` for why there is no figure."""
    quality = models.PositiveSmallIntegerField(_("quality"), choices=Quality, default=Quality.UNRATED)
    cv = models.FloatField(_("coefficient of variation, %"), null=True, blank=True)
    sample = models.PositiveIntegerField(_("sample size"), null=True, blank=True)
    error = models.FloatField(_("standard error"), null=True, blank=True)
    low = models.FloatField(_("lower bound"), null=True, blank=True)
    high = models.FloatField(_("upper bound"), null=True, blank=True)
    """Bounds of the 95 % interval, where the publisher gives it."""
    breaks = models.BooleanField(_("break in the series before it"), default=False)
    place = models.CharField(_("place in the file"), max_length=160)
    """File, sheet and cell or row: where anybody finds it again."""

    objects: ClassVar[models.Manager[Observation]] = models.Manager.from_queryset(ObservationQuerySet)()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        constraints = [
            models.CheckConstraint(
                condition=(Q(status=Status.ACTUAL) & Q(value__isnull=False) & Q(reason=""))
                | (~Q(status=Status.ACTUAL) & Q(value__isnull=True) & ~Q(reason="")),
                name="lmi_observation_value_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=models.F("period_start")), name="lmi_observation_period"
            ),
        ]
        indexes = [
            models.Index(fields=["occupation", "indicator", "area", "period_end"], name="lmi_observation_profile"),
            models.Index(
                fields=["indicator", "cut", "statistic", "period_end", "area"], name="lmi_observation_ranking"
            ),
            models.Index(fields=["area", "indicator", "period_end"], name="lmi_observation_area"),
            models.Index(fields=["release"], name="lmi_observation_release"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.value}"
