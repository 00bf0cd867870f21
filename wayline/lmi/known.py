"""What figures point to: indicators, areas, cuts, occupations, releases.

Joining ten tables to each of a thousand figures costs more than reading the figures.
"""

from __future__ import annotations

from collections.abc import Iterable

from wayline.lmi.models import Cut, Indicator
from wayline.taxonomy import crosswalk
from wayline.taxonomy.known import among, concepts
from wayline.taxonomy.models import Area, Concept, Release

CUTS = Cut.objects.select_related("industry", "sex", "age", "status", "qualification")


class Known:
    """Everything that these figures point to. `columns` are `(indicator, occupation, element, area, cut, release)`."""

    def __init__(self, columns: Iterable[tuple[int | None, ...]]) -> None:
        indicators, occupations, elements, areas, cuts, releases = _turned(columns)
        stamp = crosswalk.stamp()
        self.indicators: dict[int, Indicator] = among(Indicator.objects, indicators, stamp)
        self.concepts: dict[int, Concept] = concepts(occupations | elements, stamp)
        self.areas: dict[int, Area] = among(Area.objects, areas, stamp)
        self.cuts: dict[int, Cut] = among(CUTS, cuts, stamp)
        self.releases: dict[int, Release] = among(Release.objects, releases, stamp)


def _turned(columns: Iterable[tuple[int | None, ...]]) -> list[set[int | None]]:
    return [set(column) for column in zip(*columns, strict=True)] or [set() for _ in range(6)]
