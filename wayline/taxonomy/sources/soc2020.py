"""SOC 2020, volume 1: structure and descriptions of the UK classification of occupations (ONS workbook)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from wayline.taxonomy.enums import ConceptKind, LabelKind, NoteKind
from wayline.taxonomy.rows import ConceptRow, LabelRow, NoteRow
from wayline.taxonomy.sources.files import Part, candidates
from wayline.taxonomy.sources.register import Reading, Report, Source
from wayline.taxonomy.sources.schemes import OGL, OGL_ATTRIBUTION, ONS, SOC_2020, key
from wayline.taxonomy.sources.tables import Row, fault, sheet_rows

SHEET = "SOC2020 descriptions"
LEVELS = ("SOC 2020 Major Group", "SOC 2020 Sub-Major Group", "SOC 2020 Minor Group", "SOC 2020 Unit Group")
TITLE, ROUTES = "SOC 2020 Group Title", "Typical Entry Routes And Associated Qualifications"
WITHIN, DESCRIPTION, TASKS = "Groups Classified Within Sub-Groups", "Group Description", "Tasks"
RELATED = "Related Job Titles"
NAME = re.compile(r"soc2020volume1.*\.xlsx$", re.IGNORECASE)
STAMP = re.compile(r"(\d{2})(\d{2})(20\d{2})")


def source(load: Callable[..., Any], remove: Callable[..., Any]) -> Source:
    return Source(
        key="soc2020",
        title="SOC 2020, volume 1: structure and descriptions",
        publisher=ONS,
        licence=OGL,
        attribution=OGL_ATTRIBUTION,
        homepage="https://www.ons.gov.uk/methodology/classificationsandstandards/"
        "standardoccupationalclassificationsoc/soc2020",
        find=find,
        read=read,
        load=load,
        remove=remove,
    )


def find(path: Path) -> Sequence[Path]:
    return [file for file in candidates(path) if NAME.match(file.name)][:1]


def stamp(path: Path) -> date | None:
    """ONS writes the day of the release at the end of the file's name: 16042025."""
    match = STAMP.search(path.name)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None


def read(files: Sequence[Path], report: Report) -> Reading:
    published = stamp(files[0])
    return Reading(
        version=published.isoformat() if published else "undated",
        published_on=published,
        rows=_rows(Part(files[0]), report),
    )


def _rows(part: Part, report: Report) -> Iterator[Any]:
    yield SOC_2020
    above: list[str] = []
    needs = (*LEVELS, TITLE, DESCRIPTION, TASKS)
    for number, row in sheet_rows(part, SHEET, needs):
        codes = [(level, blank(row[name])) for level, name in enumerate(LEVELS, start=1) if blank(row[name])]
        if len(codes) != 1:
            raise fault(part, number, f"has {len(codes)} codes where each row has one")
        level, code = codes[0]
        if not code.isdecimal() or len(code) != level:
            raise fault(part, number, f"“{code}” is no code of level {level}")
        above = [*above[: level - 1], code]
        if level > 1 and not code.startswith(above[level - 2]):
            report.defect(f"{part.name}, row {number}", f"{code} stands below {above[level - 2]}")
        yield from _concept(code, level, row)


def blank(text: str) -> str:
    return "" if text == "<blank>" else text.strip()


def _concept(code: str, level: int, row: Row) -> Iterator[Any]:
    scheme, title = key(SOC_2020), " ".join(blank(row[TITLE]).split())
    yield ConceptRow(
        scheme, ConceptKind.GROUP, code, title, level=level, broader=code[:-1], description=blank(row[DESCRIPTION])
    )
    yield LabelRow(scheme, code, "en", LabelKind.PREFERRED, title)
    for name, kind in ((TASKS, NoteKind.TASKS), (ROUTES, NoteKind.ENTRY_ROUTES), (WITHIN, NoteKind.GROUPS)):
        if text := listed(blank(row.get(name, ""))):
            yield NoteRow(scheme, code, "en", kind, text)
    for related in dict.fromkeys(listed(blank(row.get(RELATED, ""))).splitlines()):
        if related and related != title:
            yield LabelRow(scheme, code, "en", LabelKind.ALTERNATIVE, related)


def listed(text: str) -> str:
    """ONS begins the entries of a list with a tilde; we write one a line."""
    return "\n".join(line.strip().lstrip("~").strip() for line in text.splitlines() if line.strip(" ~"))
