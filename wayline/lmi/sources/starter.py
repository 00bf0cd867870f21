"""Published figures for the occupations of the starter pack, for a house without publishers' files.

A selection, written by `scripts/starter_figures.py`. Each row names publisher, table and cell; what the rules on small
numbers hide is hidden here too.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from wayline.lmi import loading
from wayline.lmi.rows import FigureRow
from wayline.lmi.sources.common import ENGLAND, UNITED_STATES, british_areas, files_like, united_states
from wayline.lmi.sources.tables import Record, number, records, refuse, row_place
from wayline.taxonomy import loading as words
from wayline.taxonomy.enums import ConceptKind
from wayline.taxonomy.models import Concept, Release
from wayline.taxonomy.rows import ConceptRow, SchemeRow
from wayline.taxonomy.sources.register import Advance, Reading, Report, Source
from wayline.taxonomy.sources.schemes import ONET_CONTENT, ONET_SOC, SOC_2020

FOLDER = Path(__file__).parent.parent / "starter"
KEY = "starter-figures"
COLUMNS = (
    "indicator", "statistic", "scheme", "occupation", "element", "area_scheme", "area", "period_start", "period_end",
    "value", "status", "reason", "quality", "cv", "sample", "error", "low", "high", "source", "cell",
)  # fmt: skip
PUBLISHERS = {
    "skills-imperative-2035": "The Skills Imperative 2035, Department for Education, Open Government Licence v3.0",
    "ons-ashe": "Annual Survey of Hours and Earnings, Office for National Statistics, Open Government Licence v3.0",
    "onet-ratings": "O*NET 29.3 Database, USDOL/ETA, CC BY 4.0",
}


def find(path: Path) -> list[Path]:
    return files_like(path, ("groups.csv", "figures.csv")) if path == FOLDER else []


def read(files: Sequence[Path], report: Report) -> Reading:
    groups, figures = files
    rows = itertools.chain(_groups(groups), british_areas(), [united_states()], _figures(figures))
    return Reading("1", date(2026, 11, 26), rows)


def _groups(path: Path) -> Iterator[SchemeRow | ConceptRow]:
    yield from (SOC_2020, ONET_SOC, ONET_CONTENT)
    for _row, cells in records(path, ("scheme", "version", "kind", "code", "title", "broader")):
        key = (cells["scheme"], cells["version"])
        level = len(cells["code"]) if cells["kind"] == "group" else None
        yield ConceptRow(
            key, cells["kind"], cells["code"], cells["title"], level=level, broader=cells["broader"], fallback=True
        )


def _figures(path: Path) -> Iterator[FigureRow]:
    for record in records(path, COLUMNS):
        yield _figure(path, record)


def _figure(path: Path, record: Record) -> FigureRow:
    row, cells = record
    if cells["source"] not in PUBLISHERS:
        refuse(row_place(path, row, "source"), f"the source {cells['source']} is not known")
    values = {
        name: number(cells[name], row_place(path, row, name)) if cells[name] else None
        for name in ("value", "cv", "sample", "error", "low", "high")
    }
    area = (cells["area_scheme"], cells["area"])
    if area not in {ENGLAND, UNITED_STATES, ("gss", "K02000001")}:
        refuse(row_place(path, row, "area"), f"the area {cells['area']} is not known")
    return FigureRow(
        cells["indicator"], area, cells["statistic"], date.fromisoformat(cells["period_start"]),
        date.fromisoformat(cells["period_end"]), f"starter/figures.csv row {row}: {cells['cell']}",
        occupation=((cells["scheme"], ""), cells["occupation"]) if cells["occupation"] else None,
        element=(("onet-content", ""), cells["element"]) if cells["element"] else None,
        value=values["value"], status=int(cells["status"]), reason=cells["reason"], quality=int(cells["quality"]),
        cv=values["cv"], sample=None if values["sample"] is None else int(values["sample"]), error=values["error"],
        low=values["low"], high=values["high"],
    )  # fmt: skip


def load(release: Release, rows: Iterable[Any], advance: Advance) -> Counter[str]:
    """First the groups and elements that no publisher's classification has brought, then the figures."""
    stream = iter(rows)
    named = list(itertools.takewhile(lambda row: isinstance(row, SchemeRow | ConceptRow), stream))
    # takewhile swallows the row that ends it: the first area, which british_areas says again.
    counts = words.load(release, named, advance)
    _hang_unit_groups()
    return counts + loading.load(release, itertools.chain(british_areas(), stream), advance)


def _hang_unit_groups() -> None:
    """The starter pack's unit groups of SOC 2020 under their sub-major groups, where no classification says more."""
    groups = Concept.objects.filter(scheme__key="soc-2020", kind=ConceptKind.GROUP)
    sub_major = {concept.code: concept for concept in groups.filter(level=2)}
    for unit in groups.filter(level=4, broader=None, release__source="starter"):
        if unit.code[:2] in sub_major:
            unit.broader = sub_major[unit.code[:2]]
            unit.save(update_fields=["broader"])


def remove(release: Release) -> None:
    loading.remove(release)
    Concept.objects.filter(broader__release=release).update(broader=None)
    words.remove(release)


STARTER = Source(
    KEY, "Starter pack of figures", "Wayline, from the publishers named on each row",
    "Open Government Licence v3.0 and Creative Commons Attribution 4.0, as each row says",
    "Contains public sector information licensed under the Open Government Licence v3.0: The Skills Imperative 2035, "
    "Department for Education (copyright Warwick Institute for Employment Research and Cambridge Econometrics, 2023); "
    "Annual Survey of Hours and Earnings, Office for National Statistics. Includes information from the O*NET 29.3 "
    "Database by the U.S. Department of Labor, Employment and Training "
"Administration (USDOL/ETA), used under the CC BY "
    "4.0 license. O*NET® is a trademark of USDOL/ETA. Wayline has modified some of this information; USDOL/ETA has not "
    "approved, endorsed, or tested these modifications.",
    "", find, read, load, remove, ("starter",),
    "A small selection for some fifty occupations. It steps back when a publisher's own figures are loaded.",
)  # fmt: skip
