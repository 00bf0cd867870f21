"""One thing a person keeps, and the files that belong to it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.people.models import Membership, User
from wayline.portfolio.keys import new_key
from wayline.portfolio.labels import KIND_CHOICES
from wayline.portfolio.record import Kind

PARTIAL_DATE = r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"


def file_path(held: ItemFile, name: str) -> str:
    """The name a file had may say who it is about: the disk gets a key instead."""
    return f"portfolio/{timezone.now():%Y/%m}/{held.key}"


class ItemQuerySet(models.QuerySet["Item"]):
    def of(self, user: User) -> Self:
        """What this person keeps now; what was put into the bin does not count."""
        return self.filter(owner=user, deleted_at=None)

    def visible_to(self, viewer: Membership) -> Self:
        """A portfolio belongs to its person, whatever the role. What is shared is read through the share."""
        return self.of(viewer.user)

    def binned_by(self, user: User) -> Self:
        return self.filter(owner=user).exclude(deleted_at=None)


class Item(models.Model):
    """One thing a person keeps: the same shape as `record.Entry`, field for field (docs/decisions/0007)."""

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    """Its public id, and `Entry.key`."""
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="portfolio_items")
    kind = models.CharField(_("kind"), max_length=16, choices=KIND_CHOICES)
    title = models.CharField(_("title"), max_length=300, blank=True)
    organisation = models.CharField(_("organisation"), max_length=300, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    """ISO 3166-1 alpha-2, capitals."""
    start = models.CharField(_("from"), max_length=10, blank=True)
    """2019, 2019-07 or 2019-07-15: a date as people remember it. Sorts as text."""
    end = models.CharField(_("until"), max_length=10, blank=True)
    ongoing = models.BooleanField(_("goes on"), default=False)
    description = models.TextField(_("description"), blank=True, max_length=20_000)
    """Markdown."""
    url = models.CharField(_("web address"), max_length=1000, blank=True)
    language = models.CharField(_("language of the text"), max_length=16, blank=True)
    details = models.JSONField(default=dict, blank=True)
    """The fields of its kind (`fields.py`); whatever is stored here passed `fields.faults`."""
    beyond = models.JSONField(default=dict, blank=True, editable=False)
    """What another format said that we have no field for, under the name of the format."""
    supports = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="evidence")
    """The items that this one is evidence for."""
    sent_as = models.UUIDField(null=True, blank=True, editable=False)
    """The key it was given where it was written, on a device without a network perhaps: each key is kept once."""
    revision = models.PositiveSmallIntegerField(default=0, editable=False)
    """How often it had been changed there when it was sent."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    """In the bin since then: nobody sees it any more, its owner can bring it back."""

    objects: ClassVar[models.Manager[Item]] = models.Manager.from_queryset(ItemQuerySet)()

    class Meta:
        verbose_name = _("item of a portfolio")
        verbose_name_plural = _("items of portfolios")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=[kind.value for kind in Kind]), name="portfolio_kind"),
            models.CheckConstraint(condition=models.Q(start__regex=PARTIAL_DATE), name="portfolio_item_start"),
            models.CheckConstraint(condition=models.Q(end__regex=PARTIAL_DATE), name="portfolio_item_end"),
            models.CheckConstraint(
                condition=models.Q(ongoing=False) | models.Q(end=""), name="portfolio_item_ongoing_has_no_end"
            ),
            models.UniqueConstraint(fields=["owner", "sent_as"], name="portfolio_item_sent_once"),
        ]
        indexes = [
            models.Index(
                fields=["owner", "kind", "-changed_at"],
                condition=models.Q(deleted_at=None),
                name="portfolio_item_kept",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("portfolio:item", args=[self.key])


class ItemFileQuerySet(models.QuerySet["ItemFile"]):
    def visible_to(self, viewer: Membership) -> Self:
        return self.filter(item__owner=viewer.user_id, item__deleted_at=None)


class ItemFile(models.Model):
    """A file that belongs to an item: evidence, a certificate, a picture. `record.Attachment` outside."""

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to=file_path, max_length=200)
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(default=0)
    """Bytes."""
    description = models.CharField(_("what it shows"), max_length=500, blank=True)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[ItemFile]] = models.Manager.from_queryset(ItemFileQuerySet)()

    class Meta:
        verbose_name = _("file of an item")
        verbose_name_plural = _("files of items")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.media_type in ("image/jpeg", "image/png", "image/webp", "image/gif")
