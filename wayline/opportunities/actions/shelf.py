"""Putting up the shelf: reading what is on show into arrays, in one snapshot of the database and in bounded memory."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction

from wayline.opportunities.models import Listing, ListingChange
from wayline.opportunities.queries import stock
from wayline.opportunities.shelf.days import LATEST

if TYPE_CHECKING:
    from wayline.opportunities.shelf.making import Maker

FEW = 20_000
"""Listings below which the tables alone answer fast enough."""
OFTEN = 50
"""A new shelf is due when one of so many rows changed, or after half the time for which it is used."""
BLOCK = 10_000
LOCK = 2_110_021
"""Of PostgreSQL's advisory locks: one process makes the shelf, others leave it to that one."""
COLUMNS = """
SELECT l.opportunity_id AS keys, (extract(epoch FROM l.published_at) * 1000000)::bigint AS published,
    l.shown_until - date '0001-01-01' + 1 AS until, l.kind, l.hours, l.contract, l.remote, l.level, l.language,
    coalesce(l.pay_a_year, -1) AS pay, l.currency, coalesce(l.starts_on - date '0001-01-01' + 1, %(latest)s) AS starts,
    coalesce(l.deadline - date '0001-01-01' + 1, %(latest)s) AS deadline, l.accessibility AS access, l.areas,
    l.occupations AS lines, coalesce(q.must, 0) AS must, coalesce(q.nice, 0) AS nice, coalesce(q.usual, 0) AS usual,
    coalesce(q.licences, '{}') AS licences, coalesce(q.languages, '{}') AS spoken,
    coalesce(t.concepts, '{}') AS jobs
FROM opportunities_listing l LEFT JOIN opportunities_asking q ON q.listing_id = l.opportunity_id
LEFT JOIN (SELECT opportunity_id, array_agg(concept_id) AS concepts FROM opportunities_occupationtag GROUP BY 1) t
    ON t.opportunity_id = l.opportunity_id
ORDER BY l.published_at DESC, l.opportunity_id DESC
"""
FACETS = slice(3, 8)
SKILLS = "SELECT skill_id, listing_id, need FROM opportunities_askedskill ORDER BY skill_id"
WORDS = """
SELECT l.opportunity_id, tsvector_to_array(o.words), tsvector_to_array(l.title_words)
FROM opportunities_listing l JOIN opportunities_opportunity o ON o.id = l.opportunity_id
"""


def remake_due(now: datetime) -> int:
    """Every hour: the number of rows of the new shelf, 0 when none was due. Changes nobody needs any more go."""
    ListingChange.objects.filter(at__lt=now - timedelta(seconds=2 * stock.OLDEST)).delete()
    return remake() if _is_due(now) else 0


def _is_due(now: datetime) -> bool:
    number = Listing.objects.count()
    if number < FEW:
        return False
    shelf = stock.opened()
    if shelf is None or now.timestamp() - shelf.about["made"] > stock.OLDEST / 2:
        return True
    return len(stock.changed_since(str(shelf.about["snapshot"]))) * OFTEN > number


def remake() -> int:
    """Make it anew; readers have the former until it is complete. 0 when another process is making it, or no rows."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            # all that follows sees one moment, the one whose changes are known
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s), pg_current_snapshot()::text", [LOCK])
            free, snapshot = cursor.fetchone()
        return _made(snapshot) if free and Listing.objects.exists() else 0


def _made(snapshot: str) -> int:
    from wayline.opportunities.shelf.making import Maker

    about = {"database": stock.database(), "snapshot": snapshot, "made": time.time()}
    Path(settings.HOME).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="shelf-", dir=settings.HOME) as scratch:
        maker = Maker(Path(scratch))
        _read(maker)
        maker.write(stock.folder(), about)
    return len(maker.plain["keys"])


def _read(maker: Maker) -> None:
    for names, rows in _blocks(COLUMNS):
        maker.add(_row(names, row) for row in rows)
    for _names, rows in _blocks(SKILLS):
        maker.add_skills(*zip(*rows, strict=True))
    for _names, rows in _blocks(WORDS):
        keys, words, titles = zip(*rows, strict=True)
        maker.add_words(keys, [said or () for said in words], [said or () for said in titles])


def _row(names: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    facets = tuple("" if one is None else str(one) for one in row[FACETS])
    return {**dict(zip(names, row, strict=True)), "cell": facets}


def _blocks(sql: str) -> Iterator[tuple[list[str], list[tuple[Any, ...]]]]:
    """Rows of a cursor in the server, so that memory holds one block."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, {"latest": LATEST})
        while rows := cursor.fetchmany(BLOCK):
            yield [column.name for column in cursor.description], rows
