"""One workbook of Skills Imperative 2035: its sheets of totals. Finer ones stand in `skills_imperative_detail.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wayline.lmi.sources.skills_imperative_detail import read_detail
from wayline.lmi.sources.skills_imperative_tables import (
    Cell,
    Flow,
    Key,
    Tables,
    flow_key,
    key_of,
    occupation_code,
    people_of,
    put,
    qualification_code,
)
from wayline.lmi.sources.tables import Cells, Workbook, cell_place, number, refuse


def read_workbook(path: Path) -> tuple[str, str, Tables]:
    book = Workbook(path)
    info = {str(row[0]): row[1] for row in book.sheet("Info") if len(row) > 1}
    name, version = str(info.get("Country name", "")), str(info.get("MDM version", ""))
    if not name or not version:
        refuse(f"{path.name} Info", "the workbook does not say for which area and by which model version it is")
    # The name of the file carries the area: EN_MainTables.Main.xlsm
    area = path.name.split("_MainTables")[0]
    tables = Tables(area)
    for sheet, dimension in (("Occ F2", "occupation"), ("Ind F2", "industry"), ("Qual F1", "qualification")):
        _by_year(path, sheet, book.sheet(sheet), dimension, tables)
    _sexes(path, book.sheet("Occ T4"), tables)
    _flows(path, book.sheet("RD T1"), tables)
    read_detail(path, book, tables)
    return area, version, tables


def _by_year(path: Path, sheet: str, cells: Cells, dimension: str, tables: Tables) -> None:
    """Row 4 holds the years, the column before them the titles; the table ends with its total, or at shares."""
    head = cells[3] if len(cells) > 4 else []
    heads = [(at, int(one)) for at, one in enumerate(head) if isinstance(one, float) and 1990 <= one <= 2100]
    if len(heads) < 2 or [year for _at, year in heads] != list(range(heads[0][1], heads[-1][1] + 1)):
        refuse(f"{path.name} {sheet}!4", "the years are not where they should be")
    for at, row in enumerate(cells[4:], start=4):
        title = str(row[heads[0][0] - 1]).strip()
        if title.startswith("%"):
            return
        if not title:
            continue
        for column, year in heads:
            place = cell_place(path, sheet, at, column)
            key = key_of(dimension, title, year, place)
            put(tables.levels, key, Cell(people_of(row[column], place), place))
        if title.startswith("All "):
            return


def _sexes(path: Path, cells: Cells, tables: Tables) -> None:
    """Sheet “Occ T4”: women, men, total for three years side by side."""
    years = [(column, int(one)) for column, one in enumerate(cells[5]) if isinstance(one, float)]
    for at, row in enumerate(cells[8:], start=8):
        title = str(row[0]).strip()
        if not title:
            continue
        occupation = occupation_code(title, cell_place(path, "Occ T4", at, 0))
        for column, year in years:
            for shift, sex in ((0, "2"), (1, "1")):
                place = cell_place(path, "Occ T4", at, column + shift)
                key = Key("sex", occupation, sex, year)
                put(tables.levels, key, Cell(people_of(row[column + shift], place), place))


def _flows(path: Path, cells: Cells, tables: Tables) -> None:
    """Sheet “RD T1”, columns A to G: a block of occupations for each qualification."""
    for at, qualification, row in _blocks(path, cells):
        occupation = occupation_code(str(row[0]).strip(), cell_place(path, "RD T1", at, 0))
        places = [cell_place(path, "RD T1", at, column) for column in range(7)]
        for column, year in ((1, 2020), (2, 2035)):
            level = Cell(people_of(row[column], places[column]), places[column])
            put(tables.levels, flow_key(occupation, qualification, year), level)
        net, replaced, total = (Cell(people_of(row[column], places[column]), places[column]) for column in (3, 4, 5))
        rate = Cell(round(100 * number(row[6], places[6]), 6), places[6])
        tables.flows[occupation, qualification] = Flow(net, replaced, total, rate)


def _blocks(path: Path, cells: Cells) -> Iterator[tuple[int, str, list[Any]]]:
    qualification = ""
    for at, row in enumerate(cells[5:], start=5):
        if not row[0]:
            continue
        if row[1] == 2020 and row[2] == 2035:
            qualification = qualification_code(str(row[0]).strip(), cell_place(path, "RD T1", at, 0))
            continue
        if not qualification:
            refuse(cell_place(path, "RD T1", at, 0), "the heading of the block is missing")
        yield at, qualification, row
