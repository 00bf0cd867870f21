"""O*NET comes as text and as Excel: both say the same."""

from __future__ import annotations

import csv
import gzip
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.lmi.loading import read
from wayline.lmi.rows import FigureRow
from wayline.lmi.sources.onet_ratings import ONET_RATINGS
from wayline.taxonomy.sources import onet
from wayline.taxonomy.sources.register import Report, SourceError

RATED = ("Skills", "Interests", "Job Zones", "Education, Training, and Experience",
         "Education, Training, and Experience Categories")  # fmt: skip
WORDS = ("Occupation Data", "Content Model Reference", "Task Statements", "Technology Skills", "Job Zone Reference",
         "Scales Reference", "Alternate Titles")  # fmt: skip
README = "O*NET 29.3 Database\nMay 2025 Release\n"


def both_forms(shared: Path, folder: Path, names: tuple[str, ...], lines: int = 400) -> tuple[Path, Path]:
    """The beginning of the publisher's tables as text, and the same cells as the workbooks that he offers beside it."""
    text, excel = folder / "text", folder / "excel"
    for place in (text, excel):
        place.mkdir()
        (place / "Read Me.txt").write_text(README)
    for name in names:
        with gzip.open(shared / "data" / "onet_29_3" / f"{name}.tsv.gz", "rt", encoding="utf-8", newline="") as file:
            rows = [row for row, _ in zip(csv.reader(file, delimiter="\t"), range(lines), strict=False)]
        with (text / f"{name}.txt").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, delimiter="\t").writerows(rows)
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = name[:31]
        for row in rows:
            sheet.append([_typed(cell) for cell in row])
        book.save(excel / f"{name}.xlsx")
    return text, excel


def _typed(cell: str) -> Any:
    """As Excel keeps it: numbers as numbers, and nothing where there is nothing."""
    if not cell:
        return None
    try:
        return float(cell)
    except ValueError:
        return cell


def test_ratings_from_excel_are_those_from_text(shared: Path, tmp_path: Path) -> None:
    text, excel = both_forms(shared, tmp_path, RATED)
    from_text, from_excel = (
        [replace(row, place="") if isinstance(row, FigureRow) else row for row in found]
        for found, _report, _version in (read(ONET_RATINGS, ONET_RATINGS.find(one)) for one in (text, excel))
    )
    assert len(from_text) > 1500
    assert from_excel == from_text


def test_a_rating_from_excel_names_its_row(shared: Path, tmp_path: Path) -> None:
    _text, excel = both_forms(shared, tmp_path, ("Skills",), lines=5)
    rows, _report, version = read(ONET_RATINGS, ONET_RATINGS.find(excel))
    assert version == "29.3"
    assert [row.place for row in rows if isinstance(row, FigureRow)] == [f"Skills.xlsx row {at}" for at in range(2, 6)]


def test_a_workbook_without_its_columns_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "Skills.xlsx")
    with pytest.raises(SourceError, match=r"Skills\.xlsx .* no row names the columns"):
        read(ONET_RATINGS, ONET_RATINGS.find(tmp_path))


def test_words_from_excel_are_those_from_text(shared: Path, tmp_path: Path) -> None:
    text, excel = both_forms(shared, tmp_path, WORDS)
    from_text, from_excel = (list(onet.read(onet.find(one), Report()).rows) for one in (text, excel))
    assert len(from_text) > 2000
    assert from_excel == from_text
