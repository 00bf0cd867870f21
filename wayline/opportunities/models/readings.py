"""What people answered to what was read from the text of an offer: kept so that reading can become better."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.enums import ReadAnswer
from wayline.opportunities.models.offers import Opportunity


class ReadingAnswer(models.Model):
    """One proposal with its answer. It names no person: who answered stands in the audit trail of the offer."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="reading_answers")
    kind = models.CharField(_("kind"), max_length=12)
    value = models.CharField(_("value"), max_length=200)
    """As the page sent it: `skill:12`, `language:de` …"""
    language = models.CharField(_("language of the text"), max_length=8)
    words = models.CharField(_("words that led there"), max_length=200)
    proposed = models.CharField(_("proposed"), max_length=4)
    """`must` or `nice`."""
    answer = models.CharField(_("answer"), max_length=4, choices=ReadAnswer)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("answer to what was read")
        verbose_name_plural = _("answers to what was read")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "value"], name="opportunities_reading_once"),
            models.CheckConstraint(condition=Q(answer__in=ReadAnswer.values), name="opportunities_reading_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.value}: {self.answer}"
