"""CVs: each a choice from one portfolio, in an order, a language and a design; with the letter that goes along."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.people.models import Membership
from wayline.portfolio.cv.document import KINDS
from wayline.portfolio.cv.words import tables
from wayline.portfolio.enums import Design
from wayline.portfolio.keys import new_key
from wayline.portfolio.models.items import Item


def usual_sections() -> list[str]:
    return [kind.value for kind in KINDS]


class CVQuerySet(models.QuerySet["CV"]):
    def visible_to(self, viewer: Membership) -> Self:
        """One's own. What an employer gets is a file."""
        return self.filter(owner=viewer.user_id)


class CV(models.Model):
    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cvs")
    title = models.CharField(_("name of this CV"), max_length=120)
    language = models.CharField(_("language of the headings"), max_length=2, default="en")
    design = models.CharField(_("design"), max_length=12, choices=Design, default=Design.CLEAR)
    sections = models.JSONField(default=usual_sections, blank=True)
    """Kinds in the order of their sections."""
    show_photo = models.BooleanField(_("photo"), default=False)
    show_address = models.BooleanField(_("address"), default=True)
    show_birth = models.BooleanField(_("date of birth"), default=False)
    show_nationality = models.BooleanField(_("nationality"), default=False)
    show_summary = models.BooleanField(_("about me"), default=True)
    vacancy = models.TextField(_("text of the vacancy"), blank=True, max_length=20_000)
    letter_to = models.TextField(_("to"), blank=True, max_length=500)
    letter_subject = models.CharField(_("subject"), blank=True, max_length=200)
    letter_text = models.TextField(_("letter"), blank=True, max_length=10_000)
    """Markdown."""
    items = models.ManyToManyField(Item, through="CVItem", related_name="cvs")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[CV]] = models.Manager.from_queryset(CVQuerySet)()

    class Meta:
        verbose_name = _("CV")
        verbose_name_plural = _("CVs")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(design__in=Design.values), name="portfolio_cv_design"),
            models.CheckConstraint(condition=models.Q(language__in=sorted(tables())), name="portfolio_cv_language"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("portfolio:cv", args=[self.key])


class CVItem(models.Model):
    """An item at its place in a CV. Hidden ones keep their place."""

    cv = models.ForeignKey(CV, on_delete=models.CASCADE, related_name="places")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="cv_places")
    position = models.PositiveIntegerField(default=0)
    is_hidden = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("item in a CV")
        verbose_name_plural = _("items in CVs")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["cv", "item"], name="portfolio_cv_item_once")]

    def __str__(self) -> str:
        return f"{self.cv_id}: {self.item_id}"
