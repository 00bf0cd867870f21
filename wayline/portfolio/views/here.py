"""What the pages of a portfolio share: whose things they are, the way to the page, the tabs."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from wayline.common.parts import Crumb, Tab
from wayline.people.http import MemberRequest
from wayline.portfolio.models import Item

TABS = (
    ("items", gettext_lazy("What you keep"), "portfolio:items"),
    ("skills", gettext_lazy("Skills"), "portfolio:skills"),
    ("cvs", gettext_lazy("CVs"), "portfolio:cvs"),
    ("videos", gettext_lazy("Videos"), "portfolio:videos"),
    ("pages", gettext_lazy("Pages"), "portfolio:pages"),
    ("shares", gettext_lazy("Shared"), "portfolio:shares"),
    ("received", gettext_lazy("Shared with you"), "portfolio:received"),
    ("claims", gettext_lazy("Validation"), "portfolio:claims"),
    ("credentials", gettext_lazy("Credentials"), "credentials:own"),
    ("profile", gettext_lazy("Profile"), "portfolio:profile"),
    ("bin", gettext_lazy("Bin"), "portfolio:bin"),
)


def language() -> str:
    return get_language() or "en"


def own_item(request: MemberRequest, key: str) -> Item:
    item = Item.objects.visible_to(request.member).filter(key=key).select_related("owner").first()
    if item is None:
        raise Http404
    return item


def crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Portfolio"), reverse("portfolio:items")), *more]


def item_crumbs(item: Item, *more: Crumb) -> list[Crumb]:
    return crumbs(Crumb(str(item), item.get_absolute_url()), *more)


def tabs(active: str) -> list[Tab]:
    return [Tab(str(label), reverse(name), active=key == active) for key, label, name in TABS]
