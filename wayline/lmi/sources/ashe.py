"""ONS Annual Survey of Hours and Earnings: tables 14 (occupation) and 15 (region by occupation).

Reads the workbooks as ONS publishes them, in a zip or on their own (“… Table 14.7a …” with “… Table 14.7b … CV” beside
it), and extracts of one sheet as text. Marks: x not reliable, .. disclosive, : not available, - nil or negligible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from wayline.lmi import disclosure
from wayline.lmi.disclosure import Protection, Sum, Verdict
from wayline.lmi.loading import load, remove
from wayline.lmi.rows import CategoryKey, FigureRow
from wayline.lmi.sources.common import (
    BRITISH,
    FEMALE,
    FULL_TIME,
    MALE,
    OGL,
    ONS_ATTRIBUTION,
    PART_TIME,
    SOC2010,
    SOC2020,
    british_areas,
    files_like,
    month,
    sexes,
    working_statuses,
)
from wayline.lmi.sources.tables import Cells, Workbook, cell_place, number, records, refuse, row_place, workbooks
from wayline.taxonomy.rows import SchemeKey
from wayline.taxonomy.sources.register import Reading, Report, Source

MEASURES = {"1": "pay_weekly", "5": "pay_hourly", "7": "pay_annual", "9": "hours_weekly"}
"""Second number of the table: gross weekly, hourly, annual pay, paid hours. Parts of pay and overtime are not read."""
CUTS: dict[str, tuple[CategoryKey | None, CategoryKey | None]] = {
    "all": (None, None), "male": (MALE, None), "female": (FEMALE, None), "full-time": (None, FULL_TIME),
    "part-time": (None, PART_TIME), "male full-time": (MALE, FULL_TIME), "male part-time": (MALE, PART_TIME),
    "female full-time": (FEMALE, FULL_TIME), "female part-time": (FEMALE, PART_TIME),
}  # fmt: skip
"""Sheet → sex and working status."""
PERCENTILES = ("p10", "p20", "p25", "p30", "p40", "p60", "p70", "p75", "p80", "p90")
COLUMNS = ("jobs_thousand", "median", "median_chg", "mean", "mean_chg", *PERCENTILES)
MARKS = {
    "x": Verdict(disclosure.SUPPRESSED, "ashe-cv", 0),
    "..": Verdict(disclosure.SUPPRESSED, "ashe-disclosive", 0),
    ":": Verdict(disclosure.NOT_APPLICABLE, "ashe-not-available", 0),
    "-": Verdict(disclosure.NOT_PUBLISHED, "ashe-nil", 0),
    "": Verdict(disclosure.NOT_PUBLISHED, "ashe-blank", 0),
}
_TABLE = re.compile(r"table[ _]?(1[45])[._](\d{1,2})([ab])?", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
SHORT = {"E12000006": "East"}
"""How ASHE names a region otherwise than the register of areas."""
JOBS_APART = Protection(width=1_000, share=0)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: an occupation in an area, with its cells by column, and the place of each."""

    area: str
    occupation: str
    cells: Mapping[str, object]
    places: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    table: str
    year: int
    scheme: SchemeKey
    cut: tuple[CategoryKey | None, CategoryKey | None]
    lines: list[Line]
    margins: Mapping[tuple[str, str, str], float]
    """Coefficient of variation by (area, occupation, column)."""

    @property
    def measure(self) -> str:
        return MEASURES[self.table.partition(".")[2]]

    @property
    def period(self) -> tuple[date, date]:
        """Annual pay: the tax year that ended in April. All else: the pay period of April."""
        if self.measure == "pay_annual":
            return date(self.year - 1, 4, 6), date(self.year, 4, 5)
        return month(self.year, 4)


def find(path: Path) -> list[Path]:
    return files_like(path, ("*ashe*table1[45]*", "*ashetable1[45]*", "*table 1[45].*", "table1[45]*.zip"))


