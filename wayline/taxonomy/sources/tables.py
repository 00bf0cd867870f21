"""Rows of tables in text and workbooks, each with its number, so that a fault can be found again."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any

import python_calamine

from wayline.taxonomy.sources.files import MAX_UNPACKED, Part, check_zip
from wayline.taxonomy.sources.register import Defect, Report, SourceError

LONGEST_CELL = 200_000
MAX_WORKBOOK = 100 * 1024 * 1024
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
Row = dict[str, str]
Numbered = tuple[int, Row]
"""Row number as a spreadsheet shows it (the header has one too), and cells by column name."""


def fault(part: Part, number: int, what: str) -> SourceError:
    return SourceError(Defect(place(part, number), what))


def place(part: Part, number: int, sheet: str = "") -> str:
    return f"{part.name}, {sheet + ', ' if sheet else ''}row {number}"


def is_workbook(part: Part) -> bool:
    return part.name.lower().endswith(WORKBOOKS)


def text_rows(
    part: Part,
    needs: Sequence[str],
    *,
    delimiter: str = ",",
    below: str = "",
    ragged: Report | None = None,
    encoding: str = "utf-8",
) -> Iterator[Numbered]:
    """Rows of a CSV or TSV file below its header, in which `needs` must stand.

    `below`: the header is the first row that begins with it. Rows of another width are refused, or filled up and
    reported where the publisher is known to write such (`ragged`).
    """
    with part.open() as raw:
        lines = _read(part, _decoded(part, raw, encoding), delimiter)
        header = _header(part, lines, needs, below)
        width = len(header)
        odd: list[int] = []
        for number, cells in lines:
            if len(cells) != width:
                if not any(cells):
                    continue
                if ragged is None:
                    raise fault(part, number, f"has {len(cells)} cells where the header has {width}")
                odd.append(number)
                cells = (cells + [""] * width)[:width]
            yield number, dict(zip(header, cells, strict=True))
        if odd and ragged is not None:
            what = f"{len(odd)} rows have another number of cells than the header; missing cells are read as empty"
            ragged.defect(place(part, odd[0]), what)


def _header(part: Part, lines: Iterator[tuple[int, list[str]]], needs: Sequence[str], below: str) -> list[str]:
    for number, cells in lines:
        if below and (not cells or cells[0].strip() != below):
            continue
        header = [" ".join(cell.split()) for cell in cells]
        missing = [name for name in needs if name not in header]
        if missing:
            raise fault(part, number, f"the header lacks {', '.join(missing)}")
        return header
    raise SourceError(Defect(part.name, f"has no header{' that begins with ' + below if below else ''}"))


def _read(part: Part, text: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LONGEST_CELL)
    number = 0
    try:
        for number, cells in enumerate(csv.reader(text, delimiter=delimiter, strict=True), start=1):
            yield number, cells
    except csv.Error as error:
        raise fault(part, number + 1, f"cannot be read: {error}") from error


def _decoded(part: Part, raw: IO[bytes], encoding: str) -> Iterator[str]:
    """Line by line, so that a fault names its line."""
    for number, line in enumerate(raw, start=1):
        if b"\0" in line:
            raise SourceError(Defect(f"{part.name}, line {number}", "has a NUL character: this is no text table"))
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        try:
            yield line.decode(encoding)
        except UnicodeDecodeError as error:
            raise SourceError(Defect(f"{part.name}, line {number}", f"is not {encoding} text")) from error


def sheet_rows(part: Part, sheet: str, needs: Sequence[str]) -> Iterator[Numbered]:
    """Rows of a sheet below the first row in which all of `needs` stand. Formulas give the value kept in the file."""
    header: list[str] = []
    for number, cells in sheet_cells(part, sheet):
        if header:
            if any(cells):
                yield number, dict(zip(header, cells, strict=False))
            continue
        names = [" ".join(cell.split()) for cell in cells]
        if all(name in names for name in needs):
            header = names
    if not header:
        raise SourceError(Defect(f"{part.name}, {sheet}", f"has no header with {', '.join(needs)}"))


def sheet_cells(part: Part, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """Every row of a sheet as text, numbered as the program that wrote it does."""
    book = workbook(part)
    if sheet not in book.sheet_names:
        there = ", ".join(book.sheet_names)
        raise SourceError(Defect(part.name, f"has no sheet “{sheet}” (there are: {there})"))
    try:
        opened = book.get_sheet_by_name(sheet)
        found = opened.to_python(skip_empty_area=True)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise SourceError(Defect(f"{part.name}, {sheet}", f"cannot be read ({error})")) from error
    first_row, first_column = opened.start or (0, 0)
    padding = [""] * first_column
    for number, cells in enumerate(found, start=first_row + 1):
        yield number, padding + [_text(part, number, cell) for cell in cells]


def workbook(part: Part) -> python_calamine.CalamineWorkbook:
    """A workbook, read whole: publishers' largest take some tens of megabytes."""
    if part.member:
        with part.open() as packed:
            data = packed.read(MAX_WORKBOOK + 1)
    else:
        if part.path.suffix.lower() in {".xlsx", ".xlsm"}:
            check_zip(part.path)
        with part.open() as packed:
            data = packed.read(MAX_WORKBOOK + 1)
    if len(data) > MAX_WORKBOOK:
        raise SourceError(Defect(part.name, f"is larger than {MAX_WORKBOOK >> 20} MB"))
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise SourceError(Defect(part.name, f"is not a workbook that can be read ({error})")) from error


def _text(part: Part, number: int, cell: Any) -> str:
    if isinstance(cell, str):
        if len(cell) > LONGEST_CELL:
            raise fault(part, number, "has a cell that is far too long")
        return cell.replace("\0", "").strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)


def rows(part: Part, needs: Sequence[str], *, delimiter: str = "\t") -> Iterator[Numbered]:
    """Rows of a text table, or of the first sheet of a workbook that has the same columns."""
    if not is_workbook(part):
        return text_rows(part, needs, delimiter=delimiter)
    return sheet_rows(part, workbook(part).sheet_names[0], needs)


__all__ = [
    "MAX_UNPACKED",
    "Numbered",
    "Row",
    "fault",
    "is_workbook",
    "place",
    "rows",
    "sheet_cells",
    "sheet_rows",
    "text_rows",
    "workbook",
]
