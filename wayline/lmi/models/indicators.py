"""What is measured."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from wayline.lmi.enums import Unit


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
