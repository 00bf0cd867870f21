"""Who a portfolio is about: what a CV says at its top."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.people.models import Membership
from wayline.portfolio.keys import new_key
from wayline.portfolio.models.items import PARTIAL_DATE


def photo_path(holder: Holder, name: str) -> str:
    """A new name for each picture: an old address never shows a new face."""
    return f"portfolio/photos/{new_key()}"


class HolderQuerySet(models.QuerySet["Holder"]):
    def visible_to(self, viewer: Membership) -> Self:
        return self.filter(owner=viewer.user_id)


class Holder(models.Model):
    """The person's names, contacts, photo and summary: the same shape as `record.Holder`. Everything may be empty."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="portfolio_holder")
    given_name = models.CharField(_("first name"), max_length=120, blank=True)
    family_name = models.CharField(_("surname"), max_length=120, blank=True)
    display_name = models.CharField(_("name as it is to be shown"), max_length=200, blank=True)
    headline = models.CharField(_("in one line"), max_length=200, blank=True)
    summary = models.TextField(_("about me"), blank=True, max_length=5000)
    """Markdown."""
    birth_date = models.CharField(_("date of birth"), max_length=10, blank=True)
    nationalities = models.JSONField(default=list, blank=True)
    """ISO 3166-1 alpha-2."""
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("town or city"), max_length=120, blank=True)
    region = models.CharField(_("region"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    contacts = models.JSONField(default=list, blank=True)
    """`record.Contact` as objects: kind, value, label."""
    photo = models.FileField(_("photo"), upload_to=photo_path, max_length=200, blank=True)
    photo_type = models.CharField(max_length=40, blank=True)
    beyond = models.JSONField(default=dict, blank=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Holder]] = models.Manager.from_queryset(HolderQuerySet)()

    class Meta:
        verbose_name = _("holder of a portfolio")
        verbose_name_plural = _("holders of portfolios")
        constraints = [
            models.CheckConstraint(condition=models.Q(birth_date__regex=PARTIAL_DATE), name="portfolio_holder_birth"),
        ]

    def __str__(self) -> str:
        return self.display_name or f"{self.given_name} {self.family_name}".strip() or str(self.owner)
