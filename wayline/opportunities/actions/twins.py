"""Which of the ads that were read are perhaps the same twice: within the reading, and with what others show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from wayline.opportunities import likeness
from wayline.opportunities.actions.staging import BATCH, TOLD, place_of
from wayline.opportunities.models import Opportunity, Source

EMPLOYERS = "SELECT employer FROM read_ad WHERE employer <> ''"
OTHERS = "COPY read_ad (n, title, place, signature) FROM STDIN"
GROUPS = """
SELECT r.place, r.title, r.n >= 0, r.signature FROM read_ad r
WHERE r.place IN (SELECT place FROM read_ad GROUP BY place HAVING count(*) > 1 AND max(n) >= 0)
ORDER BY r.place, r.n < 0, r.n
"""


def find(source: Source) -> tuple[list[likeness.Pair], int]:
    """The first TOLD pairs, and how many there are, of what `staging.stage` left: one employer and place at a time."""
    _add_others(source)
    told: list[likeness.Pair] = []
    number = 0
    for group in _groups():
        for pair in _pairs(group):
            number += 1
            if number <= TOLD:
                told.append(pair)
    return told, number


def _add_others(source: Source) -> None:
    """What others show of the same employers goes beside what was read, with numbers below 0."""
    named = RawSQL(EMPLOYERS, [])  # noqa: S611 - a text of this file
    offers = Opportunity.objects.public().filter(Q(employer_name__in=named) | Q(organisation__name__in=named))
    others = offers.exclude(source=source).select_related("organisation").defer("words").order_by("pk")
    waiting = others.iterator(chunk_size=BATCH)
    while some := list(islice(waiting, BATCH)):
        signed = likeness.signatures([f"{offer.title} {offer.text}" for offer in some])
        with connection.cursor() as cursor, cursor.copy(OTHERS) as copy:
            for offer, minima in zip(some, signed, strict=True):
                label = f"{offer.title} ({offer.get_absolute_url()})"
                copy.write_row((-offer.pk, label, place_of(offer.offered_by, offer.town), minima.tobytes()))


def _groups() -> Iterator[list[tuple[Any, ...]]]:
    """Of one employer and place each, with what was read before what others show."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(GROUPS)
        for _place, rows in groupby(_rows(cursor), key=itemgetter(0)):
            yield list(rows)


def _rows(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(BATCH):
        yield from rows


def _pairs(group: Sequence[tuple[Any, ...]]) -> Iterator[likeness.Pair]:
    labels, own = [label for _place, label, _own, _signed in group], sum(row[2] for row in group)
    signed = np.frombuffer(b"".join(row[3] for row in group), dtype=np.uint32).reshape(len(group), -1)
    for one, other, part in likeness.alike(signed):
        if one < own:
            yield likeness.Pair(labels[one], labels[other], part)
