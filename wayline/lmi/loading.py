"""Writes rows of figures into the database, in the transaction of whoever calls.

What a code stands for is decided by one rule. An area or a category must be announced in the stream (AreaRow,
CategoryRow) before a figure names it; otherwise the file is refused. A classification that is not loaded refuses the
file too. A single code that the loaded classification lacks leaves its figures out and is noted as a defect with its
place; when more than half of the figures are left out, the file was made for another classification and is refused.
The same cell twice refuses the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Count, F, Max, Min
from django.utils import timezone

from wayline.lmi import coverage
from wayline.lmi.codes import Codes
from wayline.lmi.models import Category, Cut, Observation, ReadingArea
from wayline.lmi.rows import AreaRow, CategoryRow, FigureRow, IndicatorRow
from wayline.taxonomy.loading import own_releases
from wayline.taxonomy.models import Area, Release
from wayline.taxonomy.sources.register import Advance, Defect, SourceError

CHUNK = 5_000
MAX_DEFECTS = 200
"""Of one kind, this many are told one by one; the rest as a number."""
COLUMNS = (
    "release_id", "indicator_id", "occupation_id", "element_id", "area_id", "cut_id", "statistic", "period_start",
    "period_end", "value", "status", "reason", "quality", "cv", "sample", "error", "low", "high", "breaks", "place",
)  # fmt: skip
KEY = (
    "indicator_id", "occupation_id", "element_id", "area_id", "cut_id", "statistic", "period_start", "period_end",
)  # fmt: skip
# Empty columns cannot be joined by a hash; the key as one text, and what is said as another, can.
CELLS = """(
    SELECT concat_ws('|', indicator_id, coalesce(occupation_id, 0), coalesce(element_id, 0), area_id, cut_id, statistic,
                     period_start, period_end) AS key,
           row(value, status, reason, quality, cv, sample, error, low, high, breaks)::text AS said
    FROM lmi_observation WHERE release_id = %s
)"""
COMPARED = f"SELECT count(*) FILTER (WHERE a.said = b.said), count(*) FROM {CELLS} a JOIN {CELLS} b ON a.key = b.key"  # noqa: S608 - fixed
"""Cells that two releases both have, and of them those that say the same."""


def load(release: Release, rows: Iterable[Any], advance: Advance, *, published: bool = True) -> Counter[str]:
    """New, changed, same and gone figures against the source's previous release. Streams; memory does not grow.

    `published`: a publisher's, in whose presence the starter pack steps back; not what this service counts itself.
    """
    Observation.objects.filter(release=release).delete()  # the same release read again
    writer = _Writer(release, advance)
    for row in rows:
        writer.take(row)
    writer.finish()
    if published:
        _step_back(release)
    coverage.recount(release)
    counts = Counter(writer.codes.counts)
    counts.update(_compared(release))
    return counts


STARTER = "starter-figures"


def _step_back(release: Release) -> None:
    """The starter pack's figures are for a house without publishers' own."""
    if release.source != STARTER:
        Release.objects.current().filter(source=STARTER).update(superseded_at=timezone.now())


class _Writer:
    def __init__(self, release: Release, advance: Advance) -> None:
        self.release, self.advance = release, advance
        self.codes = Codes(release)
        self.chunk: list[tuple[Any, ...]] = []
        self.written = self.left_out = 0

    def take(self, row: Any) -> None:
        match row:
            case FigureRow():
                self._figure(row)
            case AreaRow():
                self.codes.add_area(row)
            case CategoryRow():
                self.codes.add_category(row)
            case IndicatorRow():
                self.codes.add_indicator(row)
            case _:
                raise TypeError(f"{type(row).__name__} is no row of figures")

    def _figure(self, row: FigureRow) -> None:
        occupation = self.codes.concept(row.occupation, row.place)
        element = self.codes.concept(row.element, row.place)
        if occupation == 0 or element == 0:
            self.left_out += 1
            return
        self.chunk.append(
            (
                self.release.pk,
                self.codes.indicator(row.indicator, row.place),
                occupation,
                element,
                self.codes.area(row.area, row.place),
                self.codes.cut(row),
                row.statistic,
                row.period_start,
                row.period_end,
                row.value,
                int(row.status),
                row.reason,
                int(row.quality),
                row.cv,
                row.sample,
                row.error,
                row.low,
                row.high,
                row.breaks,
                row.place,
            )
        )
        if len(self.chunk) >= CHUNK:
            self._write()

    def _write(self) -> None:
        names = ", ".join(COLUMNS)
        with connection.cursor() as cursor, cursor.copy(f"COPY {_TABLE} ({names}) FROM STDIN") as copy:
            for one in self.chunk:
                copy.write_row(one)
        self.written += len(self.chunk)
        self.chunk.clear()
        self.advance(self.written, 0)

    def finish(self) -> None:
        if self.chunk:
            self._write()
        if self.left_out > self.written:
            raise SourceError(
                *self.codes.defects,
                Defect("all files", f"{self.left_out} of {self.left_out + self.written} figures have unknown codes"),
            )
        if not self.written:
            raise SourceError(Defect("all files", "there is no figure in them"))
        self.release.defects = [*self.release.defects, *self._defects()]
        self.release.save(update_fields=["defects"])
        _refuse_twins(self.release)

    def _defects(self) -> list[dict[str, str]]:
        noted = [{"place": one.place, "what": one.what} for one in self.codes.defects[:MAX_DEFECTS]]
        if self.left_out:
            what = f"{self.left_out} figures were left out: their codes are not known"
            noted.append({"place": "all files", "what": what})
        return noted


_TABLE = Observation._meta.db_table


def _refuse_twins(release: Release) -> None:
    """The same cell twice: nobody could say which is right."""
    cells = Observation.objects.filter(release=release).values(*KEY).order_by()
    counted = cells.annotate(number=Count("pk"), first=Min("place"), last=Max("place"))
    twins = list(counted.filter(number__gt=1).order_by("first").values_list("first", "last")[:20])
    if twins:
        raise SourceError(*(Defect(first, f"says the same figure as {last}") for first, last in twins))


def previous(release: Release) -> Release | None:
    """The latest of those whose place it takes."""
    earlier = Release.objects.filter(pk__in=own_releases(release)).exclude(pk=release.pk)
    return earlier.order_by(F("superseded_at").desc(nulls_first=True), "-added_at").first()


def _compared(release: Release) -> Counter[str]:
    before = previous(release)
    number = Observation.objects.filter(release=release).count()
    if before is None:
        return Counter({"figures new": number})
    with connection.cursor() as cursor:
        cursor.execute(COMPARED, [release.pk, before.pk])
        same, both = cursor.fetchone() or (0, 0)
    gone = Observation.objects.filter(release=before).count() - both
    return Counter(
        {"figures new": number - both, "figures changed": both - same, "figures same": same, "figures gone": gone}
    )


def remove(release: Release) -> None:
    """Takes back the figures of a release, and the cuts, categories and areas that only it needed."""
    own = Observation.objects.filter(release=release)
    cuts, areas = set(own.values_list("cut", flat=True)), set(own.values_list("area", flat=True))
    own.delete()
    _remove_cuts(cuts)
    _remove_areas(areas)


def _remove_cuts(cuts: set[int]) -> None:
    unused = [cut for cut in Cut.objects.filter(pk__in=cuts) if not Observation.objects.filter(cut=cut).exists()]
    categories = {part.pk for cut in unused for part in cut.parts()}
    Cut.objects.filter(pk__in=[cut.pk for cut in unused]).delete()
    still = {part.pk for cut in Cut.objects.all() for part in cut.parts()}
    Category.objects.filter(pk__in=categories - still).delete()


def _remove_areas(areas: set[int]) -> None:
    """From the leaves up; an area that a figure, a part of it or a person still needs stays."""
    left = areas
    while left:
        unused = Area.objects.filter(pk__in=left, parts=None).exclude(pk__in=ReadingArea.objects.values("area"))
        gone = [area.pk for area in unused if not Observation.objects.filter(area=area).exists()]
        if not gone:
            return
        parents = Area.objects.filter(pk__in=gone).values_list("parent", flat=True)
        left = left | {one for one in parents if one is not None}
        left -= set(gone)
        Area.objects.filter(pk__in=gone).delete()
