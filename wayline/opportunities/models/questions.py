"""What an employer asks of everybody who applies for an offer."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.enums import AnswerForm
from wayline.opportunities.models.offers import Opportunity


class QuestionQuerySet(models.QuerySet["Question"]):
    def of(self, offer: Opportunity) -> Self:
        return self.filter(opportunity=offer)


class Question(models.Model):
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("question"), max_length=300)
    form = models.CharField(_("answered"), max_length=8, choices=AnswerForm, default=AnswerForm.TEXT)
    choices = ArrayField(models.CharField(max_length=200), verbose_name=_("answers"), default=list, blank=True)
    required = models.BooleanField(_("must be answered"), default=False)

    objects: ClassVar[models.Manager[Question]] = models.Manager.from_queryset(QuestionQuerySet)()

    class Meta:
        verbose_name = _("question to applicants")
        verbose_name_plural = _("questions to applicants")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(form__in=AnswerForm.values), name="opportunities_question_form"),
            models.CheckConstraint(
                condition=~models.Q(form=AnswerForm.CHOICE) | models.Q(choices__len__gte=2),
                name="opportunities_question_choices",
            ),
        ]

    def __str__(self) -> str:
        return self.text
