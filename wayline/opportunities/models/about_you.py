"""What a person said of themselves so that fairness can be counted, and for nothing else.

The package of models does not hand it on, accounts have no way back to it, and a test names the few modules that may
import it: what matching cannot reach cannot count (docs/decisions/0026).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.people.models import User

PURPOSE = "fairness-answers"
LEAST_AGE = 16
"""Whole years from which a person consents to it alone, in every country of the Union (GDPR, article 8(1))."""


class Sex(models.TextChoices):
    """Variable “sex” of Regulation (EU) 2019/1700, and what registers of some countries hold besides."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Another, as some registers have it (X, diverse)")


class Limits(models.TextChoices):
    """Global Activity Limitation Instrument, in one question: variable HS3 of the European Health Interview Survey."""

    NOT = "not", _("Not limited at all")
    SOME = "some", _("Limited, but not severely")
    SEVERE = "severe", _("Severely limited")


class Background(models.TextChoices):
    """Occupation of the main earner at home at 14: Social Mobility Commission, measurement toolkit, main question."""

    PROFESSIONAL = "professional", _("Professional work")
    MANAGER = "manager", _("Manager or administrator")
    CLERICAL = "clerical", _("Clerical work and the like")
    OWNER = "owner", _("Owner of a small business")
    CRAFT = "craft", _("Technical or craft work")
    ROUTINE = "routine", _("Routine work by hand or in services")
    NO_WORK = "no_work", _("Without work for more than a year")
    OTHER = "other", _("Something else, or I do not know")


class BackgroundGroup(models.TextChoices):
    """As the toolkit counts them."""

    PROFESSIONAL = "professional", _("Professionals and managers")
    INTERMEDIATE = "intermediate", _("In between")
    WORKING = "working", _("Crafts, routine work, or none")


COUNTED_AS = {
    Background.PROFESSIONAL: BackgroundGroup.PROFESSIONAL,
    Background.MANAGER: BackgroundGroup.PROFESSIONAL,
    Background.CLERICAL: BackgroundGroup.INTERMEDIATE,
    Background.OWNER: BackgroundGroup.INTERMEDIATE,
    Background.CRAFT: BackgroundGroup.WORKING,
    Background.ROUTINE: BackgroundGroup.WORKING,
    Background.NO_WORK: BackgroundGroup.WORKING,
}
"""What is something else, or not known, counts as no answer."""


class AboutYou(models.Model):
    """Answers of one person; "" where they would rather not say. Deleted when the consent ends."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="+")
    sex = models.CharField(max_length=8, blank=True, choices=Sex)
    limits = models.CharField(max_length=8, blank=True, choices=Limits)
    background = models.CharField(max_length=16, blank=True, choices=Background)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("answers about a person, for fairness only")
        verbose_name_plural = _("answers about people, for fairness only")
        constraints = [
            models.CheckConstraint(
                condition=Q(sex__in=["", *Sex.values])
                & Q(limits__in=["", *Limits.values])
                & Q(background__in=["", *Background.values]),
                name="opportunities_about_you_answers",
            ),
            models.CheckConstraint(
                condition=~Q(sex="", limits="", background=""), name="opportunities_about_you_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
