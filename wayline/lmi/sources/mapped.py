"""Any table of figures as CSV, with a mapping (TOML) beside it that says which column is what: see docs/data.md.

For sources without a reader of their own, such as the tables of an employer skills survey.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from wayline.lmi import disclosure, loading
from wayline.lmi.disclosure import Verdict
from wayline.lmi.enums import Dimension, Quality, Statistic
from wayline.lmi.indicators import INDICATORS
from wayline.lmi.loading import remove
from wayline.lmi.reasons import REASONS
from wayline.lmi.rows import AreaRow, CategoryRow, FigureRow
from wayline.lmi.sources.common import british_areas, files_like, year
from wayline.lmi.sources.nomis import period
from wayline.lmi.sources.tables import WORKBOOKS, Record, number, records, refuse, row_place, sheet_records
from wayline.taxonomy.enums import AreaKind
from wayline.taxonomy.models import Release
from wayline.taxonomy.sources.register import Advance, Reading, Report, Source

MARK = 'wayline = "figures"'
STATUSES = {
    "mapped-suppressed": disclosure.SUPPRESSED, "mapped-small-sample": disclosure.SUPPRESSED,
    "mapped-missing": disclosure.NOT_PUBLISHED, "mapped-not-yet": 3, "mapped-not-applicable": disclosure.NOT_APPLICABLE,
}  # fmt: skip
FIELDS = {
    "industry": "industry",
    "sex": "sex",
    "age": "age",
    "status": "working_status",
    "qualification": "qualification",
}
"""Dimension → field of a row."""
SECTIONS = {"wayline", "release", "file", "figure", "area", "occupation", "period", "cut", "marks", "sample"}


_BRITISH = {one.code: one for one in british_areas()}


@dataclass(frozen=True, slots=True)
class About:
    """Whose figures they are; the first row of the stream."""

    publisher: str
    licence: str
    attribution: str
    homepage: str


@dataclass(frozen=True, slots=True)
class Guide:
    """What the TOML file says, checked."""

    path: Path
    said: Mapping[str, Any]

    def text(self, section: str, name: str, default: str | None = None) -> str:
        found = self.said.get(section, {}).get(name, default)
        if not isinstance(found, str):
            refuse(self.path.name, f"[{section}] must say {name}, as a text")
        return found

    def table(self, *names: str) -> Mapping[str, Any]:
        found: Any = self.said
        for name in names:
            found = found.get(name, {})
        if not isinstance(found, dict):
            refuse(self.path.name, f"[{'.'.join(names)}] must be a table")
        return found


def find(path: Path) -> list[Path]:
    """A mapping in a folder, or named itself; the table stands beside it."""
    mappings = [one for one in files_like(path, ("*.toml",)) if _is_mapping(one)]
    tables = [one.parent / str(_said(one).get("file", {}).get("name", "")) for one in mappings]
    return [file for pair in zip(mappings, tables, strict=True) for file in pair if file.is_file()]


def _is_mapping(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(200).decode(errors="replace").lstrip("\ufeff").lstrip().startswith(MARK)


def _said(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        refuse(path.name, f"is no mapping that can be read: {error}")


def read(files: Sequence[Path], report: Report) -> Reading:
    path = files[0]
    said = _said(path)
    if unknown := set(said) - SECTIONS:
        refuse(path.name, f"the section {', '.join(sorted(unknown))} is not known")
    if len(files) < 2:
        refuse(path.name, f"the table “{said.get('file', {}).get('name', '')}” is not beside it")
    mapping = Guide(path, said)
    _check(mapping)
    title, version = mapping.text("release", "title"), mapping.text("release", "version")
    rows = _rows(mapping, files[1], report)
    return Reading(version, None, rows, edition=path.stem[:120], title=title[:200])


def _check(mapping: Guide) -> None:
    if mapping.text("figure", "indicator") not in INDICATORS:
        refuse(mapping.path.name, f"the indicator {mapping.text('figure', 'indicator')} is not known")
    if mapping.text("figure", "statistic") not in Statistic.values:
        refuse(mapping.path.name, f"the statistic {mapping.text('figure', 'statistic')} is not known")
    for text, reason in mapping.table("marks").items():
        if reason not in STATUSES or reason not in REASONS:
            refuse(mapping.path.name, f"[marks] “{text}”: the reason {reason} is not known")
    for dimension in mapping.table("cut"):
        if dimension not in Dimension.values:
            refuse(mapping.path.name, f"[cut.{dimension}] is no dimension that we know")


def _table(mapping: Guide, path: Path) -> Iterator[Record]:
    needed = [mapping.text("figure", "value")]
    if path.suffix.lower() in WORKBOOKS:
        return sheet_records(path, needed, sheet=mapping.text("file", "sheet", ""))
    return records(
        path, needed, delimiter=mapping.text("file", "delimiter", ","), skip=int(mapping.table("file").get("skip", 0)),
        encoding=mapping.text("file", "encoding", "utf-8-sig"),
    )  # fmt: skip


def _rows(mapping: Guide, path: Path, report: Report) -> Iterator[Any]:
    publisher, licence = mapping.text("release", "publisher"), mapping.text("release", "licence")
    yield About(publisher, licence, mapping.text("release", "attribution"), mapping.text("release", "homepage", ""))
    yield from british_areas()
    announced: set[Any] = set()
    for row, cells in _table(mapping, path):
        area = _area(mapping, path, row, cells)
        cuts = list(_cuts(mapping, path, row, cells))
        for one in (area, *cuts):
            if one is not None and _identity(one) not in announced:
                announced.add(_identity(one))
                yield one
        yield _figure(mapping, path, row, cells, area, cuts)


def _identity(row: AreaRow | CategoryRow) -> tuple[str, ...]:
    return (row.scheme, row.code) if isinstance(row, AreaRow) else (row.dimension, row.scheme, row.code)


def _cell(mapping: Guide, path: Path, row: int, cells: Mapping[str, str], section: Sequence[str], name: str) -> str:
    """The cell of the column that the mapping names, or the fixed text of `<name>_is`."""
    table = mapping.table(*section)
    if f"{name}_is" in table:
        return str(table[f"{name}_is"])
    column = str(table.get(name, ""))
    if column and column not in cells:
        refuse(row_place(path, row), f"the column {column} is missing")
    return cells[column].strip() if column else ""


def _area(mapping: Guide, path: Path, row: int, cells: Mapping[str, str]) -> AreaRow | None:
    """Areas by code; `names` in the mapping gives codes for a table that has names only."""
    text = _cell(mapping, path, row, cells, ("area",), "code")
    code = str(mapping.table("area", "names").get(text, text))
    scheme = mapping.text("area", "scheme")
    if not code:
        refuse(row_place(path, row), "no area")
    if scheme == "gss" and code in _BRITISH:
        return _BRITISH[code]
    kind = mapping.text("area", "kind", "region")
    if kind not in AreaKind.values:
        refuse(mapping.path.name, f"[area] the kind {kind} is not known")
    title = _cell(mapping, path, row, cells, ("area",), "title") or text
    return AreaRow(scheme, code, title[:160], kind, mapping.text("area", "country"))


def _cuts(mapping: Guide, path: Path, row: int, cells: Mapping[str, str]) -> Iterator[CategoryRow]:
    for dimension in mapping.table("cut"):
        code = _cell(mapping, path, row, cells, ("cut", dimension), "code")
        if code in {"", *map(str, mapping.table("cut", dimension).get("all", []))}:
            continue
        title = _cell(mapping, path, row, cells, ("cut", dimension), "title") or code
        yield CategoryRow(dimension, str(mapping.table("cut", dimension).get("scheme", dimension)), code[:40], title)


def load(release: Release, rows: Iterable[Any], advance: Advance) -> Counter[str]:
    return loading.load(release, _without_about(release, rows), advance)


def _without_about(release: Release, rows: Iterable[Any]) -> Iterator[Any]:
    for row in rows:
        if isinstance(row, About):
            release.publisher, release.licence = row.publisher[:160], row.licence[:200]
            release.attribution, release.homepage = row.attribution, row.homepage
        else:
            yield row


def _figure(
    mapping: Guide, path: Path, row: int, cells: Mapping[str, str], area: AreaRow | None, cuts: Sequence[CategoryRow]
) -> FigureRow:
    column = mapping.text("figure", "value")
    place = row_place(path, row, column)
    verdict, value = _value(mapping, cells[column].strip(), place)
    sample = _cell(mapping, path, row, cells, ("sample",), "column")
    if sample and value is not None:
        count = number(sample, row_place(path, row, "sample"))
        verdict = _by_sample(mapping, count)
        value = None if verdict.reason else value
    start, end = _period(mapping, path, row, cells)
    named: dict[str, Any] = {FIELDS[one.dimension]: (one.scheme, one.code) for one in cuts}
    return FigureRow(
        mapping.text("figure", "indicator"), (area.scheme, area.code) if area else ("", ""),
        mapping.text("figure", "statistic"), start, end, place, occupation=_occupation(mapping, path, row, cells),
        value=value, status=verdict.status, reason=verdict.reason, quality=verdict.quality,
        sample=int(number(sample, place)) if sample else None,
        **named,
    )  # fmt: skip


def _value(mapping: Guide, text: str, place: str) -> tuple[Verdict, float | None]:
    reason = mapping.table("marks").get(text, "mapped-missing" if not text else "")
    if reason:
        return Verdict(STATUSES[reason], reason, 0), None
    plain = text.removesuffix("%").strip() if mapping.table("figure").get("percent_sign") else text
    return Verdict(disclosure.ACTUAL, "", 0), number(plain, place) * float(mapping.table("figure").get("times", 1))


def _by_sample(mapping: Guide, count: float) -> Verdict:
    """`hide_under` and `care_under`: the publisher's own minimum numbers of answers."""
    limits = mapping.table("sample")
    if count < float(limits.get("hide_under", 0)):
        return Verdict(disclosure.SUPPRESSED, "mapped-small-sample", 0)
    return Verdict(disclosure.ACTUAL, "", Quality.ACCEPTABLE if count < float(limits.get("care_under", 0)) else 0)


def _period(mapping: Guide, path: Path, row: int, cells: Mapping[str, str]) -> tuple[date, date]:
    text = _cell(mapping, path, row, cells, ("period",), "year")
    place = row_place(path, row)
    return year(int(text)) if text.isdigit() and 1990 <= int(text) <= 2100 else period(text, place)


def _occupation(mapping: Guide, path: Path, row: int, cells: Mapping[str, str]) -> tuple[tuple[str, str], str] | None:
    if not mapping.table("occupation"):
        return None
    code = _cell(mapping, path, row, cells, ("occupation",), "code")
    if code in {"", *map(str, mapping.table("occupation").get("all", []))}:
        return None
    scheme = mapping.text("occupation", "scheme")
    return (scheme, mapping.text("occupation", "version", "")), code


MAPPED = Source(
    "mapped-figures", "Figures from a table with a written mapping", "The publisher named in the mapping",
    "As the mapping says", "", "", find, read, load, remove, ("soc2010", "soc2020"),
    "Whoever wrote the mapping answers for what it says of the table.",
)  # fmt: skip
