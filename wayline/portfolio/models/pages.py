"""Pages that a person composes: for one purpose, shown to those invited, or public for as long as they like."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.people.models import Membership, User
from wayline.portfolio.keys import new_key
from wayline.portfolio.models.items import Item

ADDRESS = r"^[a-z0-9](?:[a-z0-9-]{1,58})[a-z0-9]$"
"""Three to sixty small letters, digits and hyphens, none of them at an end."""


class PortfolioPageQuerySet(models.QuerySet["PortfolioPage"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)

    def visible_to(self, viewer: Membership) -> Self:
        """One's own. Others are shown a page by a share, or when it is public."""
        return self.filter(owner=viewer.user_id)

    def public(self) -> Self:
        """Published and not over. Asked anew for every request."""
        return self.filter(address__isnull=False, public_until__gt=timezone.now())


class PortfolioPage(models.Model):
    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="portfolio_pages")
    title = models.CharField(_("heading"), max_length=120)
    lead = models.CharField(_("in a line or two"), max_length=300, blank=True)
    with_photo = models.BooleanField(_("photo"), default=False)
    with_contacts = models.BooleanField(_("contacts"), default=False)
    with_summary = models.BooleanField(_("about me"), default=False)
    address = models.CharField(
        _("address"),
        max_length=60,
        unique=True,
        null=True,
        blank=True,
        validators=[
            RegexValidator(
                ADDRESS,
                _("Three to sixty small letters, digits and hyphens; it begins and ends with one of the first two."),
            )
        ],
    )
    public_until = models.DateTimeField(_("public until"), null=True, blank=True)
    is_listed = models.BooleanField(_("search engines may list it"), default=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[PortfolioPage]] = models.Manager.from_queryset(PortfolioPageQuerySet)()

    class Meta:
        verbose_name = _("page of a portfolio")
        verbose_name_plural = _("pages of portfolios")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(address=None, public_until=None) | Q(address__isnull=False, public_until__isnull=False),
                name="portfolio_page_public_has_end",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("portfolio:page", args=[self.key])

    @property
    def is_public(self) -> bool:
        return self.public_until is not None and self.public_until > timezone.now()


class Block(models.Model):
    """A piece of a page: something kept, with the person's own words before it, or words alone."""

    page = models.ForeignKey(PortfolioPage, on_delete=models.CASCADE, related_name="blocks")
    position = models.PositiveIntegerField(default=0)
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.CASCADE, related_name="page_blocks")
    heading = models.CharField(_("heading"), max_length=120, blank=True)
    text = models.TextField(_("text"), max_length=5000, blank=True)
    """Markdown."""
    with_details = models.BooleanField(_("its details and description"), default=True)
    with_files = models.BooleanField(_("its files"), default=False)

    class Meta:
        verbose_name = _("piece of a page")
        verbose_name_plural = _("pieces of pages")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False) | ~Q(heading="", text=""), name="portfolio_block_not_empty"
            ),
            models.UniqueConstraint(fields=["page", "item"], name="portfolio_block_item_once"),
        ]

    def __str__(self) -> str:
        return self.heading or (str(self.item) if self.item else self.text[:60])


class PageDay(models.Model):
    """How often a public page was opened on a day. No person, no address, no browser."""

    page = models.ForeignKey(PortfolioPage, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("day of a public page")
        verbose_name_plural = _("days of public pages")
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["page", "day"], name="portfolio_page_day_once")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.day}"
