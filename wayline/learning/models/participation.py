"""The last count of a large run."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.learning.models.run import Run


class ParticipationSummary(models.Model):
    """Sums of a run too large to be counted while somebody waits. It names no person."""

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="participation_summary")
    counted_at = models.DateTimeField(default=timezone.now)
    figures = models.JSONField()
    """As `participation.as_json` writes them."""

    class Meta:
        verbose_name = _("participation summary")
        verbose_name_plural = _("participation summaries")

    def __str__(self) -> str:
        return f"{self.run} – {self.counted_at:%Y-%m-%d %H:%M}"
