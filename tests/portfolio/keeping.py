"""Things people keep, for the tests."""

from __future__ import annotations

from typing import Any

from wayline.people.models import Membership
from wayline.portfolio.actions.items import add_item
from wayline.portfolio.models import Item
from wayline.portfolio.record import Kind


def keep(member: Membership, kind: Kind = Kind.EXPERIENCE, title: str = "Shop assistant", **columns: Any) -> Item:
    return add_item(member.user, kind=kind, title=title, **columns)


def fetched(answer: Any) -> Any:
    """The answer, read to its end: a file that is left open is a fault of the test."""
    if answer.streaming:
        answer.read = b"".join(answer.streaming_content)
        for close in answer._resource_closers:  # answer.close() would end the connection of the test
            close()
    return answer
