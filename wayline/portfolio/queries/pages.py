"""Pages as their owner composes them and as others read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, Sum
from django.utils import timezone

from wayline.people.models import Membership, User
from wayline.portfolio.models import Block, Holder, Item, ItemFile, PortfolioPage, PortfolioPageQuerySet, Share
from wayline.portfolio.queries.records import person_of
from wayline.portfolio.record import Contact

SHOWN = Q(item=None) | Q(item__deleted_at=None)
"""What its owner put into the bin is out of sight on every page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as a reader sees it. `files` of a piece are those that its owner chose to show."""

    page: PortfolioPage
    name: str
    headline: str
    summary: str
    contacts: tuple[Contact, ...]
    has_photo: bool
    blocks: tuple[Block, ...]


def of_owner(owner: User) -> PortfolioPageQuerySet:
    pieces = Count("blocks", filter=Q(blocks__item=None) | Q(blocks__item__deleted_at=None))
    return PortfolioPage.objects.of(owner).annotate(piece_count=pieces).order_by("-changed_at", "-pk")


def blocks_of(page: PortfolioPage) -> list[Block]:
    return list(page.blocks.filter(SHOWN).select_related("item").prefetch_related("item__files"))


def shown(page: PortfolioPage) -> Shown:
    person = person_of(page.owner, with_photo=False)
    return Shown(
        page,
        name=person.display_name or f"{person.given_name} {person.family_name}".strip() or page.owner.name,
        headline=person.headline if page.with_summary else "",
        summary=person.summary if page.with_summary else "",
        contacts=tuple(person.contacts) if page.with_contacts else (),
        has_photo=photo_on(page) is not None,
        blocks=tuple(blocks_of(page)),
    )


def photo_on(page: PortfolioPage) -> Holder | None:
    if not page.with_photo:
        return None
    return Holder.objects.filter(owner=page.owner_id).exclude(photo="").first()


def file_on(blocks: Sequence[Block], key: str) -> ItemFile | None:
    """A file of a piece whose files are shown."""
    held = (file for block in blocks if block.item and block.with_files for file in block.item.files.all())
    return next((file for file in held if file.key == key), None)


def to_choose(viewer: Membership, page: PortfolioPage, most: int) -> list[Item]:
    """What can still be put on the page, the newest things first."""
    mine = Item.objects.visible_to(viewer).exclude(page_blocks__page=page).defer("description", "beyond")
    return list(mine.order_by("-changed_at")[:most])


def open_shares(page: PortfolioPage) -> list[Share]:
    """To whom it is shown now: what is added, they see at once."""
    return list(page.shares.open().select_related("person", "organisation"))


def visits(page: PortfolioPage, days: int = 30) -> int:
    """How often the public page was opened in the last days."""
    since = timezone.localdate() - timedelta(days=days)
    return int(page.days.filter(day__gt=since).aggregate(times=Sum("times"))["times"] or 0)
