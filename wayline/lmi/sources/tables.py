"""Publishers' files as rows: text (plain, gzip, in a zip) and workbooks. What is broken is refused with its place."""

from __future__ import annotations

import csv
import gzip
import io
import math
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, WorksheetNotFound

from wayline.common.uploads import check_entries
from wayline.taxonomy.sources.register import Defect, SourceError
from wayline.taxonomy.sources.tables import LONGEST_CELL

MAX_TEXT = 2_000_000_000
"""Bytes of text that one file may unpack to."""
MAX_RATIO = 400
"""Text of one digit packs very well; a bomb packs a thousand to one."""
RATIO_COUNTS_FROM = 50_000_000
MAX_COLUMNS = 2_000
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")

Record = tuple[int, dict[str, str]]
"""Number of the row in the file (the header is 1) and its cells by column name."""


def refuse(place: str, what: str) -> NoReturn:
    raise SourceError(Defect(place, what))


def row_place(path: Path, row: int, column: str = "") -> str:
    return f"{path.name} row {row}, {column}" if column else f"{path.name} row {row}"


def cell_place(path: Path, sheet: str, row: int, column: int) -> str:
    """Row and column count from 0; spreadsheets count from 1 and A."""
    return f"{path.name} {sheet}!{column_letters(column)}{row + 1}"


@lru_cache(maxsize=MAX_COLUMNS)
def column_letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?([eE][+-]?\d+)?")


def number(cell: object, place: str) -> float:
    """A finite number, or a refusal. Thousands may be parted by commas."""
    if isinstance(cell, str):
        text = cell.strip()
        if not text or not _NUMBER.fullmatch(text) or not any(one.isdigit() for one in text):
            refuse(place, f"“{shortened(text)}” is not a number")
        cell = float(text.replace(",", ""))
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        refuse(place, f"“{shortened(cell)}” is not a number")
    if not math.isfinite(cell):
        refuse(place, "the number is too large")
    return float(cell)


def shortened(cell: object) -> str:
    text = str(cell)
    return text if len(text) <= 60 else f"{text[:57]}…"


class _Limited(io.RawIOBase):
    """A stream that refuses to unpack to far more than its file can honestly hold."""

    def __init__(self, inner: Any, packed: int, name: str) -> None:
        self._inner, self._packed, self._name, self._seen = inner, max(packed, 1), name, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._inner.read(len(buffer))
        self._seen += len(data)
        too_dense = self._seen > RATIO_COUNTS_FROM and self._seen > MAX_RATIO * self._packed
        if too_dense or self._seen > MAX_TEXT:
            refuse(self._name, "the file unpacks to far more than we accept")
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def text_of(path: Path, encoding: str = "utf-8-sig") -> Iterator[io.TextIOWrapper]:
    """The text of a file, unpacked when its name ends in .gz. A file with a UTF-16 mark is read as such."""
    packed = path.stat().st_size
    with path.open("rb") as raw, gzip.open(raw) if path.suffix == ".gz" else raw as inner:
        limited = io.BufferedReader(_Limited(inner, packed, path.name), 1 << 16)
        if _starts_utf16(limited, path):
            encoding = "utf-16"
        with io.TextIOWrapper(limited, encoding=encoding, newline="") as text:
            yield text


def _starts_utf16(stream: io.BufferedReader[Any], path: Path) -> bool:
    try:
        return stream.peek(2)[:2] in {b"\xff\xfe", b"\xfe\xff"}
    except (EOFError, OSError, zlib.error) as error:
        raise SourceError(Defect(path.name, f"the file is damaged: {error}")) from error


