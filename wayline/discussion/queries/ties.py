"""Who answers whom in a space. A large space is counted by the worker, so that nobody waits for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import repeat

from django.core.cache import cache
from django.db.models import Count, Sum
from django.utils import timezone

from wayline.discussion.enums import SpaceRole
from wayline.discussion.models import SpaceMember, Thread
from wayline.discussion.network import CommentType, Network, comment_types, who_answers_whom
from wayline.discussion.queries.facilitation_people import readable_in
from wayline.discussion.queries.rows import former_participant
from wayline.discussion.standing import Standing
from wayline.people.models import User

LARGE = 5000
"""Comments. Up to here the sums take less than a tenth of a second."""
KEPT = 2 * 3600
"""Seconds; the worker counts anew every hour."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Sums over a space. People are keys: their names are asked for when somebody looks, and are never kept."""

    network: Network
    kinds: dict[CommentType, int]
    at: datetime


@dataclass(frozen=True, slots=True)
class Ties:
    """The network of a space, with the name of everybody in it."""

    network: Network
    names: dict[Hashable, str]
    users: dict[Hashable, int]
    """The accounts among them; people of imported discussions have none."""
    kinds: dict[CommentType, int]
    counted_at: datetime | None
    """For a large space: when the worker counted. None: just now."""


def ties_in(who: Standing) -> Ties:
    counted, kept = _counted(who.space.pk, with_anonymous=who.facilitates)
    people = [node.person for node in counted.network.nodes]
    keys = [key for key in people if isinstance(key, int)]
    known = dict(User.objects.filter(pk__in=keys).values_list("pk", "name"))
    names = {key: known.get(key, former_participant()) if isinstance(key, int) else str(key) for key in people}
    users: dict[Hashable, int] = {key: key for key in keys if key in known}
    return Ties(counted.network, names, users, counted.kinds, counted.at if kept else None)


def _counted(space: int, *, with_anonymous: bool) -> tuple[Counted, bool]:
    if _size(space) <= LARGE:
        return count(space, with_anonymous=with_anonymous), False
    found: Counted | None = cache.get(_key(space, with_anonymous))
    return found or keep(space, with_anonymous=with_anonymous), True


def _size(space: int) -> int:
    return Thread.objects.filter(space=space).aggregate(number=Sum("comment_count"))["number"] or 0


def _key(space: int, with_anonymous: bool) -> str:
    return f"ties:{space}:{with_anonymous}"


def keep(space: int, *, with_anonymous: bool) -> Counted:
    counted = count(space, with_anonymous=with_anonymous)
    cache.set(_key(space, with_anonymous), counted, KEPT)
    return counted


def recount_large_spaces(now: datetime) -> int:
    """The worker does this every hour, for spaces in which something was said of late."""
    talked = Thread.objects.filter(last_comment_at__gt=now - timedelta(seconds=2 * KEPT))
    spaces = talked.order_by().values_list("space", flat=True).distinct()
    large = [space for space in spaces if _size(space) > LARGE]
    for space in large:
        keep(space, with_anonymous=True)
        keep(space, with_anonymous=False)
    return len(large)


def count(space: int, *, with_anonymous: bool) -> Counted:
    """Direct replies, summed in the database: a row for each pair of people, however much they wrote."""
    rows = list(
        readable_in(space, with_anonymous=with_anonymous)
        .order_by("author", "answers__author")
        .values_list("author", "imported_author", "answers__author", "answers__imported_author", "answers__anonymous")
        .annotate(number=Count("pk"))
    )
    guides = set(
        SpaceMember.objects.current().filter(space=space, role=SpaceRole.FACILITATOR).values_list("user", flat=True)
    )

    def pairs() -> Iterator[tuple[Hashable, Hashable | None]]:
        for author, imported, answered, answered_imported, anonymous, number in rows:
            one, other = _person(author, imported), _person(answered, answered_imported or "")
            if anonymous and not with_anonymous:
                other = None
            if one is not None:
                yield from repeat((one, other), number)

    kinds = _kinds(space, with_anonymous=with_anonymous)
    return Counted(who_answers_whom(pairs(), guides), kinds, timezone.now())


def _person(author: int | None, imported: str) -> Hashable | None:
    """The account, or the name that an import brought. Erased accounts cannot be told apart: nobody."""
    return author or imported or None


def _kinds(space: int, *, with_anonymous: bool) -> dict[CommentType, int]:
    rows = readable_in(space, with_anonymous=with_anonymous).order_by("created_at", "pk")
    kinds = comment_types(
        (pk, author or imported or f"#{pk}", answers, 0)
        for pk, author, imported, answers in rows.values_list("pk", "author", "imported_author", "answers")
    )
    return dict(Counter(kinds.values()))
