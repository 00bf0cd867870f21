"""Tables for spreadsheets."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wayline.common.downloads import attachment_headers
from wayline.common.streams import Stream, joined

# Spreadsheets read UTF-8 rightly only when the file says so.
BOM = "\ufeff"
# A cell that begins like this is calculated when the file is opened (OWASP: CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Echo:
    """csv.writer needs a file; this one hands each line back."""

    def write(self, line: str) -> str:
        return line


def guard(cell: Any) -> Any:
    """The cell, with an apostrophe before text that a spreadsheet would calculate. Numbers stay numbers."""
    if cell is None:
        return ""
    if not isinstance(cell, str) or not cell.startswith(FORMULA_STARTS) or _is_number(cell):
        return cell
    return f"'{cell}"


def csv_lines(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BOM + str(writer.writerow([guard(cell) for cell in header]))
    for row in rows:
        yield str(writer.writerow([guard(cell) for cell in row]))


def csv_response(filename: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Stream:
    """A download, sent as its rows are made, so that a large table needs no large memory."""
    return Stream(
        joined(csv_lines(header, rows)), content_type="text/csv; charset=utf-8", headers=attachment_headers(filename)
    )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return not text.startswith(("\t", "\r", "\n"))
