"""The starter pack: occupations, skills and areas written by ourselves, for a house without any publisher's files."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from wayline.taxonomy.enums import AreaKind, ConceptKind, LabelKind, MappingKind, NoteKind, SkillNeed
from wayline.taxonomy.rows import (
    AreaRow,
    ConceptRow,
    LabelRow,
    MappingRow,
    NoteRow,
    OccupationSkillRow,
    SchemeKey,
    SchemeRow,
)
from wayline.taxonomy.sources.files import Part, candidates
from wayline.taxonomy.sources.register import Defect, Reading, Report, Source, SourceError
from wayline.taxonomy.sources.schemes import ISCO_08, ONET_SOC, SOC_2020, key

FOLDER = Path(__file__).parent.parent / "starter"
OCCUPATIONS, SKILLS, AREAS, TITLES = "occupations.toml", "skills.toml", "areas.toml", "titles.toml"
SCHEME: SchemeKey = ("starter", "1")
ESCO = SchemeRow("esco", "1.1.1", "ESCO 1.1.1", "European Commission")
GROUPS = {"isco-08": ISCO_08, "soc-2020": SOC_2020}
LANGUAGES = ("en", "it")
OCCUPATION_ADDRESS = "http://data.europa.eu/esco/occupation/"


def source(load: Callable[..., Any], remove: Callable[..., Any]) -> Source:
    return Source(
        key="starter",
        title="Starter pack of occupations",
        publisher="Wayline",
        licence="AGPL-3.0-or-later, as Wayline itself",
        attribution="Descriptions by the authors of Wayline. Codes and titles of groups: International Labour "
        "Organization, European Commission (ESCO), Office for National Statistics (Open Government Licence v3.0), "
        "O*NET (USDOL/ETA, CC BY 4.0).",
        homepage="",
        find=lambda path: [file for file in candidates(path) if path == FOLDER and file.suffix == ".toml"],
        read=read,
        load=load,
        remove=remove,
        caution="Some fifty common occupations only. It steps back when a publisher's classification is loaded.",
    )


def read(files: Sequence[Path], report: Report) -> Reading:
    tables = {file.name: _table(Part(file)) for file in files}
    return Reading(version=SCHEME[1], published_on=date(2026, 11, 26), rows=_rows(tables))


def _table(part: Part) -> dict[str, Any]:
    with part.open() as file:
        try:
            return tomllib.load(file)  # type: ignore[arg-type]
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SourceError(Defect(part.name, str(error))) from error


def _rows(tables: dict[str, dict[str, Any]]) -> Iterator[Any]:
    yield from (SchemeRow(*SCHEME, "Starter pack", "Wayline"), ISCO_08, SOC_2020, ONET_SOC, ESCO)
    for area in tables[AREAS]["areas"]:
        scheme_key, code, kind, country, parent, english, italian = area
        yield AreaRow(scheme_key, code, english, AreaKind(kind), country, parent, {"it": italian})
    for name, (english, italian) in tables[SKILLS].items():
        yield ConceptRow(SCHEME, ConceptKind.SKILL, name, english)
        yield LabelRow(SCHEME, name, "en", LabelKind.PREFERRED, english)
        yield LabelRow(SCHEME, name, "it", LabelKind.PREFERRED, italian)
    for name, entry in tables[OCCUPATIONS].items():
        yield from _occupation(name, entry, tables)


def _occupation(name: str, entry: dict[str, Any], tables: dict[str, dict[str, Any]]) -> Iterator[Any]:
    english = entry["en"]
    yield ConceptRow(SCHEME, ConceptKind.OCCUPATION, name, english["title"], level=1, description=english["about"])
    for language in LANGUAGES:
        words = entry[language]
        yield LabelRow(SCHEME, name, language, LabelKind.PREFERRED, words["title"])
        yield from (LabelRow(SCHEME, name, language, LabelKind.ALTERNATIVE, text) for text in words["also"])
        yield NoteRow(SCHEME, name, language, NoteKind.TASKS, "\n".join(words["tasks"]))
        if language != "en":
            yield NoteRow(SCHEME, name, language, NoteKind.DESCRIPTION, words["about"])
    for skill in entry["skills"]:
        if skill not in tables[SKILLS]:
            raise SourceError(Defect(f"{OCCUPATIONS}, {name}", f"there is no skill {skill}"))
        yield OccupationSkillRow(SCHEME, name, skill, SkillNeed.ESSENTIAL)
    yield from _mappings(name, entry, tables[TITLES])


def _mappings(name: str, entry: dict[str, Any], titles: dict[str, dict[str, str]]) -> Iterator[Any]:
    """A group of ISCO or SOC is broader than the job; an occupation of ESCO or O*NET is about the same one."""
    code, uuid = entry["esco"]
    for scheme, row in GROUPS.items():
        group = entry[scheme]
        yield ConceptRow(key(row), ConceptKind.GROUP, group, titles[scheme][group], level=4, fallback=True)
        yield MappingRow(SCHEME, name, key(row), group, MappingKind.BROAD)
    stand_in = ConceptRow(
        key(ESCO), ConceptKind.OCCUPATION, code, titles["esco"][code], OCCUPATION_ADDRESS + uuid,
        level=4 + code.count("."), broader=entry["isco-08"], broader_scheme=key(ISCO_08), fallback=True,
    )  # fmt: skip
    yield stand_in
    yield MappingRow(SCHEME, name, key(ESCO), code, MappingKind.CLOSE)
    onet = entry["onet-soc"]
    yield ConceptRow(key(ONET_SOC), ConceptKind.OCCUPATION, onet, titles["onet-soc"][onet], level=1, fallback=True)
    yield MappingRow(SCHEME, name, key(ONET_SOC), onet, MappingKind.CLOSE)
