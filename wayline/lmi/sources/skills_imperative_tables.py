"""What is known of one area from the files of Skills Imperative 2035, as numbers, and how the files name things."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from wayline.lmi.sources.tables import number, refuse
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
STATUSES = ("FT", "PT", "SE")
"""Employees full time and part time, self-employed: as the workbooks write them."""
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
    """`industry`, `qualification`, `sex`, `status`, or "" for no further cut."""
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
    industries: dict[str, str] = field(default_factory=dict)
    """Titles of the 75 industries by code, where the workbook holds them."""


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


def key_of(dimension: str, group: str, year: int, place: str) -> Key:
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


def put(levels: dict[Key, Cell], key: Key, cell: Cell, report: Report | None = None) -> None:
    """The first to say it counts; whoever says it again must agree to within 10 people."""
    known = levels.setdefault(key, cell)
    if report is not None and abs(known.people - cell.people) > 10:
        report.defect(cell.place, f"says {cell.people:.0f} people where {known.place} says {known.people:.0f}")


def flow_key(occupation: str, qualification: str, year: int) -> Key:
    return _whole(Key("qualification", occupation, qualification, year))


def people_of(cell: object, place: str) -> float:
    return thousand(number(cell, place))


def thousand(value: float) -> float:
    return round(1000 * value, 3)
