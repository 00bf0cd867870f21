"""Skills Imperative 2035 (Warwick IER, Cambridge Econometrics, NFER; published by the Department for Education).

The successor of Working Futures: employment 2010 to 2035 by occupation (SOC 2020 groups), industry, qualification and
sex, with replacement demand. Its workbooks say which numbers are too small to be published; what a table of sums would
give away beside them is hidden too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from wayline.lmi import disclosure
from wayline.lmi.disclosure import Hidden, Protection, Sum
from wayline.lmi.loading import load, remove
from wayline.lmi.rows import AreaRow, CategoryKey, CategoryRow, FigureRow
from wayline.lmi.sources.common import (
    ENGLAND,
    FULL_TIME,
    OGL,
    PART_TIME,
    SELF_EMPLOYED,
    SOC2020,
    british_areas,
    files_like,
    sexes,
    working_statuses,
    year,
)
from wayline.lmi.sources.skills_imperative_reading import read_tables
from wayline.lmi.sources.skills_imperative_tables import (
    ALL,
    INDUSTRIES,
    QUALIFICATIONS,
    Cell,
    Flow,
    Key,
    Tables,
    flow_key,
)
from wayline.taxonomy.sources.register import Defect, Reading, Report, Source, SourceError

SCHEME = "skills-imperative"
FIRST, LAST = 2020, 2035
"""Replacement demand runs between these years."""
LINKED = (FIRST, LAST)
NESTED_AREAS = {"NO_LEP": ("NE_MCA", "NT_MCA")}
"""Made of others in the same files: the North East LEP of the North East and North of Tyne authorities."""
TOLERANCE = 10
"""People: the extracts are rounded to one, and up to 26 of them are added."""
WORKING_STATUSES = {"FT": FULL_TIME, "PT": PART_TIME, "SE": SELF_EMPLOYED}
AreaKey = tuple[str, Key]


def find(path: Path) -> list[Path]:
    found = files_like(path, ("*_MainTables*.xls[mx]",))
    if path.is_dir():
        found += files_like(path, ("areas.csv", "employment_by_year.csv*", "replacement_demand*.csv*"))
    return found if any(one.name != "areas.csv" for one in found) else []


def read(files: Sequence[Path], report: Report) -> Reading:
    titles, tables, version = read_tables(files, report)
    missing = sorted(set(tables) - set(titles))
    if missing:
        raise SourceError(Defect("areas.csv", f"does not name {', '.join(missing)}"))
    return Reading(version, date(2023, 2, 10), _rows(titles, tables, report))


def _rows(titles: Mapping[str, str], tables: Mapping[str, Tables], report: Report) -> Iterator[Any]:
    yield from british_areas()
    yield from sexes()
    yield from _categories(tables)
    for code in sorted(set(tables) - {"EN"}):
        yield AreaRow("lsip", code, area_title(code, titles[code]), "local", "GB", ENGLAND[1], "gss")
    for family in families(tables):
        _check(family, report)
        hidden = hide(family)
        for one in family:
            yield from _levels(one, hidden)
            yield from _flows(one, hidden)


def _categories(tables: Mapping[str, Tables]) -> Iterator[CategoryRow]:
    detail = {code: title for one in tables.values() for code, title in one.industries.items()}
    if detail:
        used = set(WORKING_STATUSES.values())
        yield from (row for row in working_statuses() if (row.scheme, row.code) in used)
    for place, (title, (code, _sector)) in enumerate(INDUSTRIES.items()):
        yield CategoryRow("industry", SCHEME, code, title.replace("accomod.", "accommodation"), place)
    for place, (code, title) in enumerate(sorted(detail.items()), start=len(INDUSTRIES)):
        yield CategoryRow("industry", SCHEME, code, title, place)
    for place, (title, code) in enumerate(QUALIFICATIONS.items()):
        yield CategoryRow("qualification", SCHEME, code, title, place)


def area_title(code: str, name: str) -> str:
    """Three kinds of areas overlap and may share a name: skills plan areas (LSIP), combined authorities, LEPs."""
    kind = code.rpartition("_")[2]
    return {"MCA": f"{name} (combined authority)", "LEP": f"{name} (local enterprise partnership)"}.get(kind, name)


def families(tables: Mapping[str, Tables]) -> list[list[Tables]]:
    """Areas whose numbers tell of each other stand together; all others alone."""
    left = dict(sorted(tables.items()))
    found = []
    for whole, parts in NESTED_AREAS.items():
        if {whole, *parts} <= set(left):
            found.append([left.pop(code) for code in (whole, *parts)])
    return [*([one] for one in left.values()), *found]


# -- what must be hidden ----------------------------------------------------------------------------------------------


def hide(family: Sequence[Tables]) -> dict[AreaKey, str]:
    """Reason by hidden cell. Years apart from each other, but for the two that replacement demand joins."""
    found: dict[AreaKey, str] = {}
    years = {key.year for one in family for key in one.levels}
    for group in (LINKED, *((one,) for one in sorted(years - set(LINKED)))):
        values = {
            (one.area, key): cell.people for one in family for key, cell in one.levels.items() if key.year in group
        }
        small = [key for key, people in values.items() if people < disclosure.SKILLS_IMPERATIVE_MINIMUM]
        if small:
            links = [[(area, key._replace(year=one)) for one in LINKED] for area, key in values if key.year == FIRST]
            protection = Protection(limit=disclosure.SKILLS_IMPERATIVE_MINIMUM)
            joined = [pair for pair in links if all(key in values for key in pair)] if group == LINKED else []
            hidden = disclosure.protect(values, sums(family, group), small, links=joined, protection=protection)
            found |= _reasons(hidden)
    return found


def _reasons(hidden: Hidden) -> dict[AreaKey, str]:
    said: dict[Any, str] = dict.fromkeys(hidden.beside, "si-beside")
    return said | dict.fromkeys(hidden.linked | hidden.small, "si-under-1000")


def sums(family: Sequence[Tables], years: Sequence[int]) -> list[Sum]:
    """Every sum that the cells of these areas obey in these years."""
    found = []
    for number in years:
        for one in family:
            keys = [key for key in one.levels if key.year == number]
            found += [_in_area(one.area, whole, parts) for whole, parts in area_sums(keys, number)]
        if len(family) > 1:
            found += _across(family, number)
    return found


def _in_area(area: str, whole: Key, parts: Sequence[Key]) -> Sum:
    return Sum((area, whole), tuple((area, part) for part in parts))


def _across(family: Sequence[Tables], number: int) -> list[Sum]:
    whole, *parts = family
    return [
        Sum((whole.area, key), tuple((part.area, key) for part in parts)) for key in whole.levels if key.year == number
    ]


def area_sums(keys: Sequence[Key], number: int) -> Iterator[tuple[Key, list[Key]]]:
    """Total and parts: groups of occupations, sectors, qualifications and sexes of each occupation and of all."""
    whole = Key("", ALL, ALL, number)
    yield whole, [key for key in keys if key.kind == "" and len(key.occupation) == 1]
    for code in "123456789":
        yield Key("", code, ALL, number), [key for key in keys if not key.kind and _is_in(key.occupation, code)]
    yield from _industry_sums(keys, number)
    for kind in ("qualification", "sex", "status"):
        cut = [key for key in keys if key.kind == kind]
        for occupation in dict.fromkeys(key.occupation for key in cut):
            yield Key("", occupation, ALL, number), [key for key in cut if key.occupation == occupation]
        for category in dict.fromkeys(key.category for key in cut):
            parts = [key for key in cut if key.category == category and key.occupation != ALL]
            if parts:
                yield Key(kind, ALL, category, number), parts


def _industry_sums(keys: Sequence[Key], number: int) -> Iterator[tuple[Key, list[Key]]]:
    """Sectors make all; groups a sector; industries a group; occupations in all industries; all in an industry."""
    cut = [key for key in keys if key.kind == "industry"]
    of_all = [key for key in cut if key.occupation == ALL]
    yield Key("", ALL, ALL, number), [key for key in of_all if depth(key) == 0]
    for whole in of_all:
        parts = [
            key for key in of_all if key.category.startswith(f"{whole.category}.") and depth(key) == depth(whole) + 1
        ]
        if parts:
            yield whole, parts
    crossed = [key for key in cut if key.occupation != ALL]
    for occupation in dict.fromkeys(key.occupation for key in crossed):
        yield Key("", occupation, ALL, number), [key for key in crossed if key.occupation == occupation]
    for category in dict.fromkeys(key.category for key in crossed):
        yield Key("industry", ALL, category, number), [key for key in crossed if key.category == category]


def depth(key: Key) -> int:
    """0 for a sector (S2), 1 for a group of industries (S2.1), 2 for one of 75 (S2.1.03); construction has no group."""
    return key.category.count(".")


def _is_in(occupation: str, major: str) -> bool:
    return len(occupation) == 2 and occupation[0] == major


# -- checks -----------------------------------------------------------------------------------------------------------


def _check(family: Sequence[Tables], report: Report) -> None:
    for one in family:
        _check_sums(one, report)
        for (occupation, qualification), flow in one.flows.items():
            _check_flow(one, occupation, qualification, flow, report)
    if len(family) > 1:
        _check_areas(family, report)


def _check_sums(one: Tables, report: Report) -> None:
    for number in sorted({key.year for key in one.levels}):
        keys = [key for key in one.levels if key.year == number]
        for whole, parts in area_sums(keys, number):
            if whole in one.levels and parts:
                _compare(one.levels[whole], sum(one.levels[part].people for part in parts), report)


def _check_flow(one: Tables, occupation: str, qualification: str, flow: Flow, report: Report) -> None:
    first, last = (one.levels[flow_key(occupation, qualification, number)] for number in LINKED)
    _compare(flow.net, last.people - first.people, report)
    _compare(flow.total, flow.net.people + flow.replacement.people, report)


def _check_areas(family: Sequence[Tables], report: Report) -> None:
    whole, *parts = family
    for key, cell in whole.levels.items():
        _compare(cell, sum(part.levels[key].people for part in parts if key in part.levels), report)


def _compare(cell: Cell, found: float, report: Report) -> None:
    report.counts["sums checked"] += 1
    if abs(cell.people - found) > TOLERANCE:
        report.counts["sums that differ"] += 1
        report.defect(cell.place, f"says {cell.people:.0f} people; its parts make {found:.0f}")


# -- rows -------------------------------------------------------------------------------------------------------------


def _area(code: str) -> tuple[str, str]:
    return ENGLAND if code == "EN" else ("lsip", code)


def _levels(one: Tables, hidden: Mapping[AreaKey, str]) -> Iterator[FigureRow]:
    for key, cell in one.levels.items():
        start, end = year(key.year)
        reason = hidden.get((one.area, key), "")
        yield FigureRow(
            "projection", _area(one.area), "total", start, end, cell.place,
            **_coded(key.kind, key.occupation, key.category), **_shown(cell.people, reason, cell.people),
        )  # fmt: skip


def _coded(kind: str, occupation: str, category: str) -> dict[str, Any]:
    coded: dict[str, Any] = {"occupation": None if occupation == ALL else (SOC2020, occupation)}
    if kind:
        scheme: CategoryKey = ("sex" if kind == "sex" else SCHEME, category)
        coded["working_status" if kind == "status" else kind] = WORKING_STATUSES.get(category, scheme)
    return coded


def _shown(value: float, reason: str, people: float) -> dict[str, Any]:
    if reason:
        return {"status": disclosure.SUPPRESSED, "reason": reason}
    return {"value": value, "quality": disclosure.skills_imperative(people).quality}


def _flows(one: Tables, hidden: Mapping[AreaKey, str]) -> Iterator[FigureRow]:
    """A change is shown when both of its years are."""
    start, end = date(FIRST, 1, 1), date(LAST, 12, 31)
    for (occupation, qualification), flow in one.flows.items():
        levels = [flow_key(occupation, qualification, number) for number in LINKED]
        reason = next((hidden[one.area, key] for key in levels if (one.area, key) in hidden), "")
        people = min(one.levels[key].people for key in levels)
        kind = "" if qualification == ALL else "qualification"
        for indicator, statistic, cell in _named(flow):
            yield FigureRow(
                indicator, _area(one.area), statistic, start, end, cell.place,
                **_coded(kind, occupation, qualification), **_shown(cell.people, reason, people),
            )  # fmt: skip


def _named(flow: Flow) -> tuple[tuple[str, str, Cell], ...]:
    return (
        ("projection_change", "change", flow.net),
        ("replacement_demand", "total", flow.replacement),
        ("total_requirement", "total", flow.total),
        ("replacement_rate", "rate", flow.rate),
    )


SKILLS_IMPERATIVE = Source(
    key="skills-imperative-2035",
    title="The Skills Imperative 2035: occupational outlook",
    publisher="Department for Education; Warwick Institute for Employment Research, Cambridge Econometrics, NFER",
    licence=OGL,
    attribution=(
        "Source: The Skills Imperative 2035, Department for Education, "
        "licensed under the Open Government Licence v3.0. "
        "Copyright Warwick Institute for Employment Research and Cambridge Econometrics, 2023."
    ),
    homepage="https://www.gov.uk/government/publications/labour-market-and-skills-projections-2020-to-2035",
    find=find,
    read=read,
    load=load,
    remove=remove,
    after=("soc2020",),
    caution=(
        "Estimates up to 2020 and a projection after it, made in 2023 on "
        "data that end before it; no margin of error can "
        "be given. Groups of occupations only, England and its local areas only; combined authorities and skills plan "
        "areas overlap. Numbers under 1,000 people are never shown."
    ),
)
