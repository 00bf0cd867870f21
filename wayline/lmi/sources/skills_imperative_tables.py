"""The tables of Skills Imperative 2035, from its workbooks and from extracts of them, as numbers by area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from wayline.lmi.sources.common import named
from wayline.lmi.sources.tables import Cells, Workbook, cell_place, number, records, refuse, row_place
from wayline.taxonomy.sources.register import Report

ALL = "all"
MAJOR = {
    "Managers, directors and senior officials": "1",
    "Professional occupations": "2",
    "Associate professional occupations": "3",
    "Administrative and secretarial occupations": "4",
    "Skilled trades occupations": "5",
    "Caring, leisure and other service occupations": "6",
    "Sales and customer service occupations": "7",
    "Process, plant and machine operatives": "8",
    "Elementary occupations": "9",
}
"""The workbooks name the major groups of SOC 2020 without their code; the sub-major groups carry theirs."""
QUALIFICATIONS = {
    "No Qualification": "none",
    "RQF1 GCSE(below grade C) & equivalent": "RQF1",
    "RQF2 GCSE(A-C) & equivalent": "RQF2",
    "RQF3 A level & equivalent": "RQF3",
    "RQF4 HE below degree level": "RQF4",
    "RQF5 Foundation degree;Nursing;Teaching": "RQF5",
    "RQF6 First degree": "RQF6",
    "RQF7 Other higher degree": "RQF7",
    "RQF8 Doctorate": "RQF8",
}
SECTORS = {
    "Primary sector and utilities": (
        "Agriculture", "Mining and quarrying", "Electricity and gas", "Water and sewerage",
    ),
    "Manufacturing": ("Food drink and tobacco", "Engineering", "Rest of manufacturing"),
    "Construction": (),
    "Trade, accomod. and transport": ("Wholesale and retail trade", "Transport and storage", "Accommodation and food"),
    "Business and other services": (
        "Media", "Information technology", "Finance and insurance", "Real estate", "Professional services",
        "Support services", "Arts and entertainment", "Other services",
    ),
    "Non-marketed services": ("Public admin. and defence", "Education", "Health and social work"),
}  # fmt: skip
INDUSTRIES: dict[str, tuple[str, str]] = {
    title: (f"S{place}" if title == sector else f"S{place}.{at}", sector)
    for place, (sector, groups) in enumerate(SECTORS.items(), start=1)
    for at, title in enumerate((sector, *groups))
}
"""Title → (our code, its sector). The publisher numbers them otherwise in every sheet."""


class Key(NamedTuple):
    """A cell of an area: people in `occupation` (a code, or ALL) of one kind in `year`."""

    kind: str
    """`industry`, `qualification`, `sex`, or "" for no further cut."""
    occupation: str
    category: str
    year: int


class Cell(NamedTuple):
    people: float
    place: str


class Flow(NamedTuple):
    """2020 to 2035, in people; the rate is the publisher's, a year."""

    net: Cell
    replacement: Cell
    total: Cell
    rate: Cell


@dataclass
class Tables:
    """All that is known of one area."""

    area: str
    levels: dict[Key, Cell] = field(default_factory=dict)
    flows: dict[tuple[str, str], Flow] = field(default_factory=dict)
    """By (occupation, qualification), ALL for all."""


def read_tables(files: Sequence[Path], report: Report) -> tuple[dict[str, str], dict[str, Tables], str]:
    """Titles of areas, tables by area, and the version. A workbook counts before the extract of the same area."""
    titles = {"EN": "England"}
    tables: dict[str, Tables] = {}
    version = ""
    for path in named(files, "*.xls[mx]"):
        area, version, one = _workbook(path)
        if area in tables:
            refuse(path.name, f"a second workbook of {area}")
        tables[area] = one
    whole = set(tables)
    for path in named(files, "areas.csv"):
        for row, cells in records(path, ("area", "name", "mdm_version")):
            titles[cells["area"]] = cells["name"].strip()
            version = version or cells["mdm_version"]
            if cells["mdm_version"] != version:
                refuse(row_place(path, row, "mdm_version"), f"is {cells['mdm_version']}, other areas are {version}")
    for path in named(files, "employment_by_year.csv*"):
        _employment(path, tables, whole, report)
    for path in named(files, "replacement_demand*.csv*"):
        _replacement(path, tables, whole, report)
    return titles, tables, version


def occupation_code(title: str, place: str) -> str:
    if title == "All occupations":
        return ALL
    code = MAJOR.get(title) or title[:2]
    if not (code.isdigit() and (len(code) == 1 or title[2:3] == " ")):
        refuse(place, f"“{title}” is no occupation group that we know")
    return code


def qualification_code(title: str, place: str) -> str:
    title = title.removesuffix(" (Constrained)")
    if title == "All qualifications":
        return ALL
    if title not in QUALIFICATIONS:
        refuse(place, f"“{title}” is no qualification that we know")
    return QUALIFICATIONS[title]


