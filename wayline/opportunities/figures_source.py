"""This service's own vacancies as a source of figures, like a publisher's: its file is written by `actions/handing.py`.

Going through the register of sources, the figures get a release, a place in a file, a quality and a caution, and stand
wherever figures stand.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.urls import reverse

from wayline.lmi import loading
from wayline.lmi.rows import FigureRow
from wayline.opportunities.queries import vacancy_figures, vacancy_lines
from wayline.people.mail import absolute
from wayline.taxonomy.models import Area, Release
from wayline.taxonomy.rows import AreaRow
from wayline.taxonomy.sources.register import Advance, Defect, Reading, Report, Source, SourceError

KEY = "service-vacancies"
NAME = "service-vacancies.csv"
COLUMNS = (
    "indicator", "statistic", "occupation", "area", "period_start", "period_end", "value", "status", "reason",
    "quality", "sample", "note",
)  # fmt: skip


def find(path: Path) -> list[Path]:
    if path.is_file():
        return [path] if path.name == NAME else []
    return [path / NAME] if (path / NAME).is_file() else []


def read(files: Sequence[Path], report: Report) -> Reading:
    with files[0].open(encoding="utf-8", newline="") as file:
        said = list(csv.DictReader(file))
    if not said or set(said[0]) != set(COLUMNS):
        raise SourceError(Defect(files[0].name, f"its columns are not {', '.join(COLUMNS)}"))
    newest = max(row["period_end"] for row in said)
    title = "Vacancies of this service (invented, for the demonstration)" if vacancy_figures.invented() else ""
    return Reading(f"to {newest}", date.fromisoformat(newest), _rows(files[0], said), title=title)


def _rows(path: Path, said: Sequence[Mapping[str, str]]) -> Iterator[AreaRow | FigureRow]:
    known = vacancy_lines.areas({row["area"] for row in said})
    yield from _areas(known.values())
    for number, row in enumerate(said, start=2):
        place = f"{path.name} row {number}"
        if row["area"] not in known:
            raise SourceError(Defect(place, f"the area {row['area']} is not known"))
        yield _figure(row, f"{place}: {row['note']}"[:160])


def _areas(areas: Iterable[Area]) -> Iterator[AreaRow]:
    """With all that is around them, so that each is known before an area within it."""
    every = {area.pk: area for area in Area.objects.select_related("parent")}
    wanted: dict[int, Area] = {}
    for area in areas:
        here: Area | None = area
        while here is not None:
            wanted[here.pk] = here
            here = every.get(here.parent_id or 0)
    for area in wanted.values():
        above = every.get(area.parent_id or 0)
        yield AreaRow(
            area.scheme, area.code, area.title, area.kind, area.country, above.code if above else "",
            above.scheme if above else "", area.titles,
        )  # fmt: skip


def _figure(row: Mapping[str, str], place: str) -> FigureRow:
    scheme, code = vacancy_lines.split(row["occupation"])
    return FigureRow(
        row["indicator"], vacancy_lines.split(row["area"]), row["statistic"], date.fromisoformat(row["period_start"]),
        date.fromisoformat(row["period_end"]), place, occupation=((scheme, ""), code) if code else None,
        value=float(row["value"]) if row["value"] else None, status=int(row["status"]), reason=row["reason"],
        quality=int(row["quality"]), sample=int(row["sample"]) if row["sample"] else None,
    )  # fmt: skip


def load(release: Release, rows: Iterable[Any], advance: Advance) -> Counter[str]:
    release.homepage = absolute(reverse("opportunities:vacancy_figures"))
    return loading.load(release, rows, advance, published=False)


OWN = Source(
    KEY, "Vacancies of this service", "The service that runs this site", "As the service that runs this site says",
    "Counted from the vacancies that employers published in this service or that its sources brought.", "", find, read,
    load, loading.remove, ("starter", "soc2010", "soc2020"),
    "Not all vacancies of the area: only those published here and those that sources brought. Near duplicates are "
    "counted once, by comparing texts of one employer in one place. Few vacancies of few employers are hidden.",
)  # fmt: skip
