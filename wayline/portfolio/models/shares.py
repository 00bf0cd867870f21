"""What a person shows to whom, for what, and until when."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation, User
from wayline.portfolio.enums import ShareState, ShareWith
from wayline.portfolio.keys import new_key
from wayline.portfolio.models.items import Item
from wayline.portfolio.models.pages import PortfolioPage

GUIDING = (Role.PRACTITIONER, Role.FACILITATOR, Role.MANAGER)
"""Who of an organisation reads what is shared with it."""


class ShareQuerySet(models.QuerySet["Share"]):
    def open(self) -> Self:
        """Neither revoked nor over. Asked anew for every request."""
        return self.filter(revoked_at=None, ends_at__gt=timezone.now())

    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)

    def visible_to(self, viewer: Membership) -> Self:
        """The open shares made for this person, or for the organisation that this membership guides people in."""
        for_me = Q(audience=ShareWith.PERSON, person=viewer.user_id)
        if viewer.role in GUIDING:
            for_me |= Q(audience=ShareWith.ORGANISATION, organisation=viewer.organisation_id)
        return self.open().filter(for_me)

    def by_secret(self, token_hash: str) -> Self:
        return self.open().filter(audience=ShareWith.LINK, token_hash=token_hash)


class Share(models.Model):
    """Some items, for a person, an organisation or a secret link; with a purpose and an end."""

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    """Its number on the receipt, and its address for those who sign in."""
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="portfolio_shares")
    audience = models.CharField(_("for"), max_length=12, choices=ShareWith)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="shares_received"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="shares_received"
    )
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - unique, and none for others
    purpose = models.CharField(_("purpose"), max_length=300)
    message = models.TextField(_("message"), blank=True, max_length=2000)
    with_profile = models.BooleanField(_("names and contacts"), default=True)
    comments_open = models.BooleanField(_("comments"), default=True)
    items = models.ManyToManyField(Item, through="SharedItem", related_name="shares")
    page = models.ForeignKey(PortfolioPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="shares")
    """Shows what stands on a page, as it stands there now, and not chosen items."""
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    ends_at = models.DateTimeField(_("ends on"))
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager[Share]] = models.Manager.from_queryset(ShareQuerySet)()

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=ShareWith.values), name="portfolio_share_audience"),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("made_at")), name="portfolio_share_ends"),
            models.CheckConstraint(
                condition=(
                    Q(audience="person", person__isnull=False, organisation=None, token_hash=None)
                    | Q(audience="organisation", organisation__isnull=False, person=None, token_hash=None)
                    | Q(audience="link", person=None, organisation=None)
                ),
                name="portfolio_share_one_receiver",
            ),
        ]

    def __str__(self) -> str:
        return self.purpose

    def get_absolute_url(self) -> str:
        """Where the receiver who signs in reads it."""
        return reverse("portfolio:shared", args=[self.key])

    @property
    def state(self) -> ShareState:
        if self.revoked_at:
            return ShareState.REVOKED
        return ShareState.OPEN if self.ends_at > timezone.now() else ShareState.ENDED


class SharedItem(models.Model):
    """An item in a share, at its place."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="places")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="share_places")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("item in a share")
        verbose_name_plural = _("items in shares")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["share", "item"], name="portfolio_shared_item_once")]

    def __str__(self) -> str:
        return f"{self.share_id}: {self.item_id}"


class ShareVisit(models.Model):
    """Somebody opened a share. Whoever has only the link is nobody we know: no address and no browser is kept."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="visits")
    viewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="share_visits"
    )
    day = models.DateField()
    first_at = models.DateTimeField(default=timezone.now)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("visit to a share")
        verbose_name_plural = _("visits to shares")
        ordering = ["-first_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["share", "viewer", "day"], nulls_distinct=False, name="portfolio_share_visit_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.share_id}: {self.day}"


class ShareComment(models.Model):
    """What the owner and those invited say to each other about what is shared. Never part of open course talk."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="share_comments"
    )
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="share_comments")
    text = models.TextField(_("comment"), max_length=4000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("comment on a share")
        verbose_name_plural = _("comments on shares")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.share_id}: {self.at:%Y-%m-%d %H:%M}"
