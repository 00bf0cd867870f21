"""What several publishers' readers share: areas and categories that stand in all of them, periods, finding files."""

from __future__ import annotations

import calendar
import fnmatch
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from wayline.lmi.rows import AreaRow, CategoryKey, CategoryRow
from wayline.taxonomy.rows import SchemeKey

SOC2010: SchemeKey = ("soc-2010", "")
SOC2020: SchemeKey = ("soc-2020", "")
US_SOC: SchemeKey = ("us-soc-2018", "")
ONET_SOC: SchemeKey = ("onet-soc", "")
ONET_CONTENT: SchemeKey = ("onet-content", "")
ISCO08: SchemeKey = ("isco-08", "")

UNITED_KINGDOM = ("gss", "K02000001")
ENGLAND = ("gss", "E92000001")
UNITED_STATES = ("iso-3166", "US")

OGL = "Open Government Licence v3.0"
ONS_ATTRIBUTION = (
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. "
    "Contains public sector information."
)


def british_areas() -> Iterator[AreaRow]:
    """The United Kingdom, its nations and the regions of England, coded by the Government Statistical Service."""
    yield AreaRow("gss", "K02000001", "United Kingdom", "country", "GB", titles={"it": "Regno Unito"})
    yield AreaRow("gss", "K03000001", "Great Britain", "country", "GB", "K02000001", titles={"it": "Gran Bretagna"})
    for code, title, italian in _NATIONS:
        yield AreaRow("gss", code, title, "nation", "GB", "K02000001", titles={"it": italian})
    for code, title in REGIONS.items():
        yield AreaRow("gss", code, title, "region", "GB", "E92000001")


_NATIONS = (
    ("E92000001", "England", "Inghilterra"),
    ("W92000004", "Wales", "Galles"),
    ("S92000003", "Scotland", "Scozia"),
    ("N92000002", "Northern Ireland", "Irlanda del Nord"),
)
REGIONS = {
    "E12000001": "North East",
    "E12000002": "North West",
    "E12000003": "Yorkshire and The Humber",
    "E12000004": "East Midlands",
    "E12000005": "West Midlands",
    "E12000006": "East of England",
    "E12000007": "London",
    "E12000008": "South East",
    "E12000009": "South West",
}
BRITISH = {code: title for code, title, _italian in _NATIONS} | REGIONS


def united_states() -> AreaRow:
    return AreaRow("iso-3166", "US", "United States", "country", "US", titles={"it": "Stati Uniti"})


MALE: CategoryKey = ("sex", "1")
FEMALE: CategoryKey = ("sex", "2")
EMPLOYEE: CategoryKey = ("working-status", "employee")
FULL_TIME: CategoryKey = ("working-status", "employee-full-time")
PART_TIME: CategoryKey = ("working-status", "employee-part-time")
SELF_EMPLOYED: CategoryKey = ("working-status", "self-employed")
SELF_FULL_TIME: CategoryKey = ("working-status", "self-employed-full-time")
SELF_PART_TIME: CategoryKey = ("working-status", "self-employed-part-time")


def sexes() -> list[CategoryRow]:
    return [CategoryRow("sex", *MALE, "Men", 1), CategoryRow("sex", *FEMALE, "Women", 2)]


def working_statuses() -> list[CategoryRow]:
    titles = {
        EMPLOYEE: "Employees",
        FULL_TIME: "Full-time employees",
        PART_TIME: "Part-time employees",
        SELF_EMPLOYED: "Self-employed",
        SELF_FULL_TIME: "Full-time self-employed",
        SELF_PART_TIME: "Part-time self-employed",
    }
    return [CategoryRow("status", *key, title, place) for place, (key, title) in enumerate(titles.items(), start=1)]


@lru_cache
def year(number: int) -> tuple[date, date]:
    return date(number, 1, 1), date(number, 12, 31)


@lru_cache
def month(year: int, number: int) -> tuple[date, date]:
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def quarter(year: int, number: int) -> tuple[date, date]:
    return date(year, 3 * number - 2, 1), month(year, 3 * number)[1]


def files_like(path: Path, patterns: Iterable[str]) -> list[Path]:
    """The file itself when its name fits; otherwise the files directly in the folder, pattern by pattern."""
    if path.is_file():
        return [path] if any(_fits(path, pattern) for pattern in patterns) else []
    inside = sorted(one for one in path.iterdir() if one.is_file())
    found = [one for pattern in patterns for one in inside if _fits(one, pattern)]
    return list(dict.fromkeys(found))


def _fits(path: Path, pattern: str) -> bool:
    return fnmatch.fnmatch(path.name.lower(), pattern.lower())


def named(files: Sequence[Path], pattern: str) -> list[Path]:
    return [path for path in files if _fits(path, pattern)]
