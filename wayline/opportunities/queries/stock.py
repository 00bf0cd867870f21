"""The shelf that stands in WAYLINE_HOME, with what changed since it was made (docs/decisions/0021).

`actions/shelf.py` makes it. Without one, when it is too old, or when too much changed, the tables answer alone.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from wayline.opportunities.models import Listing

# NumPy is imported where it is needed: a web process that answers no search does without its memory.
if TYPE_CHECKING:
    from wayline.opportunities.shelf.columns import Ints, Shelf

OLDEST = 24 * 3600
"""Seconds for which a shelf is used. Changes are kept for twice as long."""
MOST_CHANGED = 20_000
PART_CHANGED = 10
"""From so many changes on, and every tenth row, the tables answer alone: asking for each would take longer."""
UNSEEN = (
    "SELECT opportunity FROM opportunities_listingchange"
    " WHERE transaction >= pg_snapshot_xmin(%s::pg_snapshot)::text::bigint"
    " AND NOT pg_visible_in_snapshot(transaction::text::xid8, %s::pg_snapshot)"
)
"""Listings whose change a snapshot of the database had not seen: committed later, or while it was taken."""


@dataclass(frozen=True, slots=True)
class Stock:
    """`changed`: keys of what came, changed or went since; `struck`: the rows of those that the shelf has."""

    shelf: Shelf
    changed: tuple[int, ...]
    struck: Ints

    @property
    def seen(self) -> str:
        """PostgreSQL's snapshot from which the shelf was made."""
        return str(self.shelf.about["snapshot"])

    def fresh(self) -> QuerySet[Listing]:
        """Listings on show that the shelf does not know as they are."""
        unseen = RawSQL(UNSEEN, [self.seen, self.seen])  # noqa: S611 - a text of this file; the snapshot is a parameter
        return Listing.objects.public().filter(pk__in=unseen)

    def left_out(self, keys: Collection[int]) -> Ints:
        """Rows that others answer for, and these listings."""
        import numpy as np

        return np.concatenate([self.struck, self.shelf.rows_of(keys)])


def folder() -> Path:
    return Path(settings.HOME) / "shelf"


def current() -> Stock | None:
    shelf = opened()
    if shelf is None or time.time() - shelf.about["made"] > OLDEST:
        return None
    changed = changed_since(str(shelf.about["snapshot"]))
    if len(changed) > max(MOST_CHANGED, len(shelf) // PART_CHANGED):
        return None
    return Stock(shelf, tuple(changed), shelf.rows_of(changed))


def opened() -> Shelf | None:
    """A newer one on the disk is taken up at once."""
    try:
        written = (folder() / "about.json").stat().st_mtime_ns
    except FileNotFoundError:
        return None
    return _opened(folder(), written)


@lru_cache(maxsize=1)
def _opened(place: Path, written: int) -> Shelf | None:
    """None when another process is just putting up a new one, or when it is of another database or an older Wayline."""
    from wayline.opportunities.shelf.columns import Shelf
    from wayline.taxonomy.titles.store import BrokenStore

    try:
        shelf = Shelf.load(place)
        same = (place / "about.json").stat().st_mtime_ns == written
    except (BrokenStore, FileNotFoundError):
        return None
    return shelf if same and shelf.about["database"] == database() else None


def database() -> str:
    """Which table in which database: one that was restored, here or elsewhere, has another history of transactions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier || '/' || pg_relation_filepath('opportunities_listing') FROM pg_control_system()"
        )
        return str(cursor.fetchone()[0])


def changed_since(snapshot: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(UNSEEN, [snapshot, snapshot])
        return {key for (key,) in cursor.fetchall()}