def read(files: Sequence[Path], report: Report) -> Reading:
    sheets = [sheet for path in files for sheet in _sheets(path, report)]
    if not sheets:
        refuse(files[0].name, "holds no table of gross pay or paid hours")
    words = sorted({f"{sheet.year}-{sheet.table}" for sheet in sheets})
    version = ", ".join(word.replace("-", " table ") for word in words)
    return Reading(version[:60], None, _rows(sheets, report), edition=" ".join(words))


# -- files ------------------------------------------------------------------------------------------------------------


def _named(name: str) -> tuple[str, int, SchemeKey]:
    """Table, year and classification from the name of a file; ONS says them there in every edition."""
    table, year = _TABLE.search(name), _YEAR.search(name)
    if table is None or year is None:
        refuse(name, "the name does not say which table of which year it is")
    number_of_year = int(year[1])
    is_old = "SOC10" in name or (number_of_year < 2021 and "SOC20" not in name.replace(year[1], ""))
    return f"{int(table[1])}.{int(table[2])}", number_of_year, SOC2010 if is_old else SOC2020


def _sheets(path: Path, report: Report) -> Iterator[Sheet]:
    name = path.name.lower()
    if name.endswith((".tsv", ".tsv.gz")):
        yield _extract(path)
    elif name.endswith((".csv", ".csv.gz")):
        yield _transcript(path, report)
    else:
        yield from _published(path)


def _extract(path: Path) -> Sheet:
    """One sheet as text, columns named as in COLUMNS."""
    table, year, scheme = _named(path.name)
    stem = path.name.lower().removesuffix(".gz").removesuffix(".tsv").replace("_", "-").replace("-", " ")
    cut = next((key for key in reversed(CUTS) if stem.endswith(" " + key.replace("-", " "))), None)
    if cut is None:
        refuse(path.name, "the name does not end with the sheet it is from, such as part_time")
    lines, area = [], ""
    for row, cells in records(path, ("description", "code", *COLUMNS), delimiter="\t"):
        places = {column: row_place(path, row, column) for column in COLUMNS}
        area, occupation = _where(cells["description"], cells["code"], area, row_place(path, row))
        lines.append(Line(area, occupation, {column: cells[column] for column in COLUMNS}, places))
    return Sheet(table, year, scheme, CUTS[cut], lines, {})


def _where(description: str, code: str, area: str, place: str) -> tuple[str, str]:
    """A code of an area opens its part of the table; under it, codes are occupations."""
    code = code.strip()
    if len(code) == 9 and code[1:].isdigit():
        return code, ""
    if not (code.isdigit() and len(code) <= 4):
        refuse(place, f"“{code[:20]}” is neither an area nor an occupation")
    named = SHORT.get(area) or BRITISH.get(area, "")
    if area != "K02000001" and not description.strip().startswith(f"{named}, "):
        refuse(place, f"“{description.strip()[:60]}” does not belong to {named or 'an area'}")
    return area, code


def _transcript(path: Path, report: Report) -> Sheet:
    """A list of single occupations with median, mean and their coefficients of variation."""
    table, year, scheme = _named(path.name)
    lines, margins = [], {}
    needed = ("soc2020", "median_annual_gbp", "median_cv_pct", "mean_annual_gbp", "mean_cv_pct", "status")
    for row, cells in records(path, needed):
        code, values, places = cells["soc2020"], {}, {}
        for statistic in ("median", "mean"):
            values[statistic] = cells[f"{statistic}_annual_gbp"] or ("" if cells["status"] == "published" else "?")
            places[statistic] = row_place(path, row, f"{statistic}_annual_gbp")
            if cv := cells[f"{statistic}_cv_pct"]:
                margins["K02000001", code, statistic] = number(cv, row_place(path, row, f"{statistic}_cv_pct"))
        lines.append(Line("K02000001", code, values, places))
    report.defect(path.name, "transcribed by hand from the table, not the publisher's own file")
    return Sheet(table, year, scheme, CUTS["all"], lines, margins)


