"""Shares as their owner sees them, and as those see them who receive them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, Sum

from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation, User
from wayline.portfolio.labels import PLURALS, Label
from wayline.portfolio.models import Holder, Item, Share, ShareQuerySet
from wayline.portfolio.record import Kind


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looked on a day; "" for whoever came by the link."""

    name: str
    day: date
    times: int


@dataclass(frozen=True, slots=True)
class Group:
    kind: Kind
    label: Label
    items: tuple[Item, ...]


def of_owner(owner: User) -> ShareQuerySet:
    """Newest first, with how many items and visits each has, and when somebody looked last."""
    kept = Count("places", filter=Q(places__item__deleted_at=None), distinct=True)
    shares = Share.objects.of(owner).select_related("person", "organisation")
    return shares.annotate(item_count=kept, seen_at=Max("visits__first_at")).order_by("-made_at", "-pk")


def visits_of(share: Share) -> list[Visit]:
    rows = share.visits.select_related("viewer")
    return [Visit(row.viewer.name if row.viewer else "", row.day, row.times) for row in rows]


def number_of_visits(share: Share) -> int:
    return int(share.visits.aggregate(number=Sum("times"))["number"] or 0)


def items_of(share: Share) -> list[Item]:
    """In their order; what its owner put into the bin is out of sight here too. Of a page: what stands on it now."""
    if share.page_id:
        on_it = Item.objects.filter(page_blocks__page=share.page_id, deleted_at=None)
        return list(on_it.order_by("page_blocks__position", "page_blocks__pk"))
    return list(
        share.items.filter(deleted_at=None)
        .select_related("video")
        .prefetch_related("files")
        .order_by("share_places__position")
    )


def photo_in(share: Share) -> Holder | None:
    """The person, where their photo is shown."""
    if not share.with_profile:
        return None
    return Holder.objects.filter(owner=share.owner_id).exclude(photo="").first()


def grouped(items: Sequence[Item]) -> list[Group]:
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.kind, []).append(item)
    return [Group(kind, PLURALS[kind], tuple(found[kind])) for kind in Kind if kind in found]


def received(viewer: Membership) -> ShareQuerySet:
    return Share.objects.visible_to(viewer).select_related("owner").order_by("-made_at", "-pk")


def person_by_email(owner: User, address: str) -> User | None:
    """Somebody of an organisation that the owner belongs to, by the whole address: nobody is found by guessing parts.

    Clients do not find each other, as everywhere in the house.
    """
    mine = Membership.objects.active().filter(user=owner).values("organisation")
    found = (
        Membership.objects.active()
        .filter(organisation__in=mine, user__email__iexact=address.strip())
        .exclude(user=owner)
        .exclude(role__in=(Role.CLIENT,))
        .select_related("user")
        .first()
    )
    return found.user if found else None


def organisations_of(owner: User) -> list[Organisation]:
    mine = Membership.objects.active().filter(user=owner).values("organisation")
    return list(Organisation.objects.filter(pk__in=mine))