def _key(dimension: str, group: str, year: int, place: str) -> Key:
    if dimension == "occupation":
        return Key("", occupation_code(group, place), ALL, year)
    if dimension == "qualification":
        return _whole(Key("qualification", ALL, qualification_code(group, place), year))
    if dimension != "industry":
        refuse(place, f"“{dimension}” is no dimension that we know")
    if group == "All industries":
        return Key("", ALL, ALL, year)
    if group not in INDUSTRIES:
        refuse(place, f"“{group}” is no industry that we know")
    return Key("industry", ALL, INDUSTRIES[group][0], year)


def _whole(key: Key) -> Key:
    return Key("", key.occupation, ALL, key.year) if key.category == ALL else key


def _put(levels: dict[Key, Cell], key: Key, cell: Cell, report: Report | None = None) -> None:
    """The first to say it counts; whoever says it again must agree to within 10 people."""
    known = levels.setdefault(key, cell)
    if report is not None and abs(known.people - cell.people) > 10:
        report.defect(cell.place, f"says {cell.people:.0f} people where {known.place} says {known.people:.0f}")


# -- extracts ---------------------------------------------------------------------------------------------------------


def _year(text: str, place: str) -> int:
    year = number(text, place)
    if year != int(year) or not 1990 <= year <= 2100:
        refuse(place, f"“{text}” is no year")
    return int(year)


def _employment(path: Path, tables: dict[str, Tables], whole: set[str], report: Report) -> None:
    needed = ("area", "dimension", "group", "year", "employment_thousands")
    for row, cells in records(path, needed):
        year = _year(cells["year"], row_place(path, row, "year"))
        place = row_place(path, row)
        key = _key(cells["dimension"], cells["group"], year, place)
        cell = Cell(_people(cells["employment_thousands"], place), place)
        levels = tables.setdefault(cells["area"], Tables(cells["area"])).levels
        # Totals come once with every dimension, so a second saying is no fault in itself.
        again = cells["area"] not in whole and key in levels and key != Key("", ALL, ALL, year)
        if again:
            refuse(place, f"the same cell stands in {levels[key].place}")
        _put(levels, key, cell, report)


def _replacement(path: Path, tables: dict[str, Tables], whole: set[str], report: Report) -> None:
    needed = (
        "area", "qualification", "group", "level_2020_k", "level_2035_k", "net_change_k", "replacement_demand_k",
        "total_requirement_k", "rd_rate_pa",
    )  # fmt: skip
    for row, cells in records(path, needed):
        place = row_place(path, row)
        occupation = occupation_code(cells["group"], place)
        qualification = qualification_code(cells["qualification"], place)
        one = tables.setdefault(cells["area"], Tables(cells["area"]))
        numbers = {name: number(cells[name], row_place(path, row, name)) for name in needed[3:]}
        for year in (2020, 2035):
            level = Cell(_thousand(numbers[f"level_{year}_k"]), row_place(path, row, f"level_{year}_k"))
            _put(one.levels, flow_key(occupation, qualification, year), level, report)
        cells_of = {name: row_place(path, row, name) for name in needed[5:]}
        net, replaced, total = (Cell(_thousand(numbers[name]), cells_of[name]) for name in needed[5:8])
        rate = Cell(round(100 * numbers["rd_rate_pa"], 6), cells_of["rd_rate_pa"])
        flow = Flow(net, replaced, total, rate)
        if (occupation, qualification) in one.flows and one.area not in whole:
            refuse(place, "the same cell stands twice")
        one.flows.setdefault((occupation, qualification), flow)


def flow_key(occupation: str, qualification: str, year: int) -> Key:
    return _whole(Key("qualification", occupation, qualification, year))


def _people(cell: object, place: str) -> float:
    return _thousand(number(cell, place))


def _thousand(value: float) -> float:
    return round(1000 * value, 3)


# -- workbooks --------------------------------------------------------------------------------------------------------


def _workbook(path: Path) -> tuple[str, str, Tables]:
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
            key = _key(dimension, title, year, place)
            _put(tables.levels, key, Cell(_people(row[column], place), place))
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
                _put(tables.levels, key, Cell(_people(row[column + shift], place), place))


def _flows(path: Path, cells: Cells, tables: Tables) -> None:
    """Sheet “RD T1”, columns A to G: a block of occupations for each qualification."""
    for at, qualification, row in _blocks(path, cells):
        occupation = occupation_code(str(row[0]).strip(), cell_place(path, "RD T1", at, 0))
        places = [cell_place(path, "RD T1", at, column) for column in range(7)]
        for column, year in ((1, 2020), (2, 2035)):
            level = Cell(_people(row[column], places[column]), places[column])
            _put(tables.levels, flow_key(occupation, qualification, year), level)
        net, replaced, total = (Cell(_people(row[column], places[column]), places[column]) for column in (3, 4, 5))
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
