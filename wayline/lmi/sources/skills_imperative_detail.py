"""Finer sheets of a Skills Imperative workbook: 75 industries, occupations by industry, and working status.

Only workbooks carry them; the extracts end at 22 industries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from wayline.lmi.sources.skills_imperative_tables import (
    ALL,
    INDUSTRIES,
    STATUSES,
    Cell,
    Key,
    Tables,
    occupation_code,
    people_of,
    put,
)
from wayline.lmi.sources.tables import Cells, Workbook, cell_place, refuse

Places = Mapping[str, str]
"""Code of an industry by its title."""


def read_detail(path: Path, book: Workbook, tables: Tables) -> None:
    places = _industries(path, book.sheet("aggregation"), tables)
    _by_industry(path, book.sheet("Ind T3"), places, tables)
    _occupations_by_industry(path, book.sheet("Ind Occ T1"), places, tables)
    _by_status(path, book.sheet("Occ T5"), tables)


def _industries(path: Path, cells: Cells, tables: Tables) -> Places:
    """Sheet “aggregation”: a column for each of 75 industries, a row for each group, 1 where the industry is in it.

    An industry is called by its group and its place among the 75: S2.1.03.
    """
    titles = [(column, str(title).strip()) for column, title in enumerate(cells[1][1:76], start=1)]
    groups = [(at, INDUSTRIES.get(str(row[0]).strip())) for at, row in enumerate(cells[2:24], start=2)]
    found: dict[str, str] = {}
    for column, title in titles:
        place = cell_place(path, "aggregation", 1, column)
        codes = [group[0] for at, group in groups if group and cells[at][column] == 1]
        if not title or len(codes) != 1:
            refuse(place, f"“{title}” does not stand in exactly one of the 22 groups of industries")
        found[_same(title)] = f"{codes[0]}.{column:02}"
        tables.industries[f"{codes[0]}.{column:02}"] = title
    return found


def _same(title: str) -> str:
    return " ".join(title.split()).casefold()


def _code(title: str, places: Places, place: str) -> str:
    if _same(title) not in places:
        refuse(place, f"“{title}” is none of the 75 industries of the sheet “aggregation”")
    return places[_same(title)]


def _by_industry(path: Path, cells: Cells, places: Places, tables: Tables) -> None:
    years = _years(path, "Ind T3", cells, 2)
    seen = 0
    for at, row in enumerate(cells[4:], start=4):
        title = str(row[0] or "").strip()
        if title.startswith("All "):
            break
        if not title:
            continue
        code = _code(title, places, cell_place(path, "Ind T3", at, 0))
        seen += 1
        for column, year in years:
            place = cell_place(path, "Ind T3", at, column)
            put(tables.levels, Key("industry", ALL, code, year), Cell(people_of(row[column], place), place))
    if seen != len(places):
        refuse(f"{path.name} Ind T3", f"holds {seen} industries, the sheet “aggregation” {len(places)}")


def _years(path: Path, sheet: str, cells: Cells, at: int) -> list[tuple[int, int]]:
    head = cells[at] if len(cells) > at else []
    years = [(column, int(one)) for column, one in enumerate(head) if isinstance(one, float) and 1990 <= one <= 2100]
    if not years:
        refuse(f"{path.name} {sheet}!{at + 1}", "the years are not where they should be")
    return years


def _occupations_by_industry(path: Path, cells: Cells, places: Places, tables: Tables) -> None:
    """Sheet “Ind Occ T1”: a block for each industry; women, men and total for three years. The totals are taken."""
    for head, rows in _blocks(path, cells):
        title = str(cells[head][0]).strip()
        if title == "All industries":
            continue
        code = _code(title, places, cell_place(path, "Ind Occ T1", head, 0))
        years = _years(path, "Ind Occ T1", cells, head)
        if any(cells[head + 1][column + 2] != "Total" for column, _year in years):
            refuse(cell_place(path, "Ind Occ T1", head + 1, 0), "women, men and total do not stand side by side")
        for at in rows:
            occupation = occupation_code(str(cells[at][0]).strip(), cell_place(path, "Ind Occ T1", at, 0))
            for column, year in years:
                place = cell_place(path, "Ind Occ T1", at, column + 2)
                cell = Cell(people_of(cells[at][column + 2], place), place)
                put(tables.levels, Key("industry", occupation, code, year), cell)


def _blocks(path: Path, cells: Cells) -> Iterator[tuple[int, list[int]]]:
    """(row of the heading, rows of the nine major groups) of each block."""
    heads = [at for at, row in enumerate(cells) if row[0] and isinstance(row[1], float) and 1990 <= row[1] <= 2100]
    for head, after in zip(heads, [*heads[1:], len(cells)], strict=True):
        rows = [at for at in range(head + 1, after) if str(cells[at][0] or "").strip() not in {"", "Total"}]
        if len(rows) != 9:
            refuse(cell_place(path, "Ind Occ T1", head, 0), f"has {len(rows)} groups of occupations, not 9")
        yield head, rows


def _by_status(path: Path, cells: Cells, tables: Tables) -> None:
    """Sheet “Occ T5”: employees full and part time, self-employed, total, for three years side by side."""
    years = _years(path, "Occ T5", cells, 4)
    for column, _year in years:
        if [str(one).strip() for one in cells[5][column : column + 3]] != list(STATUSES):
            refuse(cell_place(path, "Occ T5", 5, column), f"{', '.join(STATUSES)} do not stand side by side")
    for at, row in enumerate(cells[7:], start=7):
        title = str(row[0] or "").strip()
        if not title:
            continue
        occupation = occupation_code(title, cell_place(path, "Occ T5", at, 0))
        for column, year in years:
            for shift, status in enumerate(STATUSES):
                place = cell_place(path, "Occ T5", at, column + shift)
                key = Key("status", occupation, status, year)
                put(tables.levels, key, Cell(people_of(row[column + shift], place), place))
        if occupation == ALL:
            return
    refuse(f"{path.name} Occ T5", "ends before its row “All occupations”")