def _published(path: Path) -> Iterator[Sheet]:
    """Workbooks with one sheet a group of employees; “b” beside “a” holds the coefficients of variation."""
    books = {book.path.name: book for book in workbooks(path)}
    for name, book in books.items():
        found = _TABLE.search(name)
        if found is None or found[3] == "b" or str(int(found[2])) not in MEASURES:
            continue
        table, year, scheme = _named(name if _YEAR.search(name) else f"{path.name} {name}")
        beside = next((one for other, one in books.items() if _is_margin(other, found)), None)
        for sheet in book.names:
            if sheet.strip().lower() in CUTS:
                lines = list(_lines(book, sheet))
                margins = _margins(beside, sheet) if beside and sheet in beside.names else {}
                yield Sheet(table, year, scheme, CUTS[sheet.strip().lower()], lines, margins)


def _is_margin(name: str, of: re.Match[str]) -> bool:
    found = _TABLE.search(name)
    return found is not None and found.group(1, 2) == of.group(1, 2) and found[3] == "b"


def _lines(book: Workbook, sheet: str) -> Iterator[Line]:
    cells = book.sheet(sheet)
    columns, first = _columns(book, sheet, cells)
    area = ""
    for at, row in enumerate(cells[first:], start=first):
        code = _text(row[1]) if len(row) > 1 else ""
        if not code:
            continue  # blank lines and notes below the table
        place = cell_place(book.path, sheet, at, 1)
        if len(row) <= max(columns.values()):
            refuse(place, "the row is cut off")
        area, occupation = _where(_text(row[0]), code, area, place)
        places = {name: cell_place(book.path, sheet, at, column) for name, column in columns.items()}
        yield Line(area, occupation, {name: row[column] for name, column in columns.items()}, places)


def _text(cell: object) -> str:
    """Codes may be kept as numbers."""
    return str(int(cell)) if isinstance(cell, float) and cell == int(cell) else str(cell).strip()


HEADS = {"median": "median", "mean": "mean", **{percentile[1:]: percentile for percentile in PERCENTILES}}


def _columns(book: Workbook, sheet: str, cells: Cells) -> tuple[dict[str, int], int]:
    """Where each column stands, by the headings over two or three rows, and the first row below them."""
    for at, row in enumerate(cells[:15]):
        if len(row) > 5 and _text(row[0]) == "Description" and _text(row[1]) == "Code":
            heads = {column: HEADS.get(_text(cell).lower(), "") for column, cell in enumerate(row)}
            columns = {head: column for column, head in heads.items() if head}
            missing = {"median", "mean"} - set(columns)
            if missing:
                refuse(f"{book.path.name} {sheet}!{at + 1}", f"the column {', '.join(sorted(missing))} is missing")
            columns["jobs_thousand"] = 2
            for name in ("median", "mean"):
                if columns[name] + 1 not in columns.values():
                    columns[f"{name}_chg"] = columns[name] + 1
            return columns, at + 1
    return refuse(f"{book.path.name} {sheet}", "no row with the headings Description and Code")


def _margins(book: Workbook, sheet: str) -> dict[tuple[str, str, str], float]:
    found = {}
    for line in _lines(book, sheet):
        for column, cell in line.cells.items():
            if isinstance(cell, int | float):
                found[line.area, line.occupation, column] = float(cell)
    return found


# -- rows -------------------------------------------------------------------------------------------------------------


def _rows(sheets: Sequence[Sheet], report: Report) -> Iterator[Any]:
    yield from british_areas()
    yield from sexes()
    yield from working_statuses()
    with_jobs: set[object] = set()
    for sheet in sheets:
        # The number of jobs stands again in every table of a year; the first to give it counts.
        key = (sheet.year, sheet.table.partition(".")[0], sheet.cut)
        yield from _figures(sheet, report, jobs=key not in with_jobs)
        with_jobs.add(key)


