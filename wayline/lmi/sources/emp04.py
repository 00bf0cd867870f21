"""ONS table EMP04: people in work by occupation (SOC 2010 unit groups), sex and status, from the Labour Force Survey.

A workbook with the sheets People, Men and Women. “*” marks an estimate from too small a sample.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from wayline.lmi import disclosure
from wayline.lmi.disclosure import Protection, Sum
from wayline.lmi.loading import load, remove
from wayline.lmi.rows import CategoryKey, FigureRow
from wayline.lmi.sources.common import (
    EMPLOYEE,
    FEMALE,
    FULL_TIME,
    MALE,
    OGL,
    ONS_ATTRIBUTION,
    PART_TIME,
    SELF_EMPLOYED,
    SELF_FULL_TIME,
    SELF_PART_TIME,
    SOC2010,
    UNITED_KINGDOM,
    british_areas,
    files_like,
    quarter,
    sexes,
    working_statuses,
)
from wayline.lmi.sources.tables import Cells, Workbook, cell_place, number, refuse
from wayline.taxonomy.sources.register import Reading, Report, Source

SHEETS: dict[str, CategoryKey | None] = {"People": None, "Men": MALE, "Women": FEMALE}
COLUMNS: dict[int, CategoryKey | None] = {
    1: None, 3: FULL_TIME, 4: PART_TIME, 5: EMPLOYEE, 7: SELF_FULL_TIME, 8: SELF_PART_TIME, 9: SELF_EMPLOYED,
}  # fmt: skip
HEADINGS = ("Total in employment", "Full-time", "Part-time", "Total", "Full-time", "Part-time", "Total")
PARTS = {EMPLOYEE: (FULL_TIME, PART_TIME), SELF_EMPLOYED: (SELF_FULL_TIME, SELF_PART_TIME)}
"""These add up but for people who did not say; for hiding they count as exact."""
_QUARTER = re.compile(r"Quarter (\d) ?: ?\w+-\w+ (\d{4})")
PROTECTION = Protection(width=1_000, share=0)


class Key(NamedTuple):
    occupation: str
    sex: CategoryKey | None
    status: CategoryKey | None


@dataclass(frozen=True, slots=True)
class Cell:
    people: float | None
    place: str


def find(path: Path) -> list[Path]:
    return files_like(path, ("*emp04*.xls*",))


def read(files: Sequence[Path], report: Report) -> Reading:
    if len(files) > 1:
        refuse(files[1].name, "one quarter at a time: name the file")
    book = Workbook(files[0])
    first = book.sheet("People")
    start, end = _period(files[0], first)
    cells = {key: cell for name in SHEETS for key, cell in _sheet(files[0], name, book.sheet(name))}
    _check(cells, report)
    version = f"{start.year} quarter {(start.month + 2) // 3}"
    return Reading(version, None, _rows(cells, start, end), edition=version.replace(" ", "-"))


def _period(path: Path, cells: Cells) -> tuple[date, date]:
    found = _QUARTER.search(str(cells[1][0])) if len(cells) > 5 else None
    if found is None or not 1 <= int(found[1]) <= 4:
        refuse(f"{path.name} People!A2", "the quarter is not where it should be")
    return quarter(int(found[2]), int(found[1]))


def _sheet(path: Path, name: str, cells: Cells) -> Iterator[tuple[Key, Cell]]:
    _check_headings(path, name, cells)
    for at, row in enumerate(cells[5:], start=5):
        if len(row) < 10:
            refuse(cell_place(path, name, at, 0), "the row is cut off")
        title = str(row[0]).strip()
        if not any(row[column] != "" for column in COLUMNS):
            continue
        if row[1] == "":
            continue  # notes below the table
        occupation = _code(title, cell_place(path, name, at, 0))
        for column, status in COLUMNS.items():
            place = cell_place(path, name, at, column)
            people = None if str(row[column]).strip() == "*" else number(row[column], place)
            yield Key(occupation, SHEETS[name], status), Cell(people, place)


def _check_headings(path: Path, name: str, cells: Cells) -> None:
    if len(cells) < 6 or len(cells[4]) < 10:
        refuse(f"{path.name} {name}", "the table is not where it should be")
    heads = [str(cells[3][1]), *(str(cells[4][column]) for column in list(COLUMNS)[1:])]
    for column, head, expected in zip(COLUMNS, heads, HEADINGS, strict=True):
        if not head.strip().startswith(expected):
            refuse(cell_place(path, name, 4, column), f"the column should be “{expected}” and is “{head.strip()[:40]}”")


def _code(title: str, place: str) -> str:
    """“1115 Chief executives …”, “1 MANAGERS …”; the total of all has none."""
    if title.rstrip("0123456789") == "Total":
        return ""
    code = title.split(" ")[0]
    if not code.isdigit() or len(code) > 4:
        refuse(place, f"“{title[:60]}” has no code")
    return code


def _sums(cells: dict[Key, Cell]) -> list[Sum]:
    codes = sorted({key.occupation for key in cells})
    cuts = [(sex, status) for sex in SHEETS.values() for status in COLUMNS.values()]
    found = []
    for code in codes:
        found += [
            Sum(Key(code, sex, whole), tuple(Key(code, sex, part) for part in parts))
            for sex in SHEETS.values()
            for whole, parts in PARTS.items()
        ]
        found += [
            Sum(Key(code, None, status), (Key(code, MALE, status), Key(code, FEMALE, status)))
            for status in COLUMNS.values()
        ]
        inside = _inside(code, codes)
        if inside:
            found += [Sum(Key(code, *cut), tuple(Key(one, *cut) for one in inside)) for cut in cuts]
    return [one for one in found if one.total in cells]


def _inside(code: str, codes: Sequence[str]) -> list[str]:
    """The table names major, minor and unit groups; sub-major groups are left out."""
    length = {0: 1, 1: 3, 3: 4}.get(len(code))
    return [one for one in codes if len(one) == length and one.startswith(code)]


def _check(cells: dict[Key, Cell], report: Report) -> None:
    """Men and women make people; unit groups make minor groups. Who did not state an occupation or hours is in none."""
    for one in _sums(cells):
        whole, parts = cells[one.total], [cells[part].people for part in one.parts if part in cells]
        stated = one.total.occupation and one.parts[0].status == one.total.status
        if not stated or whole.people is None or None in parts:
            continue
        report.counts["sums checked"] += 1
        made = sum(part for part in parts if part is not None)
        if abs(whole.people - made) > 2 * len(parts) + 2:
            report.counts["sums that differ"] += 1
            report.defect(whole.place, f"says {whole.people:.0f} people; its parts make {made:.0f}")


def _rows(cells: dict[Key, Cell], start: date, end: date) -> Iterator[Any]:
    yield from british_areas()
    yield from sexes()
    yield from working_statuses()
    small = [key for key, cell in cells.items() if cell.people is None]
    values: dict[Any, float | None] = {key: cell.people for key, cell in cells.items()}
    hidden = disclosure.protect(values, _sums(cells), small, protection=PROTECTION)
    for key, cell in cells.items():
        reason = "lfs-small-sample" if key in hidden.small else "lfs-beside" if key in hidden.beside else ""
        yield FigureRow(
            "employment", UNITED_KINGDOM, "total", start, end, cell.place,
            occupation=(SOC2010, key.occupation) if key.occupation else None, sex=key.sex, working_status=key.status,
            value=None if reason else cell.people, status=disclosure.SUPPRESSED if reason else disclosure.ACTUAL,
            reason=reason,
        )  # fmt: skip


EMP04 = Source(
    "ons-emp04", "EMP04: employment by occupation (Labour Force Survey)", "Office for National Statistics", OGL,
    ONS_ATTRIBUTION,
    "https://www.ons.gov.uk/employmentandlabourmarket/peopleinwork/employmentandemployeetypes/datasets/employmentbyoccupationemp04",
    find, read, load, remove, ("soc2010",),
    "One quarter of a sample survey, not adjusted for the season, SOC 2010. Totals include people who did not say "
    "whether they work full or part time, unpaid family workers and people on government programmes.",
)  # fmt: skip
