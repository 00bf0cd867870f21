"""Eurostat tables of work by occupation (ISCO-08), industry, sex, age, as SDMX-CSV or TSV downloads.

Flags: b break in the series, c confidential, u low reliability, z not applicable, n not significant, : missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from wayline.lmi import disclosure
from wayline.lmi.disclosure import Verdict
from wayline.lmi.loading import load, remove
from wayline.lmi.rows import AreaRow, CategoryKey, CategoryRow, FigureRow
from wayline.lmi.sources.common import FEMALE, ISCO08, MALE, files_like, quarter, sexes, year
from wayline.lmi.sources.tables import number, records, refuse, row_place
from wayline.taxonomy.sources.register import Reading, Report, Source

UNITS = {"THS_PER": ("employment", "total", 1000.0), "THS": ("employment", "total", 1000.0),
         "PC": ("unemployment_rate", "rate", 1.0), "PC_ACT": ("unemployment_rate", "rate", 1.0),
         "EUR": ("pay_annual_eur", "mean", 1.0), "NR": ("employment", "total", 1.0)}  # fmt: skip
RATES_OF = ("une_", "lfst_r_lfu", "lfsa_urg", "lfsa_ur")
"""Tables whose per cent are unemployment rates; of others we cannot tell."""
SEXES: dict[str, CategoryKey | None] = {"T": None, "M": MALE, "F": FEMALE}
ALL_AGES = {"TOTAL", "Y_GE15", "Y15-74", "Y15-64", "Y20-64"}
CUTS = {"age": ("age", "eurostat-age"), "nace_r2": ("industry", "nace-2"), "isced11": ("qualification", "isced-11")}
PASSED_OVER = {
    "freq",
    "wstatus",
    "citizen",
    "worktime",
    "DATAFLOW",
    "LAST UPDATE",
    "CONF_STATUS",
    "STRUCTURE",
    "STRUCTURE_ID",
}
"""Dimensions that may hold one value only."""
_PERIOD = re.compile(r"(\d{4})(?:-?Q([1-4]))?")
_TSV_VALUE = re.compile(r"\s*(:|[-+0-9.eE]+)\s*([a-z ]*)\s*")
MARKS = {
    "c": Verdict(disclosure.SUPPRESSED, "eurostat-confidential", 0),
    "z": Verdict(disclosure.NOT_APPLICABLE, "eurostat-not-applicable", 0),
    "n": Verdict(disclosure.SUPPRESSED, "eurostat-not-significant", 0),
}


class Value(NamedTuple):
    row: int
    column: str
    dims: Mapping[str, str]
    period: str
    value: str
    """"" or “:” when missing."""
    flags: str


def find(path: Path) -> list[Path]:
    return files_like(path, ("estat_*.csv*", "estat_*.tsv*", "eurostat_*.csv*", "eurostat_*.tsv*"))


def read(files: Sequence[Path], report: Report) -> Reading:
    version = ", ".join(path.name.split(".")[0] for path in files)
    return Reading(version[:60], None, _rows(files, report), edition=version.replace(",", "")[:120])


def _rows(files: Sequence[Path], report: Report) -> Iterator[Any]:
    yield from sexes()
    for path in files:
        values = _from_tsv(path) if ".tsv" in path.name else _from_csv(path)
        single: dict[str, str] = {}
        announced: set[Any] = set()
        for value in values:
            _one_value_only(path, value, single)
            for row in _announcements(path, value):
                if row not in announced:
                    announced.add(row)
                    yield _area(row) if isinstance(row, str) else CategoryRow(*row)
            yield _figure(path, value)


def _from_csv(path: Path) -> Iterator[Value]:
    for row, cells in records(path, ("geo", "TIME_PERIOD", "OBS_VALUE")):
        dims = {name: code for name, code in cells.items() if name not in {"TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"}}
        yield Value(row, "OBS_VALUE", dims, cells["TIME_PERIOD"], cells["OBS_VALUE"].strip(), cells.get("OBS_FLAG", ""))


def _from_tsv(path: Path) -> Iterator[Value]:
    """The first column holds the dimensions, joined by commas; each other column is a period."""
    for row, cells in records(path, delimiter="\t"):
        head, *periods = cells
        names, _, last = head.partition("\\")
        if not last:
            refuse(
                row_place(path, 1), "the first column does not name the dimensions, as in “freq,unit,geo\\TIME_PERIOD”"
            )
        codes = cells[head].split(",")
        if len(codes) != len(names.split(",")):
            refuse(row_place(path, row), f"“{cells[head][:60]}” does not fit “{names}”")
        dims = dict(zip(names.split(","), codes, strict=True))
        for name in periods:
            found = _TSV_VALUE.fullmatch(cells[name])
            if found is None:
                refuse(row_place(path, row, name.strip()), f"“{cells[name][:40]}” is no value with flags")
            yield Value(row, name.strip(), dims, name.strip(), found[1], found[2].replace(" ", ""))


def _one_value_only(path: Path, value: Value, single: dict[str, str]) -> None:
    for name, code in value.dims.items():
        if name in CUTS or name in {"geo", "sex", "isco08", "unit", "LAST UPDATE"}:
            continue
        if name not in PASSED_OVER:
            refuse(row_place(path, value.row, name), "this dimension is not known here")
        if single.setdefault(name, code) != code:
            refuse(row_place(path, value.row, name), f"is {code}, was {single[name]}: choose one for the download")


def _announcements(path: Path, value: Value) -> Iterator[Any]:
    yield value.dims["geo"]
    for name, (dimension, scheme) in CUTS.items():
        code = value.dims.get(name, "")
        if code and not _is_all(name, code):
            yield dimension, scheme, code, code


def _is_all(name: str, code: str) -> bool:
    return code in ALL_AGES if name == "age" else code == "TOTAL"


def _area(code: str) -> AreaRow:
    """Countries have two letters, regions up to four signs, provinces five; sums of countries begin with EU or EA."""
    if code.startswith(("EU", "EA")) and len(code) > 2:
        return AreaRow("nuts-2021", code, code, "world", "EU")
    kind = {2: "country", 3: "region", 4: "region"}.get(len(code), "local")
    return AreaRow("nuts-2021", code, COUNTRIES.get(code, code), kind, code[:2])


COUNTRIES = {
    "AT": "Austria", "BE": "Belgium", "BG": "Bulgaria", "CH": "Switzerland", "CY": "Cyprus", "CZ": "Czechia",
    "DE": "Germany", "DK": "Denmark", "EE": "Estonia", "EL": "Greece", "ES": "Spain", "FI": "Finland", "FR": "France",
    "HR": "Croatia", "HU": "Hungary", "IE": "Ireland", "IS": "Iceland", "IT": "Italy", "LT": "Lithuania",
    "LU": "Luxembourg", "LV": "Latvia", "MT": "Malta", "NL": "Netherlands", "NO": "Norway", "PL": "Poland",
    "PT": "Portugal", "RO": "Romania", "SE": "Sweden", "SI": "Slovenia", "SK": "Slovakia", "TR": "Türkiye",
    "UK": "United Kingdom",
}  # fmt: skip


def _figure(path: Path, value: Value) -> FigureRow:
    place = row_place(path, value.row, value.column)
    indicator, statistic, scale = _measure(path, value)
    start, end = _period(value.period, place)
    verdict, shown = _judged(value, indicator, scale, place)
    cuts: dict[str, Any] = {"sex": _sex(path, value)}
    for name, (dimension, scheme) in CUTS.items():
        code = value.dims.get(name, "")
        if code and not _is_all(name, code):
            cuts[dimension] = (scheme, code)
    return FigureRow(
        indicator, ("nuts-2021", value.dims["geo"]), statistic, start, end, place,
        occupation=_occupation(path, value), value=shown, status=verdict.status, reason=verdict.reason,
        quality=verdict.quality, breaks="b" in value.flags, **cuts,
    )  # fmt: skip


def _judged(value: Value, indicator: str, scale: float, place: str) -> tuple[Verdict, float | None]:
    for flag, verdict in MARKS.items():
        if flag in value.flags:
            return verdict, None
    if value.value in {"", ":"}:
        return Verdict(disclosure.NOT_PUBLISHED, "eurostat-missing", 0), None
    found = number(value.value, place) * scale
    if indicator == "employment":
        verdict = disclosure.eu_lfs(found, value.flags)
        return verdict, None if verdict.reason else found
    return Verdict(disclosure.ACTUAL, "", disclosure.UNRELIABLE if "u" in value.flags else disclosure.UNRATED), found


def _measure(path: Path, value: Value) -> tuple[str, str, float]:
    unit = value.dims.get("unit", "")
    if unit not in UNITS:
        refuse(row_place(path, value.row, "unit"), f"the unit {unit or '(none)'} is not known here")
    dataset = path.name.lower().removeprefix("estat_").removeprefix("eurostat_")
    if unit.startswith("PC") and not dataset.startswith(RATES_OF):
        refuse(row_place(path, value.row, "unit"), "what these per cent are of is not known here")
    return UNITS[unit]


def _sex(path: Path, value: Value) -> CategoryKey | None:
    code = value.dims.get("sex", "T")
    if code not in SEXES:
        refuse(row_place(path, value.row, "sex"), f"“{code}” is no sex that we know")
    return SEXES[code]


def _occupation(path: Path, value: Value) -> tuple[tuple[str, str], str] | None:
    code = value.dims.get("isco08", "TOTAL")
    if code == "TOTAL":
        return None
    digits = code.removeprefix("OC")
    if not digits.isdigit() or len(digits) > 4:
        refuse(row_place(path, value.row, "isco08"), f"“{code}” is no group of ISCO-08")
    return ISCO08, digits


def _period(text: str, place: str) -> tuple[date, date]:
    found = _PERIOD.fullmatch(text)
    if found is None:
        refuse(place, f"“{text[:20]}” is neither a year nor a quarter")
    return quarter(int(found[1]), int(found[2])) if found[2] else year(int(found[1]))


EUROSTAT = Source(
    "eurostat", "Eurostat: labour market tables", "Eurostat", "Reuse with acknowledgement (Commission "
"Decision 2011/833/EU)",
    "Source: Eurostat.", "https://ec.europa.eu/eurostat/data/database", find, read, load, remove, ("esco",),
    "Surveys differ between countries; a break means that numbers "
"before and after it cannot be compared. Numbers of up "
    "to 20 people are not shown.",
)  # fmt: skip
