"""Where: countries, regions and local areas, by the publishers' codes."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from wayline.taxonomy.enums import AreaKind


class AreaQuerySet(models.QuerySet["Area"]):
    def public(self) -> Self:
        """Areas are common knowledge."""
        return self


class Area(models.Model):
    scheme = models.SlugField(max_length=24)
    """Who codes it: `gss` (ONS), `nuts-2021`, `lsip`, `iso-3166`, `fips`."""
    code = models.CharField(_("code"), max_length=24)
    title = models.CharField(_("name"), max_length=160)
    titles = models.JSONField(default=dict, blank=True)
    """Names in other languages, by language code."""
    kind = models.CharField(_("kind"), max_length=12, choices=AreaKind)
    country = models.CharField(_("country"), max_length=2)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")

    objects: ClassVar[models.Manager[Area]] = models.Manager.from_queryset(AreaQuerySet)()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="taxonomy_area_code"),
            models.CheckConstraint(condition=models.Q(kind__in=AreaKind.values), name="taxonomy_area_kind"),
        ]

    def __str__(self) -> str:
        return self.title

    def title_in(self, language: str) -> str:
        return str(self.titles.get(language) or self.title)
