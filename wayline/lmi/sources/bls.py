"""U.S. Bureau of Labor Statistics: wages and jobs (OEWS) and the outlook to 2034 (Occupational Outlook Handbook).

OEWS is read in the columns that BLS publishes (OCC_CODE, TOT_EMP, A_MEDIAN …; marks *, **, #) and as an extract by
industry (soc, industry, employment, hourly_mean, annual_mean), in which the marks were lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from wayline.lmi import disclosure
from wayline.lmi.disclosure import Verdict
from wayline.lmi.loading import load, remove
from wayline.lmi.rows import AreaRow, CategoryKey, CategoryRow, FigureRow
from wayline.lmi.sources.common import UNITED_STATES, US_SOC, files_like, month, united_states, year
from wayline.lmi.sources.tables import WORKBOOKS, Record, number, records, refuse, row_place, sheet_records
from wayline.taxonomy.sources.register import Reading, Report, Source

MEASURES: dict[str, tuple[str, str]] = {
    "TOT_EMP": ("jobs", "total"),
    "H_MEAN": ("pay_hourly_usd", "mean"),
    "A_MEAN": ("pay_annual_usd", "mean"),
    **{f"H_PCT{cut}": ("pay_hourly_usd", f"p{cut}") for cut in (10, 25, 75, 90)},
    **{f"A_PCT{cut}": ("pay_annual_usd", f"p{cut}") for cut in (10, 25, 75, 90)},
    "H_MEDIAN": ("pay_hourly_usd", "median"),
    "A_MEDIAN": ("pay_annual_usd", "median"),
}
ERRORS = {"TOT_EMP": "EMP_PRSE", "H_MEAN": "MEAN_PRSE", "A_MEAN": "MEAN_PRSE"}
"""Relative standard errors in per cent: a coefficient of variation."""
EXTRACT = {"employment": "TOT_EMP", "hourly_mean": "H_MEAN", "annual_mean": "A_MEAN"}
MARKS = {
    "*": Verdict(disclosure.NOT_PUBLISHED, "oews-wage", 0),
    "**": Verdict(disclosure.NOT_PUBLISHED, "oews-employment", 0),
    "#": Verdict(disclosure.SUPPRESSED, "oews-top", 0),
    "": Verdict(disclosure.NOT_PUBLISHED, "oews-blank", 0),
}
_YEAR = re.compile(r"(20\d\d)")
ALL_INDUSTRIES = "000001"
AREA_KINDS = {"1": "country", "2": "region", "3": "region"}
"""Type of area in the files of BLS: the country, states, territories. Others (metropolitan areas) are local."""


def find(path: Path) -> list[Path]:
    return files_like(path, ("oews_*", "national_m20*", "state_m20*", "all_data_m_20*", "nat?d_m20*", "natsector_m20*"))


def read(files: Sequence[Path], report: Report) -> Reading:
    years = {found[1] for path in files if (found := _YEAR.search(path.name))}
    if len(years) != 1:
        refuse(files[0].name, "the names of the files do not say one year")
    version = f"May {years.pop()}"
    return Reading(version, None, _rows(files, int(version[4:]), report), edition=version.replace(" ", "-"))


def _rows(files: Sequence[Path], of: int, report: Report) -> Iterator[Any]:
    yield united_states()
    for path in files:
        is_extract = path.name.lower().startswith("oews_")
        yield from _extract(path, of, report) if is_extract else _published(path, of)


def _table(path: Path, required: Sequence[str]) -> Iterator[Record]:
    if path.suffix.lower() in WORKBOOKS:
        return sheet_records(path, required)
    return records(path, required, delimiter="\t" if ".tsv" in path.name else ",")


def _published(path: Path, of: int) -> Iterator[Any]:
    announced: set[Any] = set()
    for row, cells in _table(path, ("OCC_CODE", "OCC_TITLE", "TOT_EMP", "A_MEAN")):
        if (
            cells.get("OWN_CODE", "") not in {"", "1235", "5"}
            and cells.get("I_GROUP", "cross-industry") != "cross-industry"
        ):
            continue  # parts of an industry by who owns it
        area = _area(cells)
        if area is not None and area.code not in announced:
            announced.add(area.code)
            yield area
        industry = _industry(cells.get("NAICS", ""), cells.get("NAICS_TITLE", ""))
        if industry is not None and industry.code not in announced:
            announced.add(industry.code)
            yield industry
        key = ("bls-area", area.code) if area is not None else UNITED_STATES
        cut = ("naics", industry.code) if industry is not None else None
        yield from _figures(path, row, cells, {name: name for name in MEASURES if name in cells}, key, cut, of)


def _area(cells: Mapping[str, str]) -> AreaRow | None:
    if cells.get("AREA", "99") in {"99", ""}:
        return None
    kind = AREA_KINDS.get(cells.get("AREA_TYPE", ""), "local")
    return AreaRow("bls-area", cells["AREA"], cells.get("AREA_TITLE", cells["AREA"]), kind, "US", "US", "iso-3166")


def _industry(code: str, title: str) -> CategoryRow | None:
    return None if code in {"", "000000"} else CategoryRow("industry", "naics", code, title or code)


def _extract(path: Path, of: int, report: Report) -> Iterator[Any]:
    """An occupation may stand several times in an industry, for kinds of owners the extract does not name."""
    needed = ("soc", "industry", "industry_title", *EXTRACT)
    twice = _ambiguous(_table(path, needed))
    if twice:
        what = f"{len(twice)} pairs of occupation and industry stand more than once with other numbers; left out"
        report.defect(path.name, what)
    announced, done = set[str](), set[tuple[str, str]]()
    for row, cells in _table(path, needed):
        pair = (cells["soc"], cells["industry"])
        if pair in twice or pair in done:
            report.counts["ambiguous rows left out" if pair in twice else "repeated rows left out"] += 1
            continue
        done.add(pair)
        if cells["industry"] not in announced:
            announced.add(cells["industry"])
            yield CategoryRow("industry", "naics", cells["industry"], cells["industry_title"])
        renamed = {"OCC_CODE": cells["soc"].removesuffix(".00"), **{EXTRACT[one]: cells[one] for one in EXTRACT}}
        columns = {EXTRACT[one]: one for one in EXTRACT}
        yield from _figures(path, row, renamed, columns, UNITED_STATES, ("naics", cells["industry"]), of)


def _ambiguous(table: Iterator[Record]) -> set[tuple[str, str]]:
    """What stands more than once with different numbers. Rows that only repeat another do no harm."""
    seen: dict[tuple[str, str], int] = {}
    found = set()
    for _row, cells in table:
        pair = (cells["soc"], cells["industry"])
        numbers = hash(tuple(cells[one] for one in EXTRACT))
        if seen.setdefault(pair, numbers) != numbers:
            found.add(pair)
    return found


def _figures(
    path: Path, row: int, cells: Mapping[str, str], columns: Mapping[str, str], area: tuple[str, str],
    industry: CategoryKey | None, of: int,
) -> Iterator[FigureRow]:  # fmt: skip
    start, end = month(of, 5)
    for name, column in columns.items():
        place = row_place(path, row, column)
        text = cells[name].strip()
        verdict = MARKS.get(text, Verdict(disclosure.ACTUAL, "", 0))
        indicator, statistic = MEASURES[name]
        cv = cells.get(ERRORS.get(name, ""), "")
        yield FigureRow(
            indicator, area, statistic, start, end, place,
            occupation=None if cells["OCC_CODE"] == "00-0000" else (US_SOC, cells["OCC_CODE"]), industry=industry,
            value=None if verdict.reason else number(text, place), status=verdict.status, reason=verdict.reason,
            cv=number(cv, place) if cv and cv not in MARKS and not verdict.reason else None,
        )  # fmt: skip


# -- Occupational Outlook Handbook ------------------------------------------------------------------------------------

_OOH_YEARS = re.compile(r"num_jobs_(20\d\d)")


def find_outlook(path: Path) -> list[Path]:
    return files_like(path, ("ooh_*.csv", "ooh_*.csv.gz"))


def read_outlook(files: Sequence[Path], report: Report) -> Reading:
    columns = next(records(files[0]))[1]
    first = next((found[1] for name in columns if (found := _OOH_YEARS.fullmatch(name))), "")
    last = next((name.removeprefix("projected_employment_") for name in columns if name.startswith("projected_")), "")
    if not (first.isdigit() and last.isdigit()):
        refuse(files[0].name, "the columns num_jobs_<year> and projected_employment_<year> are missing")
    rows = _outlook(files[0], int(first), int(last), report)
    return Reading(f"{first}-{last}", None, rows)


def _outlook(path: Path, first: int, last: int, report: Report) -> Iterator[Any]:
    yield united_states()
    span = (date(first, 1, 1), date(last, 12, 31))
    measures = {
        f"num_jobs_{first}": ("jobs_projection", "total", *year(first)),
        f"projected_employment_{last}": ("jobs_projection", "total", *year(last)),
        "employment_change": ("jobs_projection_change", "change", *span),
        "outlook_pct": ("jobs_projection_growth", "change", *span),
        "median_pay_annual": ("pay_annual_usd", "median", *month(first, 5)),
        "median_pay_hourly": ("pay_hourly_usd", "median", *month(first, 5)),
    }
    for row, cells in records(path, ("soc_code", "title", *measures)):
        if not cells["soc_code"]:
            report.counts["without a code"] += 1
            report.defect(row_place(path, row), f"{cells['title']} has no code: the handbook joins several occupations")
            continue
        _check_change(path, row, cells, list(measures), report)
        for column, (indicator, statistic, start, end) in measures.items():
            place = row_place(path, row, column)
            text = cells[column].strip()
            blank = not text
            yield FigureRow(
                indicator, UNITED_STATES, statistic, start, end, place, occupation=(US_SOC, cells["soc_code"]),
                value=None if blank else number(text, place), status=disclosure.NOT_PUBLISHED if blank else 0,
                reason="ooh-blank" if blank else "",
            )  # fmt: skip


def _check_change(path: Path, row: int, cells: Mapping[str, str], columns: Sequence[str], report: Report) -> None:
    texts = [cells[column].strip() for column in columns[:3]]
    if not all(texts):
        return
    before, after, change = (number(text, row_place(path, row)) for text in texts)
    report.counts["sums checked"] += 1
    if abs(after - before - change) > 150:
        report.counts["sums that differ"] += 1
        report.defect(
            row_place(path, row, columns[2]),
            f"says {change:.0f}; {after:.0f} less {before:.0f} is {after - before:.0f}",
        )


_BLS = "U.S. Bureau of Labor Statistics"
OEWS = Source(
    "bls-oews", "Occupational Employment and Wage Statistics", _BLS, "Public domain",
    "Source: U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics.",
    "https://www.bls.gov/oes/tables.htm", find, read, load, remove, ("us-soc-2018",),
    "Jobs of employees in the United States; people who work for themselves are not in it. Wages above the highest "
    "published one are only known to be above it.",
)  # fmt: skip
OOH = Source(
    "bls-ooh", "Occupational Outlook Handbook", _BLS, "Public domain",
    "Source: U.S. Bureau of Labor Statistics, Occupational Outlook Handbook.",
    "https://www.bls.gov/ooh/", find_outlook, read_outlook, load, remove, ("us-soc-2018",),
    "The United States. A projection assumes full employment and no change of policy. Medians are of the year before "
    "the handbook.",
)  # fmt: skip