def records(
    path: Path, required: Sequence[str] = (), *, delimiter: str = ",", encoding: str = "utf-8-sig", skip: int = 0
) -> Iterator[Record]:
    """Rows of a text table by column name. Refuses a row that is too short or too long, and what cannot be decoded."""
    row = 0
    try:
        with text_of(path, encoding) as text:
            csv.field_size_limit(LONGEST_CELL)  # one setting for the whole process
            reader = csv.reader(text, delimiter=delimiter, strict=True)
            header: list[str] | None = None
            for row, cells in enumerate(reader, start=1):
                if row <= skip or not any(cells):
                    continue
                if header is None:
                    header = _header(path, row, cells, required)
                    continue
                yield row, _by_name(path, row, header, cells)
            if header is None:
                refuse(path.name, "the file is empty")
    except UnicodeDecodeError as error:
        raise SourceError(Defect(row_place(path, row + 1), f"not {encoding} text: {error.reason}")) from error
    except csv.Error as error:
        raise SourceError(Defect(row_place(path, row + 1), f"cannot be read as a table: {error}")) from error
    except (EOFError, OSError, zlib.error) as error:
        raise SourceError(Defect(row_place(path, row + 1), f"the file is damaged or cut off: {error}")) from error


def _header(path: Path, row: int, cells: list[str], required: Sequence[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    if len(names) > MAX_COLUMNS:
        refuse(row_place(path, row), f"the table has more than {MAX_COLUMNS} columns")
    missing = [name for name in required if name not in names]
    if missing:
        refuse(row_place(path, row), f"the column {', '.join(missing)} is missing")
    return names


def _by_name(path: Path, row: int, header: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) != len(header):
        refuse(row_place(path, row), f"has {len(cells)} cells where the header names {len(header)}")
    return dict(zip(header, cells, strict=True))


Cells = list[list[Any]]
"""Rows of a sheet from its first row and column on; an empty cell is ""."""


class Workbook:
    """A spreadsheet of any kind. Formulas count by the value that was kept with them."""

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        self.path = path
        content = path.read_bytes() if data is None else data
        check_archive(path.name, content)
        try:
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        except PasswordError as error:
            raise SourceError(Defect(path.name, "the workbook is locked by a password")) from error
        except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
            raise SourceError(Defect(path.name, f"the workbook cannot be read: {error}")) from error

    @property
    def names(self) -> list[str]:
        return list(self._book.sheet_names)

    def sheet(self, name: str) -> Cells:
        try:
            return self._book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except WorksheetNotFound as error:
            raise SourceError(Defect(self.path.name, f"the sheet “{name}” is missing")) from error
        except (CalamineError, OSError, ValueError) as error:
            raise SourceError(Defect(f"{self.path.name} {name}", f"the sheet cannot be read: {error}")) from error


def check_archive(name: str, content: bytes) -> None:
    """Refuses a zip (also an .xlsx) that unpacks to far more than we accept."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_entries(archive.infolist())
    except zipfile.BadZipFile as error:
        raise SourceError(Defect(name, f"the file is damaged or cut off: {error}")) from error
    except ValidationError as error:
        raise SourceError(Defect(name, " ".join(error.messages))) from error


def workbooks(path: Path) -> Iterator[Workbook]:
    """The workbook, or those inside a zip, as ONS publishes its tables."""
    if path.suffix.lower() != ".zip":
        yield Workbook(path)
        return
    content = path.read_bytes()
    check_archive(path.name, content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in sorted(archive.namelist()):
            if entry.lower().endswith(WORKBOOKS):
                yield Workbook(Path(entry), _unpacked(path, archive, entry))


def _unpacked(path: Path, archive: zipfile.ZipFile, entry: str) -> bytes:
    try:
        return archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise SourceError(Defect(f"{path.name} {entry}", f"the file is damaged: {error}")) from error


def sheet_records(path: Path, required: Sequence[str], *, sheet: str = "") -> Iterator[Record]:
    """Rows of a sheet (the first one) below the row that holds all of `required`, as text."""
    book = Workbook(path)
    name = sheet or book.names[0]
    header: list[str] = []
    for at, cells in enumerate(book.sheet(name), start=1):
        texts = [cell_text(cell) for cell in cells]
        if header:
            if any(texts):
                yield at, dict(zip(header, texts, strict=False))
        elif set(required) <= set(texts):
            header = texts
    if not header:
        refuse(f"{path.name} {name}", f"no row names the columns {', '.join(required)}")


def cell_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
