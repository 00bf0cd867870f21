"""Things people keep, for the tests."""

from __future__ import annotations

from typing import Any

from wayline.people.models import Membership
from wayline.portfolio.actions.items import add_item
from wayline.portfolio.models import Item
from wayline.portfolio.record import Kind


def keep(member: Membership, kind: Kind = Kind.EXPERIENCE, title: str = "Shop assistant", **columns: Any) -> Item:
    return add_item(member.user, kind=kind, title=title, **columns)