def _figures(sheet: Sheet, report: Report, *, jobs: bool) -> Iterator[FigureRow]:
    beside = hidden_jobs(sheet) if jobs else set()
    for line in sheet.lines:
        for column, cell in line.cells.items():
            if column == "jobs_thousand" and not jobs:
                continue
            if _text(cell) == "" and column not in {"median", "mean"}:
                continue  # blank beside a median or mean that says why
            verdict, value = _judged(cell, sheet.margins.get((line.area, line.occupation, column)), line.places[column])
            if column == "jobs_thousand" and (line.area, line.occupation) in beside:
                verdict, value = Verdict(disclosure.SUPPRESSED, "jobs-beside", 0), None
            report.counts[verdict.reason or "published"] += 1
            yield _figure(sheet, line, column, verdict, value)


def _judged(cell: object, cv: float | None, place: str) -> tuple[Verdict, float | None]:
    text = _text(cell)
    if text == "?":
        return Verdict(disclosure.SUPPRESSED, "ashe-unreliable-or-disclosive", 0), None
    if text in MARKS:
        return MARKS[text], None
    verdict = disclosure.ashe(cv)
    value = number(cell, place)
    return verdict, None if verdict.reason else value


def _figure(sheet: Sheet, line: Line, column: str, verdict: Verdict, value: float | None) -> FigureRow:
    start, end = sheet.period
    indicator, statistic = _what(sheet, column)
    sex, status = sheet.cut
    if value is not None and column == "jobs_thousand":
        value *= 1000
    shown = None if value is None else sheet.margins.get((line.area, line.occupation, column))
    return FigureRow(
        indicator, ("gss", line.area), statistic, start, end, line.places[column],
        occupation=(sheet.scheme, line.occupation) if line.occupation else None, sex=sex, working_status=status,
        value=value, status=verdict.status, reason=verdict.reason, quality=verdict.quality, cv=shown,
    )  # fmt: skip


def _what(sheet: Sheet, column: str) -> tuple[str, str]:
    if column == "jobs_thousand":
        return "jobs", "total"
    if column.endswith("_chg"):
        return f"{sheet.measure}_change", column.removesuffix("_chg")
    return sheet.measure, column


def hidden_jobs(sheet: Sheet) -> set[tuple[str, str]]:
    """Numbers of jobs that would tell a hidden one: groups hold their parts, the country its nations and regions."""
    values: dict[Any, float | None] = {}
    for line in sheet.lines:
        text = _text(line.cells.get("jobs_thousand", ""))
        if text not in MARKS and "jobs_thousand" in line.cells:
            values[line.area, line.occupation] = 1000 * number(text, line.places["jobs_thousand"])
        elif text in {"x", ".."}:
            values[line.area, line.occupation] = None
    small = [key for key, value in values.items() if value is None]
    return disclosure.protect(values, job_sums(values), small, protection=JOBS_APART).beside if small else set()


def job_sums(values: Mapping[Any, object]) -> list[Sum]:
    """Codes of SOC hold each other by their beginning: 9, 92, 923, 9233."""
    found: dict[Any, list[Any]] = {}
    for area, code in values:
        if code and (area, code[:-1]) in values:
            found.setdefault((area, code[:-1]), []).append((area, code))
        if area != "K02000001" and area != "E92000001" and ("K02000001", code) in values:
            found.setdefault(("areas", code), []).append((area, code))
    sums = []
    for key, parts in found.items():
        sums.append(Sum(("K02000001", key[1]) if key[0] == "areas" else key, tuple(parts)))
    return sums


ASHE = Source(
    "ons-ashe", "Annual Survey of Hours and Earnings", "Office for National Statistics", OGL, ONS_ATTRIBUTION,
    "https://www.ons.gov.uk/employmentandlabourmarket/peopleinwork/earningsandworkinghours/datasets/occupation4digitsoc2010ashetable14",
    find, read, load, remove, ("soc2010", "soc2020"),
    "Employees only, not people who work for themselves. From a sample of one in a hundred jobs: figures with a margin "
    "over 20 % are left out. Numbers of jobs are a rough guide. Annual "
"pay is of people a year or more in the same job.",
)  # fmt: skip
