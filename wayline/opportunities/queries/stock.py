"""The shelves that stand in WAYLINE_HOME, with what changed since they were made (docs/decisions/0021).

`actions/shelf.py` makes them: one of everything, and a small later one of what changed since. Without one, when it is
too old, or when too much changed, the tables answer alone.
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
class Layer:
    """A shelf, and those of its rows that others answer for."""

    shelf: Shelf
    struck: Ints

    def left_out(self, keys: Collection[int]) -> Ints:
        """Rows that others answer for, and these listings."""
        import numpy as np

        return np.concatenate([self.struck, self.shelf.rows_of(keys)])


@dataclass(frozen=True, slots=True)
class Stock:
    """`layers`: the shelf of everything, and the later one where it stands. `changed`: keys of what came, changed or
    went since the last of them was made."""

    layers: tuple[Layer, ...]
    changed: tuple[int, ...]

    @property
    def seen(self) -> str:
        """PostgreSQL's snapshot from which the last shelf was made."""
        return str(self.layers[-1].shelf.about["snapshot"])

    def fresh(self) -> QuerySet[Listing]:
        """Listings on show that no shelf knows as they are."""
        unseen = RawSQL(UNSEEN, [self.seen, self.seen])  # noqa: S611 - a text of this file; the snapshot is a parameter
        return Listing.objects.public().filter(pk__in=unseen)


def folder() -> Path:
    return Path(settings.HOME) / "shelf"


def later_folder() -> Path:
    """Within that of the other, so that it goes when a new one of everything is put up."""
    return folder() / "later"


def current() -> Stock | None:
    shelves = opened()
    if not shelves or time.time() - shelves[0].shelf.about["made"] > OLDEST:
        return None
    changed = changed_since(str(shelves[-1].shelf.about["snapshot"]))
    if len(changed) > max(MOST_CHANGED, len(shelves[0].shelf) // PART_CHANGED):
        return None
    return Stock(tuple(Layer(one.shelf, one.left_out(changed)) for one in shelves), tuple(changed))


def opened() -> tuple[Layer, ...]:
    """As they were made: the shelf of everything, without what the later one answers for, and the later one. What is
    newer on the disk is taken up at once."""
    written = _written(folder())
    return _opened(folder(), written, _written(later_folder())) if written else ()


def _written(place: Path) -> int:
    try:
        return (place / "about.json").stat().st_mtime_ns
    except (FileNotFoundError, NotADirectoryError):
        return 0


@lru_cache(maxsize=1)
def _opened(place: Path, written: int, later: int) -> tuple[Layer, ...]:
    """Empty when another process is just putting up a new one, or when it is of another database or older Wayline."""
    import numpy as np

    whole = _loaded(place, written)
    if whole is None or whole.about["database"] != database():
        return ()
    none = np.zeros(0, dtype=np.int64)
    more = _loaded(later_folder(), later) if later else None
    if more is None or more.about["after"] != whole.about["snapshot"]:
        return (Layer(whole, none),)
    return Layer(whole, whole.rows_of(more["changed"].tolist())), Layer(more, none)


def _loaded(place: Path, written: int) -> Shelf | None:
    from wayline.opportunities.shelf.columns import Shelf
    from wayline.taxonomy.titles.store import BrokenStore

    try:
        shelf = Shelf.load(place)
    except (BrokenStore, FileNotFoundError):
        return None
    return shelf if _written(place) == written else None


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
