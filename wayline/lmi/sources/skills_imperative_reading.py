"""The tables of Skills Imperative 2035 by area, from workbooks and from extracts of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from wayline.lmi.sources.common import named
from wayline.lmi.sources.skills_imperative_tables import (
    ALL,
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
    thousand,
)
from wayline.lmi.sources.skills_imperative_workbook import read_workbook
from wayline.lmi.sources.tables import number, records, refuse, row_place
from wayline.taxonomy.sources.register import Report


def read_tables(files: Sequence[Path], report: Report) -> tuple[dict[str, str], dict[str, Tables], str]:
    """Titles of areas, tables by area, and the version. A workbook counts before the extract of the same area."""
    titles = {"EN": "England"}
    tables: dict[str, Tables] = {}
    version = ""
    for path in named(files, "*.xls[mx]"):
        area, version, one = read_workbook(path)
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
        key = key_of(cells["dimension"], cells["group"], year, place)
        cell = Cell(people_of(cells["employment_thousands"], place), place)
        levels = tables.setdefault(cells["area"], Tables(cells["area"])).levels
        # Totals come once with every dimension, so a second saying is no fault in itself.
        again = cells["area"] not in whole and key in levels and key != Key("", ALL, ALL, year)
        if again:
            refuse(place, f"the same cell stands in {levels[key].place}")
        put(levels, key, cell, report)


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
            level = Cell(thousand(numbers[f"level_{year}_k"]), row_place(path, row, f"level_{year}_k"))
            put(one.levels, flow_key(occupation, qualification, year), level, report)
        cells_of = {name: row_place(path, row, name) for name in needed[5:]}
        net, replaced, total = (Cell(thousand(numbers[name]), cells_of[name]) for name in needed[5:8])
        rate = Cell(round(100 * numbers["rd_rate_pa"], 6), cells_of["rd_rate_pa"])
        flow = Flow(net, replaced, total, rate)
        if (occupation, qualification) in one.flows and one.area not in whole:
            refuse(place, "the same cell stands twice")
        one.flows.setdefault((occupation, qualification), flow)
