"""What is measured."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from wayline.lmi.enums import Unit
from wayline.taxonomy.models import Release, Scheme


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def public(self) -> Self:
        return self


class Indicator(models.Model):
    """A measure with its unit. Its words for people stand in `indicators.py`, so that they can be translated."""

    key = models.SlugField(max_length=60, unique=True)
    """`employment`, `pay_annual`, `pay_weekly`, `projection`, `replacement_demand`, `skill`, `ability` …"""
    unit = models.CharField(_("unit"), max_length=16, choices=Unit)
    decimals = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[models.Manager[Indicator]] = models.Manager.from_queryset(IndicatorQuerySet)()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["key"]
        constraints = [models.CheckConstraint(condition=models.Q(unit__in=Unit.values), name="lmi_indicator_unit")]

    def __str__(self) -> str:
        return self.key


class Coverage(models.Model):
    """What a release says of an indicator, counted when it is loaded: so that nobody counts millions of rows to ask."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="coverage")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="coverage")
    scheme = models.ForeignKey(Scheme, null=True, on_delete=models.CASCADE, related_name="+")
    """Classification of the occupations; None: figures on all occupations together."""
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    occupations = models.PositiveIntegerField(_("occupations"))
    areas = models.PositiveIntegerField(_("areas"))
    observations = models.PositiveIntegerField(_("figures"))
    missing = models.PositiveIntegerField(_("of them missing"))
    # What one may choose from. Asking millions of rows for it took seconds after each start.
    levels = ArrayField(models.SmallIntegerField(), verbose_name=_("levels of the classification"), default=list)
    days = ArrayField(models.DateField(), verbose_name=_("last days of periods"), default=list)
    statistics = ArrayField(models.CharField(max_length=8), verbose_name=_("statistics"), default=list)
    cut_numbers = ArrayField(models.BigIntegerField(), verbose_name=_("numbers of its cuts"), default=list)
    area_numbers = ArrayField(models.BigIntegerField(), verbose_name=_("numbers of its areas"), default=list)

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverage")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "indicator", "scheme"], name="lmi_coverage_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} in {self.release}"
