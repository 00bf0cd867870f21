"""What was read from the text of an offer, and what people answered to it: kept so that reading can become better."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.enums import Need, ReadAnswer
from wayline.opportunities.models.offers import Opportunity
from wayline.taxonomy.models import Concept

SKILL = "skill:"
"""Before the number of the concept, in the value of an answer to a skill."""


def skill_value(concept: int) -> str:
    return f"{SKILL}{concept}"


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

    @property
    def concept(self) -> int:
        """Number of the skill that it is about."""
        return int(self.value.removeprefix(SKILL))


class TextReading(models.Model):
    """A vacancy from elsewhere whose source names no skill of the classification: its text is read by the program."""

    opportunity = models.OneToOneField(
        Opportunity, primary_key=True, on_delete=models.CASCADE, related_name="text_reading"
    )
    at = models.DateTimeField(_("at"), null=True)
    """None: it waits, because it is new, or its text changed."""
    failed = models.BooleanField(_("could not be read"), db_default=False)
    """The program failed on it: the log says why."""

    class Meta:
        verbose_name = _("reading of a text")
        verbose_name_plural = _("readings of texts")
        indexes = [
            models.Index(fields=["opportunity"], condition=Q(at=None), name="opportunities_text_waiting"),
            models.Index(fields=["opportunity"], condition=Q(failed=True), name="opportunities_text_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity_id}"


class ReadSkill(models.Model):
    """A skill that the program read in the text of a vacancy whose source names none. Nobody confirmed it: it stands
    apart from what is said (`Want`), weighs less, and is called so wherever it is shown (docs/decisions/0033)."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="read_skills", db_index=False)
    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="+")
    need = models.CharField(_("need"), max_length=4, choices=Need)
    """As the sentence sounds."""
    words = models.CharField(_("words that led there"), max_length=200)

    class Meta:
        verbose_name = _("skill read from a text")
        verbose_name_plural = _("skills read from texts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "concept"], name="opportunities_read_skill_once"),
            models.CheckConstraint(condition=Q(need__in=Need.values), name="opportunities_read_skill_need"),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity_id}: {self.concept_id}"
