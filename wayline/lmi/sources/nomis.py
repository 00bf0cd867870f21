"""Nomis (ONS labour market statistics): people in work by occupation and area, from its CSV downloads and API."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from wayline.lmi import disclosure
from wayline.lmi.disclosure import Verdict
from wayline.lmi.loading import load, remove
from wayline.lmi.rows import AreaRow, FigureRow
from wayline.lmi.sources.common import (
    FEMALE,
    MALE,
    OGL,
    ONS_ATTRIBUTION,
    SOC2010,
    SOC2020,
    british_areas,
    files_like,
    sexes,
)
from wayline.lmi.sources.tables import number, records, refuse, row_place
from wayline.taxonomy.sources.register import Reading, Report, Source

NEEDED = ("DATE_NAME", "GEOGRAPHY_NAME", "GEOGRAPHY_CODE", "MEASURES_NAME", "OBS_VALUE", "OBS_STATUS")
SEXES = {
    "total": None,
    "all persons": None,
    "persons": None,
    "male": MALE,
    "males": MALE,
    "female": FEMALE,
    "females": FEMALE,
}
_OCCUPATION = re.compile(r"(?:C_)?SOC(2010|2020)\w*_NAME|(?:C_)?OCC\w*?(2010|2020)?_NAME")
_CODE = re.compile(r"(\d{1,4})\s*[:. ]")
_SPAN = re.compile(r"(\w{3}) (\d{4})\s*-\s*(\w{3}) (\d{4})")
_MONTHS = {name: place for place, name in enumerate(calendar.month_abbr) if name}


def find(path: Path) -> list[Path]:
    return files_like(path, ("*nomis*.csv", "*nomis*.csv.gz"))


def read(files: Sequence[Path], report: Report) -> Reading:
    names = ", ".join(path.name for path in files)
    return Reading(names[:60], None, _rows(files, report), edition=" ".join(path.name for path in files)[:120])


def _rows(files: Sequence[Path], report: Report) -> Iterator[Any]:
    yield from british_areas()
    yield from sexes()
    known = {row.code for row in british_areas()}
    for path in files:
        for row, cells in records(path, NEEDED):
            if cells["MEASURES_NAME"].strip().lower() != "value":
                report.counts["shares and confidence intervals left out"] += 1
                continue
            code = cells["GEOGRAPHY_CODE"]
            if code not in known:
                known.add(code)
                parent = {"E": "E92000001", "W": "W92000004", "S": "S92000003", "N": "N92000002"}.get(code[:1], "")
                yield AreaRow("gss", code, cells["GEOGRAPHY_NAME"], "local", "GB", parent)
            yield _figure(path, row, cells)


def _figure(path: Path, row: int, cells: Mapping[str, str]) -> FigureRow:
    place = row_place(path, row, "OBS_VALUE")
    start, end = period(cells["DATE_NAME"], row_place(path, row, "DATE_NAME"))
    verdict = _verdict(cells)
    return FigureRow(
        "employment", ("gss", cells["GEOGRAPHY_CODE"]), "total", start, end, place,
        occupation=_occupation(path, row, cells), sex=_sex(path, row, cells),
        value=None if verdict.reason else number(cells["OBS_VALUE"], place), status=verdict.status,
        reason=verdict.reason,
    )  # fmt: skip


def _verdict(cells: Mapping[str, str]) -> Verdict:
    said = cells.get("OBS_STATUS_NAME", "").lower()
    if "suppress" in said or "unreliable" in said or cells.get("OBS_CONF", "F").upper() == "C":
        return Verdict(disclosure.SUPPRESSED, "nomis-suppressed", 0)
    if not cells["OBS_VALUE"].strip() or cells["OBS_STATUS"] not in {"A", "B", "E", "P"}:
        return Verdict(disclosure.NOT_PUBLISHED, "nomis-not-available", 0)
    return Verdict(disclosure.ACTUAL, "", 0)


def _occupation(path: Path, row: int, cells: Mapping[str, str]) -> tuple[tuple[str, str], str] | None:
    column = next((name for name in cells if _OCCUPATION.fullmatch(name)), "")
    if not column:
        refuse(row_place(path, row), "no column names the occupation, such as SOC2020_NAME")
    text = cells[column].strip()
    if text.lower().startswith(("all ", "total")):
        return None
    found = _CODE.match(text + " ")
    if found is None:
        refuse(row_place(path, row, column), f"“{text[:60]}” does not begin with a code")
    return SOC2010 if "2010" in column else SOC2020, found[1]


def _sex(path: Path, row: int, cells: Mapping[str, str]) -> tuple[str, str] | None:
    column = next((name for name in ("SEX_NAME", "C_SEX_NAME", "GENDER_NAME") if name in cells), "")
    text = cells[column].strip().lower() if column else "total"
    if text not in SEXES:
        refuse(row_place(path, row, column), f"“{text[:40]}” is no sex that we know")
    return SEXES[text]


def period(text: str, place: str) -> tuple[date, date]:
    """“Jan 2023-Dec 2023” or “2023”."""
    if found := _SPAN.search(text):
        first, last = _MONTHS.get(found[1]), _MONTHS.get(found[3])
        if first and last:
            until = int(found[4])
            return date(int(found[2]), first, 1), date(until, last, calendar.monthrange(until, last)[1])
    if text.strip().isdigit() and 1990 <= int(text) <= 2100:
        return date(int(text), 1, 1), date(int(text), 12, 31)
    return refuse(place, f"“{text[:40]}” is no period that we know")


NOMIS = Source(
    "nomis", "Nomis: employment by occupation and area", "Office for National Statistics (Nomis)", OGL, ONS_ATTRIBUTION,
    "https://www.nomisweb.co.uk/", find, read, load, remove, ("soc2010", "soc2020"),
    "From the Annual Population Survey: weak below regions. Download with names and codes of every dimension.",
)  # fmt: skip
