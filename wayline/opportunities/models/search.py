"""What search reads: one narrow row for each opportunity on show; and searches that people keep."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.models.offers import Opportunity
from wayline.people.models import Membership, User


class ListingQuerySet(models.QuerySet["Listing"]):
    def public(self) -> Self:
        return self.filter(shown_until__gte=timezone.localdate())


class Listing(models.Model):
    """A published opportunity as search sees it. Comes with publication, goes with withdrawal; nothing else changes it.

    Narrow on purpose: counting a hundred thousand of these reads 20 MB, and of the opportunities themselves 200.
    """

    opportunity = models.OneToOneField(Opportunity, primary_key=True, on_delete=models.CASCADE, related_name="listing")
    kind = models.CharField(max_length=16)
    hours = models.CharField(max_length=10)
    contract = models.CharField(max_length=16)
    remote = models.CharField(max_length=8)
    level = models.PositiveSmallIntegerField(null=True)
    language = models.CharField(max_length=8)
    pay_a_year = models.PositiveIntegerField(null=True)
    """The highest pay that is said, as a full-time year (`pay.a_year`)."""
    currency = models.CharField(max_length=3, blank=True)
    starts_on = models.DateField(null=True)
    deadline = models.DateField(null=True)
    published_at = models.DateTimeField()
    shown_until = models.DateField()
    occupations = ArrayField(models.BigIntegerField(), default=list)
    """Keys of the concepts tagged and of all above them, so that a group finds the occupations in it."""
    skills = ArrayField(models.BigIntegerField(), default=list)
    areas = ArrayField(models.BigIntegerField(), default=list)
    """Keys of the area and of all that hold it."""
    accessibility = ArrayField(models.CharField(max_length=16), default=list)
    title_words = SearchVectorField(null=True)

    objects: ClassVar[models.Manager[Listing]] = models.Manager.from_queryset(ListingQuerySet)()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        indexes = [
            models.Index(fields=["-published_at", "-opportunity"], name="opportunities_newest"),
            models.Index(fields=["-pay_a_year", "-opportunity"], name="opportunities_best_paid"),
            models.Index(fields=["deadline", "opportunity"], name="opportunities_deadline"),
            GinIndex(fields=["occupations"], name="opportunities_in_occupation"),
            GinIndex(fields=["skills"], name="opportunities_with_skill"),
            GinIndex(fields=["areas"], name="opportunities_in_area"),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity_id}"


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, viewer: Membership) -> Self:
        """One's own: what a person looks for is nobody else's business."""
        return self.filter(user=viewer.user_id)


class SavedSearch(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("name"), max_length=120)
    query = models.CharField(max_length=1000)
    """What stands behind the address of the search."""
    alerts = models.BooleanField(_("tell me when something new fits"), default=True)
    told_at = models.DateTimeField(default=timezone.now)
    """Up to when new opportunities were told."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[SavedSearch]] = models.Manager.from_queryset(SavedSearchQuerySet)()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "query"], name="opportunities_search_once")]

    def __str__(self) -> str:
        return self.name
