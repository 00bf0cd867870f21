"""Composing a page, showing it to everybody, and taking that back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from wayline.people.actions import record_own
from wayline.people.models import User
from wayline.portfolio.models import Block, Item, PageDay, PortfolioPage

MOST_BLOCKS = 100


@transaction.atomic
def make_page(owner: User, *, title: str) -> PortfolioPage:
    page = PortfolioPage.objects.create(owner=owner, title=title)
    record_own(owner, "made page", page)
    return page


def _touch(page: PortfolioPage) -> None:
    PortfolioPage.objects.filter(pk=page.pk).update(changed_at=timezone.now())


@transaction.atomic
def change_page(page: PortfolioPage, **columns: Any) -> PortfolioPage:
    for name, value in columns.items():
        setattr(page, name, value)
    page.changed_at = timezone.now()
    page.save()
    record_own(page.owner, "changed page", page)
    return page


def room_on(page: PortfolioPage) -> int:
    """How many pieces can still be put on it."""
    return max(0, MOST_BLOCKS - page.blocks.count())


@transaction.atomic
def put_on_page(page: PortfolioPage, items: Sequence[Item]) -> int:
    """At its end, in the order given; what stands on it already is not doubled. Returns how many are new."""
    known = set(page.blocks.values_list("item_id", flat=True))
    last = page.blocks.aggregate(last=models.Max("position"))["last"]
    start = 0 if last is None else last + 1
    fresh = [item for item in items if item.owner_id == page.owner_id and item.pk not in known][: room_on(page)]
    Block.objects.bulk_create(Block(page=page, item=item, position=start + at) for at, item in enumerate(fresh))
    _touch(page)
    record_own(page.owner, "changed page", page, count=len(fresh))
    return len(fresh)


@transaction.atomic
def write_block(page: PortfolioPage, block: Block | None, **columns: Any) -> Block:
    """A new piece of words at the end, or other words in one that stands there."""
    if block is None:
        last = page.blocks.aggregate(last=models.Max("position"))["last"]
        block = Block(page=page, position=0 if last is None else last + 1)
    for name, value in columns.items():
        setattr(block, name, value)
    block.save()
    _touch(page)
    record_own(page.owner, "changed page", page)
    return block


@transaction.atomic
def take_off_page(block: Block) -> None:
    _touch(block.page)
    record_own(block.page.owner, "changed page", block.page)
    block.delete()


@transaction.atomic
def move_block(page: PortfolioPage, *, block_id: int, down: bool) -> bool:
    """One place; False at the end. What is in the bin keeps its place and is skipped."""
    seen = list(page.blocks.filter(models.Q(item=None) | models.Q(item__deleted_at=None)))
    here = next((at for at, block in enumerate(seen) if block.pk == block_id), None)
    there = None if here is None else here + (1 if down else -1)
    if here is None or there is None or not 0 <= there < len(seen):
        return False
    seen[here], seen[there] = seen[there], seen[here]
    for position, block in enumerate(seen):
        block.position = position
    Block.objects.bulk_update(seen, ["position"])
    _touch(page)
    return True


@transaction.atomic
def publish_page(page: PortfolioPage, *, address: str, until: datetime, is_listed: bool) -> PortfolioPage:
    """From now on whoever has the address reads it, until the day given."""
    page.address, page.public_until, page.is_listed = address, until, is_listed
    page.published_at = timezone.now()
    page.save(update_fields=["address", "public_until", "is_listed", "published_at"])
    record_own(page.owner, "published page", page)
    return page


@transaction.atomic
def withdraw_page(page: PortfolioPage) -> None:
    """From the next request on nobody reads it any more. Its address is free again."""
    page.address = page.public_until = page.published_at = None
    page.is_listed = False
    page.save(update_fields=["address", "public_until", "is_listed", "published_at"])
    record_own(page.owner, "withdrew page", page)


@transaction.atomic
def delete_page(page: PortfolioPage) -> None:
    record_own(page.owner, "deleted page", page)
    page.delete()


def count_visit(page: PortfolioPage) -> None:
    seen, fresh = PageDay.objects.get_or_create(page=page, day=timezone.localdate())
    if not fresh:
        PageDay.objects.filter(pk=seen.pk).update(times=models.F("times") + 1)
