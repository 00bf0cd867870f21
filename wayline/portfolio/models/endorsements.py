"""Somebody who was asked says that a person can do something."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.people.models import Membership, User
from wayline.portfolio.enums import EndorsementState
from wayline.portfolio.keys import new_key
from wayline.portfolio.models.items import Item


class EndorsementQuerySet(models.QuerySet["Endorsement"]):
    def of(self, owner: User) -> Self:
        return self.filter(item__owner=owner, item__deleted_at=None)

    def visible_to(self, viewer: Membership) -> Self:
        """What this person was asked here, for as long as it is kept."""
        return self.filter(person=viewer.user_id, item__deleted_at=None, item__owner__is_active=True)

    def by_secret(self, token_hash: str) -> Self:
        return self.filter(token_hash=token_hash, item__deleted_at=None, item__owner__is_active=True)

    def answerable(self) -> Self:
        """What was answered can be read and withdrawn for good; what was not, until its last day."""
        now = timezone.now()
        waiting = Q(state=EndorsementState.WAITING, expires_at__gt=now)
        return self.filter(waiting | Q(state__in=(EndorsementState.GIVEN, EndorsementState.DECLINED)))


class Endorsement(models.Model):
    """A question to one person about one skill of another, and the answer. Of the link's secret we keep the hash."""

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="endorsements")
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    """Empty a year after the answer: then only the link is needed, to withdraw it."""
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="endorsements_asked"
    )
    """A colleague of the service with an account, who answers there."""
    message = models.TextField(_("message"), max_length=2000, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - unique, and none for accounts
    state = models.CharField(_("state"), max_length=12, choices=EndorsementState, default=EndorsementState.WAITING)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, editable=False)
    name = models.CharField(_("name"), max_length=160, blank=True)
    relation = models.CharField(_("how they know the person"), max_length=300, blank=True)
    text = models.TextField(_("what they saw"), max_length=2000, blank=True)
    is_shown = models.BooleanField(default=False)
    """The person decides whether those who see the skill see this too."""

    objects: ClassVar[models.Manager[Endorsement]] = models.Manager.from_queryset(EndorsementQuerySet)()

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EndorsementState.values), name="portfolio_endorsement_state"),
            models.CheckConstraint(
                condition=Q(state=EndorsementState.WAITING, answered_at=None)
                | ~Q(state=EndorsementState.WAITING) & Q(answered_at__isnull=False),
                name="portfolio_endorsement_answered",
            ),
            models.CheckConstraint(
                condition=Q(state=EndorsementState.GIVEN) & ~Q(name="") & ~Q(text="") & ~Q(relation="")
                | ~Q(state=EndorsementState.GIVEN) & Q(name="", text="", relation="", is_shown=False),
                name="portfolio_endorsement_says_something",
            ),
            models.UniqueConstraint(
                "item",
                Lower("email"),
                condition=Q(state=EndorsementState.WAITING),
                name="portfolio_endorser_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.state}"

    def get_absolute_url(self) -> str:
        """Where a colleague with an account answers."""
        return reverse("portfolio:endorsement", args=[self.key])

    @property
    def has_expired(self) -> bool:
        return self.state == EndorsementState.WAITING and self.expires_at <= timezone.now()
