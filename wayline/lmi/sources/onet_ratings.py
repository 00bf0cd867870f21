"""Ratings of the O*NET database: how important, how much, how many, for each occupation (text or Excel files).

With N, standard error, interval and the publisher's own flags. Files: https://www.onetcenter.org/database.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from wayline.lmi import disclosure
from wayline.lmi.disclosure import Sum, Verdict
from wayline.lmi.loading import load, remove
from wayline.lmi.rows import CategoryRow, FigureRow
from wayline.lmi.sources.common import ONET_CONTENT, ONET_SOC, UNITED_STATES, files_like, month, united_states
from wayline.lmi.sources.tables import Record, number, records, refuse, row_place, sheet_records
from wayline.taxonomy.sources.register import Reading, Report, Source

CODE = "O*NET-SOC Code"
FORMS = (".tsv", ".txt", ".tsv.gz", ".txt.gz", ".xlsx")


@dataclass(frozen=True, slots=True)
class Table:
    """A file with one rating a row: its name, and the indicator of each scale. Scales: Scales Reference of O*NET."""

    name: str
    scales: Mapping[str, tuple[str, str]]
    """Scale → (indicator, statistic)."""


BOTH = ("IM", "LV")


def _both(indicator: str) -> dict[str, tuple[str, str]]:
    return {scale: (indicator, scale) for scale in BOTH}


TABLES = (
    Table("Skills", _both("skill")),
    Table("Knowledge", _both("knowledge")),
    Table("Abilities", _both("ability")),
    Table("Work Activities", _both("work_activity")),
    Table("Work Styles", {"IM": ("work_style", "IM")}),
    Table("Work Values", {"EX": ("work_value", "rating"), "VH": ("work_value_high_point", "rating")}),
    Table("Interests", {"OI": ("interest", "rating"), "IH": ("interest_high_point", "rating")}),
)
ZONES, REQUIREMENTS, REQUIREMENT_WORDS = (
    "Job Zones",
    "Education, Training, and Experience",
    "Education, Training, and Experience Categories",
)
SHARES = {"RL": "education", "RW": "experience", "PT": "training_on_site", "OJ": "training_on_the_job"}
"""Scales whose categories share out 100 %."""
TASK_RATINGS = "Task Ratings"
ONET_TASKS = ("onet-tasks", "")


def find(path: Path) -> list[Path]:
    names = [*(table.name for table in TABLES), ZONES, REQUIREMENTS, REQUIREMENT_WORDS, TASK_RATINGS]
    found = files_like(path, [f"{name}{form}" for name in names for form in FORMS])
    return found + (files_like(path, ["Read Me.txt"]) if found and path.is_dir() else [])


def read(files: Sequence[Path], report: Report) -> Reading:
    return Reading(_version(files), None, _rows(files, report))


def _version(files: Sequence[Path]) -> str:
    """“O*NET 29.3 Database” is the first line of Read Me.txt."""
    for path in files:
        if path.name == "Read Me.txt":
            words = path.read_text(errors="replace").split(maxsplit=2)
            return words[1] if len(words) > 1 and words[0].startswith("O*NET") else ""
    return ""


def _named(files: Sequence[Path], name: str) -> Path | None:
    return next((path for path in files if path.name in {f"{name}{form}" for form in FORMS}), None)


def _table(path: Path, required: Sequence[str]) -> Iterator[Record]:
    """Rows of a text file, or of the one sheet of a workbook, which has the same columns."""
    if path.suffix == ".xlsx":
        return sheet_records(path, required)
    return records(path, required, delimiter="\t")


def _rows(files: Sequence[Path], report: Report) -> Iterator[Any]:
    yield united_states()
    for table in TABLES:
        if path := _named(files, table.name):
            for record in _table(path, (CODE, "Element ID", "Scale ID", "Data Value", "Date")):
                yield _rating(path, record, table, report)
    if path := _named(files, ZONES):
        yield from _zones(path)
    if path := _named(files, REQUIREMENTS):
        yield from _requirements(path, _named(files, REQUIREMENT_WORDS))
    if path := _named(files, TASK_RATINGS):
        yield from _tasks(path)


def _rating(path: Path, record: Record, table: Table, report: Report) -> FigureRow:
    row, cells = record
    place = row_place(path, row)
    scale = cells["Scale ID"]
    if scale not in table.scales:
        refuse(place, f"the scale {scale} does not belong to {table.name}")
    indicator, statistic = table.scales[scale]
    verdict = disclosure.onet(
        recommend_suppress=cells.get("Recommend Suppress", ""), not_relevant=cells.get("Not Relevant", "")
    )
    report.counts[f"{table.name}: {verdict.reason}"] += bool(verdict.reason)
    return _figure(indicator, statistic, place, cells, verdict)


def _figure(
    indicator: str, statistic: str, place: str, cells: dict[str, str], verdict: Verdict, **cut: Any
) -> FigureRow:
    start, end = _month(cells["Date"], place)
    shown = not verdict.reason
    return FigureRow(
        indicator, UNITED_STATES, statistic, start, end, place,
        occupation=(ONET_SOC, cells[CODE]), element=(ONET_CONTENT, cells["Element ID"]),
        value=number(cells["Data Value"], place) if shown else None,
        status=verdict.status, reason=verdict.reason, quality=verdict.quality,
        sample=_whole(cells.get("N", ""), place),
        error=_maybe(cells.get("Standard Error", ""), place) if shown else None,
        low=_maybe(cells.get("Lower CI Bound", ""), place) if shown else None,
        high=_maybe(cells.get("Upper CI Bound", ""), place) if shown else None,
        **cut,
    )  # fmt: skip


def _maybe(text: str, place: str) -> float | None:
    return number(text, place) if text not in {"", "n/a"} else None


def _whole(text: str, place: str) -> int | None:
    value = _maybe(text, place)
    return None if value is None else int(value)


def _month(text: str, place: str) -> tuple[date, date]:
    """MM/YYYY, when the rating was last made."""
    digits, _, year = text.partition("/")
    if not (digits.isdigit() and year.isdigit() and 1 <= int(digits) <= 12 and 1990 <= int(year) <= 2100):
        refuse(place, f"“{text}” is no month")
    return month(int(year), int(digits))


def _zones(path: Path) -> Iterator[FigureRow]:
    for row, cells in _table(path, (CODE, "Job Zone", "Date")):
        place = row_place(path, row)
        zone = number(cells["Job Zone"], place)
        if zone not in {1, 2, 3, 4, 5}:
            refuse(place, f"there is no job zone {zone:g}")
        start, end = _month(cells["Date"], place)
        yield FigureRow(
            "job_zone", UNITED_STATES, "rating", start, end, place, occupation=(ONET_SOC, cells[CODE]), value=zone
        )


# -- education, training and experience -------------------------------------------------------------------------------


def _requirements(path: Path, words: Path | None) -> Iterator[Any]:
    if words is None:
        refuse(path.name, f"needs the file “{REQUIREMENT_WORDS}” beside it")
    for _row, cells in _table(words, ("Scale ID", "Category", "Category Description")):
        scale, code = cells["Scale ID"], cells["Category"]
        yield CategoryRow("qualification", f"onet-{scale.lower()}", code, cells["Category Description"], int(code))
    group: list[Record] = []
    for record in _table(path, (CODE, "Element ID", "Scale ID", "Category", "Data Value", "Date")):
        if group and _together(group[0]) != _together(record):
            yield from _shares(path, group)
            group = []
        group.append(record)
    yield from _shares(path, group)


def _together(record: Record) -> tuple[str, str, str]:
    cells = record[1]
    return cells[CODE], cells["Element ID"], cells["Scale ID"]


def _shares(path: Path, group: Sequence[Record]) -> Iterator[FigureRow]:
    """The categories of one question share out 100 %, so that one hidden share needs another beside it."""
    rated = {row: _flags(cells) for row, cells in group}
    scale = group[0][1]["Scale ID"] if group else ""
    beside: set[Any] = set()
    if scale in SHARES:
        small = [row for row, verdict in rated.items() if verdict.status == disclosure.SUPPRESSED]
        values: dict[Any, float | None] = {
            row: None if row in small else number(cells["Data Value"], row_place(path, row)) for row, cells in group
        }
        if small:
            beside = disclosure.protect(values, [Sum(None, tuple(values))], small, protection=ONE_POINT).beside
    for row, cells in group:
        verdict = Verdict(disclosure.SUPPRESSED, "onet-beside", 0) if row in beside else rated[row]
        yield _requirement(row_place(path, row), cells, verdict)


ONE_POINT = disclosure.Protection(width=1, share=0)


def _flags(cells: dict[str, str]) -> Verdict:
    return disclosure.onet(recommend_suppress=cells.get("Recommend Suppress", ""), not_relevant="")


def _requirement(place: str, cells: dict[str, str], verdict: Verdict) -> FigureRow:
    scale = cells["Scale ID"]
    if scale == "IM":
        return _figure("entry_requirement", "IM", place, cells, verdict)
    if scale not in SHARES:
        refuse(place, f"the scale {scale} does not belong to {REQUIREMENTS}")
    category = (f"onet-{scale.lower()}", cells["Category"])
    return _figure(SHARES[scale], "share", place, cells, verdict, qualification=category)


def _tasks(path: Path) -> Iterator[FigureRow]:
    """Importance of a task and the share who do it at all; its frequency in seven categories is left out."""
    kinds = {"IM": ("task", "IM"), "RT": ("task_relevance", "share")}
    for row, cells in _table(path, (CODE, "Task ID", "Scale ID", "Data Value", "Date")):
        if cells["Scale ID"] in kinds:
            indicator, statistic = kinds[cells["Scale ID"]]
            made = _figure(indicator, statistic, row_place(path, row), {**cells, "Element ID": ""}, _flags(cells))
            yield replace(made, element=(ONET_TASKS, cells["Task ID"]))


# -- extracts of a later release with importance and level only --------------------------------------------------------

EXTRACTS = {"Abilities": "ability", "Work Activities": "work_activity"}


def find_extracts(path: Path) -> list[Path]:
    return files_like(path, [f"{name} (O?NET *, importance+level only).tsv*" for name in EXTRACTS])


def read_extracts(files: Sequence[Path], report: Report) -> Reading:
    version = files[0].name.partition("(O-NET ")[2].partition(",")[0]
    report.defect(files[0].name, "holds no number of answers, no margin and no flags: they cannot be applied")
    return Reading(version, EXTRACT_DAYS.get(version, (None, None))[0], _extract_rows(files, version))


EXTRACT_DAYS = {"30.0": month(2025, 8)}
"""The extracts give no date of their own; the month in which the release came out stands for it."""


def _extract_rows(files: Sequence[Path], version: str) -> Iterator[Any]:
    yield united_states()
    if version not in EXTRACT_DAYS:
        refuse(files[0].name, f"when O*NET {version or '?'} came out is not known here")
    start, end = EXTRACT_DAYS[version]
    for path in files:
        indicator = EXTRACTS[path.name.partition(" (")[0]]
        columns = {"Importance (IM)": "IM", "Level (LV)": "LV"}
        for row, cells in records(path, (CODE, "Element ID", *columns), delimiter="\t"):
            for column, scale in columns.items():
                place = row_place(path, row, scale)
                yield FigureRow(
                    indicator, UNITED_STATES, scale, start, end, place, occupation=(ONET_SOC, cells[CODE]),
                    element=(ONET_CONTENT, cells["Element ID"]), value=number(cells[column], place),
                )  # fmt: skip


_ATTRIBUTION = (
    "This product includes information from the O*NET Database by the "
    "U.S. Department of Labor, Employment and Training "
    "Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark of USDOL/ETA. Wayline has "
    "modified some of this information. USDOL/ETA has not approved, endorsed, or tested these modifications."
)
_PUBLISHER = "U.S. Department of Labor, Employment and Training Administration"
_LICENCE = "Creative Commons Attribution 4.0 International"
_CAUTION = "Rated by workers and analysts in the United States; a job of the same name can differ elsewhere."

ONET_RATINGS = Source(
    "onet-ratings", "O*NET ratings", _PUBLISHER, _LICENCE, _ATTRIBUTION, "https://www.onetcenter.org/database.html",
    find, read, load, remove, ("onet",),
    f"{_CAUTION} Levels of what is not relevant to a job, and ratings "
f"with too few or too divided answers, are left out.",
)  # fmt: skip
ONET_EXTRACTS = Source(
    "onet-ratings-extract", "O*NET abilities and work activities (importance and level only)", _PUBLISHER, _LICENCE,
    _ATTRIBUTION, "https://www.onetcenter.org/database.html", find_extracts, read_extracts, load, remove, ("onet",),
    f"{_CAUTION} An extract by others: without the number of answers, margins and the publisher's flags.",
)  # fmt: skip
