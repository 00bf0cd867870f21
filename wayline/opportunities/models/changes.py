"""Which listings changed since when: what the shelf (`shelf/`) does not know yet."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ListingChange(models.Model):
    """A listing came, changed or went. Written by triggers of the database, so that no way of writing passes it by."""

    opportunity = models.BigIntegerField()
    """Its key; it may be gone."""
    transaction = models.BigIntegerField(db_index=True)
    """PostgreSQL's number of the transaction (`xid8`): a snapshot of the database says whether it had seen it."""
    at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        verbose_name = _("change of a listing")
        verbose_name_plural = _("changes of listings")

    def __str__(self) -> str:
        return f"{self.opportunity}"
