"""Putting up the shelves: what is on show as arrays, read in one snapshot of the database and in bounded memory."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task

from wayline.common.errands import LONG
from wayline.opportunities.models import Listing, ListingChange
from wayline.opportunities.queries import stock
from wayline.opportunities.shelf.days import LATEST

if TYPE_CHECKING:
    from wayline.opportunities.shelf.making import Maker

FEW = 20_000
"""Listings below which the tables alone answer fast enough."""
OFTEN = 50
"""A new shelf is due when one of so many rows changed, or after half the time for which it is used."""
MANY = 500
"""Changes from which on a later shelf is put up: asking the tables for each takes 40 ms a thousand."""
BLOCK = 10_000
LOCK = 2_110_021
"""Of PostgreSQL's advisory locks: one process makes the shelf, others leave it to that one."""
COLUMNS = """
SELECT l.opportunity_id AS keys, (extract(epoch FROM l.published_at) * 1000000)::bigint AS published,
    l.shown_until - date '0001-01-01' + 1 AS until, l.kind, l.hours, l.contract, l.remote, l.level, l.language,
    coalesce(l.pay_a_year, -1) AS pay, l.currency, coalesce(l.starts_on - date '0001-01-01' + 1, %(latest)s) AS starts,
    coalesce(l.deadline - date '0001-01-01' + 1, %(latest)s) AS deadline, l.accessibility AS access, l.areas,
    l.occupations AS lines, coalesce(q.must, 0) AS must, coalesce(q.nice, 0) AS nice, coalesce(q.read, 0) AS read,
    coalesce(q.usual, 0) AS usual,
    coalesce(q.licences, '{}') AS licences, coalesce(q.languages, '{}') AS spoken,
    coalesce(t.concepts, '{}') AS jobs
FROM opportunities_listing l LEFT JOIN opportunities_asking q ON q.listing_id = l.opportunity_id
LEFT JOIN (SELECT opportunity_id, array_agg(concept_id) AS concepts FROM opportunities_occupationtag
    WHERE %(keys)s::bigint[] IS NULL OR opportunity_id = ANY(%(keys)s) GROUP BY 1) t
    ON t.opportunity_id = l.opportunity_id
WHERE %(keys)s::bigint[] IS NULL OR l.opportunity_id = ANY(%(keys)s)
ORDER BY l.published_at DESC, l.opportunity_id DESC
"""
FACETS = slice(3, 8)
SKILLS = """
SELECT skill_id, listing_id, need FROM opportunities_askedskill
WHERE %(keys)s::bigint[] IS NULL OR listing_id = ANY(%(keys)s) ORDER BY skill_id
"""
WORDS = """
SELECT l.opportunity_id, tsvector_to_array(o.words), tsvector_to_array(l.title_words)
FROM opportunities_listing l JOIN opportunities_opportunity o ON o.id = l.opportunity_id
WHERE %(keys)s::bigint[] IS NULL OR l.opportunity_id = ANY(%(keys)s)
"""
"""Without keys all rows: the condition is a constant then."""


def remake_due(now: datetime) -> int:
    """Every hour, and after a reading: rows of the new shelf, or of the later one; 0 when none was due. Changes nobody
    needs any more go."""
    ListingChange.objects.filter(at__lt=now - timedelta(seconds=2 * stock.OLDEST)).delete()
    if _is_due(now):
        return remake()
    shelves = stock.opened()
    if not shelves or len(stock.changed_since(str(shelves[-1].shelf.about["snapshot"]))) < MANY:
        return 0
    return add_later()


@task(queue_name=LONG)
def keep_up() -> None:
    """The errand. It stands here and not in tasks.py because it does what other verbs do."""
    remake_due(timezone.now())


def _is_due(now: datetime) -> bool:
    number = Listing.objects.count()
    if number < FEW:
        return False
    shelves = stock.opened()
    if not shelves or now.timestamp() - shelves[0].shelf.about["made"] > stock.OLDEST / 2:
        return True
    return len(stock.changed_since(str(shelves[0].shelf.about["snapshot"]))) * OFTEN > number


def remake() -> int:
    """Make it anew; readers have the former until it is complete. 0 when another process is making it, or no rows."""
    with _one_moment() as snapshot:
        if not snapshot or not Listing.objects.exists():
            return 0
        about = {"database": stock.database(), "snapshot": snapshot, "made": time.time()}
        Path(settings.HOME).mkdir(parents=True, exist_ok=True)
        return _made(Path(settings.HOME), stock.folder(), about)


def add_later() -> int:
    """Put up a small one of what came or changed since that of everything was made. 0 when another process is making
    one, or no rows: then the tables answer for what went."""
    with _one_moment() as snapshot:
        shelves = stock.opened() if snapshot else ()
        if not shelves:
            return 0
        after = str(shelves[0].shelf.about["snapshot"])
        changed = sorted(stock.changed_since(after))
        if not Listing.objects.filter(pk__in=changed).exists():
            return 0
        about = {"after": after, "snapshot": snapshot, "made": time.time()}
        return _made(stock.folder(), stock.later_folder(), about, changed)


@contextmanager
def _one_moment() -> Iterator[str]:
    """All that is read within is of the snapshot of the database that is given; "" when another process makes one."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            # all that follows sees one moment, the one whose changes are known
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s), pg_current_snapshot()::text", [LOCK])
            free, snapshot = cursor.fetchone()
        yield str(snapshot) if free else ""


def _made(beside: Path, place: Path, about: Mapping[str, object], keys: Sequence[int] | None = None) -> int:
    """Of all listings, or of these."""
    from wayline.opportunities.shelf.making import Maker

    with tempfile.TemporaryDirectory(prefix="shelf-", dir=beside) as scratch:
        maker = Maker(Path(scratch))
        _read(maker, keys)
        maker.write(place, about, keys or ())
    return len(maker.plain["keys"])


def _read(maker: Maker, keys: Sequence[int] | None) -> None:
    for names, rows in _blocks(COLUMNS, keys):
        maker.add(_row(names, row) for row in rows)
    for _names, rows in _blocks(SKILLS, keys):
        maker.add_skills(*zip(*rows, strict=True))
    for _names, rows in _blocks(WORDS, keys):
        numbers, words, titles = zip(*rows, strict=True)
        maker.add_words(numbers, [said or () for said in words], [said or () for said in titles])


def _row(names: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    facets = tuple("" if one is None else str(one) for one in row[FACETS])
    return {**dict(zip(names, row, strict=True)), "cell": facets}


def _blocks(sql: str, keys: Sequence[int] | None) -> Iterator[tuple[list[str], list[tuple[Any, ...]]]]:
    """Rows of a cursor in the server, so that memory holds one block."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, {"latest": LATEST, "keys": None if keys is None else list(keys)})
        while rows := cursor.fetchmany(BLOCK):
            yield [column.name for column in cursor.description], rows
