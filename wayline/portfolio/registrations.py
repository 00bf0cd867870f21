"""What this room puts into the registers of the house: the menu, a card, a part of the search, how long things stay."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from wayline.people import registers, retention
from wayline.people.models import Membership
from wayline.people.registers import Card, NavigationEntry, SearchHit, SearchSource
from wayline.portfolio.actions.items import destroy
from wayline.portfolio.labels import kind_label
from wayline.portfolio.models import Item, ItemQuerySet
from wayline.portfolio.queries import shelf

BINNED = timedelta(days=30)


def register_everything() -> None:
    registers.navigation.append(NavigationEntry(_("Portfolio"), "portfolio:items", lambda viewer: True, order=30))
    registers.cards.append(Card("portfolio", "portfolio/card.html", _card, order=30))
    registers.search_sources.append(SearchSource(_("Your portfolio"), find, order=30))
    retention.register(
        retention.Rule(
            "portfolio-bin",
            _("The bin of portfolios"),
            _("What was put into the bin is deleted after 30 days, with its files."),
            _("Its person wanted it gone; the days are there to undo a mistake (GDPR, article 5(1)(e))."),
            _binned,
            lambda now: destroy(_binned(now)),
            36,
        )
    )


def _binned(now: datetime) -> ItemQuerySet:
    return Item.objects.filter(deleted_at__lt=now - BINNED)


def find(viewer: Membership, words: str, limit: int) -> list[SearchHit]:
    """One's own things only."""
    found = shelf.found(viewer.user, words=words)[:limit]
    return [SearchHit(str(item), item.get_absolute_url(), kind_label(item.kind), item.organisation) for item in found]


def _card(viewer: Membership) -> dict[str, object]:
    newest = list(Item.objects.of(viewer.user).defer("description", "beyond")[:3])
    return {"newest": newest, "number": Item.objects.of(viewer.user).count() if newest else 0}
