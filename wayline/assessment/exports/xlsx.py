"""Spreadsheets: one sheet with the answers, one with the codebook."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from wayline.common.csvfile import guard


def write(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[object]]]]) -> bytes:
    """Name, heads and rows of each sheet. Texts that a spreadsheet would calculate are kept as texts."""
    from openpyxl import Workbook  # only where a spreadsheet is asked for

    book = Workbook(write_only=True)
    for name, heads, rows in sheets:
        sheet = book.create_sheet(name[:31])
        sheet.append(list(heads))
        for row in rows:
            sheet.append([_cell(value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(value: object) -> object:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return guard(ILLEGAL_CHARACTERS_RE.sub("", value)) if isinstance(value, str) else value
