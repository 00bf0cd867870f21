"""What figures point to (indicators, areas, cuts, occupations, releases), kept in memory while no release changes.

Joining ten tables to each of a thousand figures costs more than reading the figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet

from wayline.lmi.models import Cut, Indicator
from wayline.taxonomy import crosswalk
from wayline.taxonomy.models import Area, Concept, Release

MOST = 20_000
"""Of one kind. Beyond that the memory is begun anew."""
_kept: dict[type[Model], dict[int, Any]] = {}
_stamp = ""


def among(rows: QuerySet[Any], numbers: Iterable[int | None], stamp: str) -> dict[int, Any]:
    """Rows by number; asks the database for those that are not known yet, in one query or none."""
    global _stamp
    if stamp != _stamp:
        _kept.clear()
        _stamp = stamp
    known = _kept.setdefault(rows.model, {})
    wanted = {number for number in numbers if number is not None}
    lacking = wanted - known.keys()
    if len(known) + len(lacking) > MOST:
        known = _kept[rows.model] = {}
        lacking = wanted
    if lacking:
        known.update(rows.in_bulk(lacking))
    return known


class Known:
    """Everything that these figures point to. `columns` are `(indicator, occupation, element, area, cut, release)`."""

    def __init__(self, columns: Iterable[tuple[int | None, ...]]) -> None:
        indicators, occupations, elements, areas, cuts, releases = _turned(columns)
        stamp = crosswalk.stamp()
        self.indicators: dict[int, Indicator] = among(Indicator.objects.public(), indicators, stamp)
        self.concepts: dict[int, Concept] = among(
            Concept.objects.select_related("scheme", "release"), occupations | elements, stamp
        )
        self.areas: dict[int, Area] = among(Area.objects.public(), areas, stamp)
        self.cuts: dict[int, Cut] = among(
            Cut.objects.select_related("industry", "sex", "age", "status", "qualification"), cuts, stamp
        )
        self.releases: dict[int, Release] = among(Release.objects.public(), releases, stamp)


def _turned(columns: Iterable[tuple[int | None, ...]]) -> list[set[int | None]]:
    turned: list[set[int | None]] = [set() for _ in range(6)]
    for row in columns:
        for numbers, number in zip(turned, row, strict=True):
            numbers.add(number)
    return turned
