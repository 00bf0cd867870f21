"""From one classification to another, as a publisher states it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wayline.taxonomy.enums import MappingKind
from wayline.taxonomy.models.concepts import Concept
from wayline.taxonomy.models.releases import Release


class Mapping(models.Model):
    """That a concept corresponds to one of another scheme; often one of several."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="mappings")
    source = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="mappings_from")
    target = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="mappings_to")
    kind = models.CharField(_("kind"), max_length=8, choices=MappingKind)
    share = models.FloatField(_("share"), null=True, blank=True)
    """Part of the source that goes to this target, 0 to 1, where it can be counted."""
    share_basis = models.CharField(max_length=120, blank=True)
    """What the share counts: "entries of the coding index", "people in the 2021 census" …"""
    confidence = models.FloatField(_("confidence"), null=True, blank=True)
    """The publisher's own, 0 to 1."""
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("mapping")
        verbose_name_plural = _("mappings")
        constraints = [
            models.UniqueConstraint(fields=["release", "source", "target"], name="taxonomy_mapping_once"),
            models.CheckConstraint(condition=Q(kind__in=MappingKind.values), name="taxonomy_mapping_kind"),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gte=0, share__lte=1), name="taxonomy_mapping_share"
            ),
            models.CheckConstraint(
                condition=Q(confidence=None) | Q(confidence__gte=0, confidence__lte=1),
                name="taxonomy_mapping_confidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id} ({self.kind})"
