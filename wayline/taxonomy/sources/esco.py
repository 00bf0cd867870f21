"""ESCO, from the CSV downloads of the European Commission (https://esco.ec.europa.eu/en/use-esco/download).

The download of a version and a language is a folder or zip of files `occupations_en.csv`, `skills_en.csv` …, and files
of relations, which carry a language in version 1.2 and none in 1.1. Several languages may lie in one folder.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from wayline.taxonomy.enums import ConceptKind, LabelKind, NoteKind, SkillNeed
from wayline.taxonomy.rows import (
    BroaderRow,
    CollectionRow,
    ConceptRow,
    LabelRow,
    NoteRow,
    OccupationSkillRow,
    SchemeKey,
    SchemeRow,
    SkillRelationRow,
)
from wayline.taxonomy.sources.files import Part, candidates, members, parts
from wayline.taxonomy.sources.register import Defect, Reading, Report, Source, SourceError
from wayline.taxonomy.sources.schemes import ESCO_NOTICE, ISCO_08, key
from wayline.taxonomy.sources.tables import Row, place, text_rows

ISCO_ADDRESS = "http://data.europa.eu/esco/isco/C"
OCCUPATION_ADDRESS = "http://data.europa.eu/esco/occupation/"
REGULATED = "http://data.europa.eu/esco/regulated-professions/regulated"
PUBLISHED = {"1.1.1": date(2022, 9, 13), "1.2.0": date(2024, 5, 15)}
GROUPS, OCCUPATIONS, SKILL_GROUPS, SKILLS = "ISCOGroups", "occupations", "skillGroups", "skills"
WORDS = (GROUPS, OCCUPATIONS, SKILL_GROUPS, SKILLS)
OCCUPATION_TREE, SKILL_TREE = "broaderRelationsOccPillar", "broaderRelationsSkillPillar"
HIERARCHY = "skillsHierarchy"
LINKS = (OCCUPATION_TREE, SKILL_TREE, "occupationSkillRelations", "skillSkillRelations")
COLLECTIONS = {
    "digCompSkillsCollection": "Digital competence framework (DigComp)",
    "digitalSkillsCollection": "Digital skills",
    "greenSkillsCollection": "Green skills and knowledge",
    "languageSkillsCollection": "Languages",
    "researchOccupationsCollection": "Research occupations",
    "researchSkillsCollection": "Research skills",
    "transversalSkillsCollection": "Transversal skills",
}
FILES = (*WORDS, *LINKS, HIERARCHY, *COLLECTIONS)
NAME = re.compile(rf"^({'|'.join(FILES)})(?:_([a-z]{{2}}))?\.csv$")
VERSION = re.compile(r"(?<!\d)v?(\d+)[._](\d+)(?:[._](\d+))?(?!\d)", re.IGNORECASE)
MARKUP = re.compile(r"</?[a-zA-Z][^>]*>")
SKILL_KINDS = {"knowledge": ConceptKind.KNOWLEDGE, "skill/competence": ConceptKind.SKILL}


def source(load: Callable[..., Any], remove: Callable[..., Any]) -> Source:
    return Source(
        key="esco",
        title="ESCO classification",
        publisher="European Commission",
        licence="Commission Decision 2011/833/EU on the reuse of Commission documents",
        attribution=ESCO_NOTICE,
        homepage="https://esco.ec.europa.eu/en/use-esco/download",
        find=find,
        read=read,
        load=load,
        remove=remove,
    )


def find(path: Path) -> Sequence[Path]:
    if path.suffix.lower() == ".zip":
        return [path] if any(_name(Part(path, name)) for name in members(path)) else []
    found = [file for file in candidates(path) if _name(Part(file))]
    # Every download has the ISCO groups; loose files of labels lie in other folders too.
    return found if any(Part(file).name.startswith(GROUPS) for file in found) else []


def _name(part: Part) -> re.Match[str] | None:
    return NAME.match(part.name)


def read(files: Sequence[Path], report: Report) -> Reading:
    version = _version(files)
    download = _Download(("esco", version), report)
    for part in parts(files):
        if match := _name(part):
            download.put(match[1], match[2] or "", part)
    download.must_be_whole(files[0].parent.name if len(files) > 1 else files[0].name)
    languages = download.languages()
    return Reading(
        version=version,
        published_on=PUBLISHED.get(version),
        rows=download.rows(),
        edition=f"{version} {' '.join(languages)}",
        title=f"ESCO classification ({', '.join(languages)})",
    )


def _version(files: Sequence[Path]) -> str:
    """The files do not say it; the publisher's zip and a folder unpacked from it do."""
    for name in (files[0].name, files[0].parent.name, files[0].parent.parent.name):
        if match := VERSION.search(name):
            return ".".join(part or "0" for part in match.groups())
    where = files[0].parent.name or files[0].name
    raise SourceError(
        Defect(where, "the version of ESCO is not to be seen: name the folder after it, for example esco_1.2.0")
    )


@dataclass
class _Download:
    """One download: its files by what they hold and their language, and what has been read so far."""

    scheme: SchemeKey
    report: Report
    files: dict[str, dict[str, Part]] = field(default_factory=lambda: defaultdict(dict))
    known: set[str] = field(default_factory=set)
    """Addresses of all concepts read."""
    broader: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    """Of each address the broader ones, and where the file says so."""
    levels: dict[str, int] = field(default_factory=dict)

    def put(self, what: str, language: str, part: Part) -> None:
        if language in self.files[what]:
            raise SourceError(Defect(part.name, f"is there twice, also as {self.files[what][language].path.name}"))
        self.files[what][language] = part

    def languages(self) -> list[str]:
        return sorted(self.files[OCCUPATIONS], key=lambda language: (language != "en", language))

    def must_be_whole(self, where: str) -> None:
        """A part alone would look as if the publisher had withdrawn the rest."""
        missing = [name for name in (*WORDS, *LINKS) if not self.files.get(name)]
        if missing:
            raise SourceError(Defect(where, f"is not a whole download: {', '.join(missing)} is not there"))
        for language in self.languages():
            lacking = [f"{name}_{language}.csv" for name in WORDS if language not in self.files[name]]
            if lacking:
                raise SourceError(Defect(where, f"is not a whole download: {', '.join(lacking)} is not there"))

    def first(self, what: str) -> Part:
        """The file in the first language: English, when it is there."""
        found = self.files[what]
        return found.get("en") or found[min(found)]

    def rows(self) -> Iterator[Any]:
        yield ISCO_08
        yield SchemeRow("esco", self.scheme[1], f"ESCO {self.scheme[1]}", "European Commission")
        self._read_trees()
        main, *others = self.languages()
        for what in WORDS:
            yield from self._concepts(what, main)
        for language in others:
            for what in WORDS:
                yield from self._translations(what, language)
        yield from self._several_broader()
        yield from self._occupation_skills()
        yield from self._skill_relations()
        yield from self._collections()

    def _read_trees(self) -> None:
        for what in (OCCUPATION_TREE, SKILL_TREE):
            part = self.first(what)
            for number, row in text_rows(part, ("conceptUri", "broaderUri")):
                self.broader[row["conceptUri"]].append((row["broaderUri"], place(part, number)))
        if self.files.get(HIERARCHY):
            for _, row in text_rows(self.first(HIERARCHY), ("Level 0 URI", "Level 3 URI"), ragged=self.report):
                for level in range(4):
                    if row[f"Level {level} URI"]:
                        self.levels[row[f"Level {level} URI"]] = level + 1

    def _concepts(self, what: str, language: str) -> Iterator[Any]:
        part = self.files[what][language]
        for number, row in text_rows(part, ("conceptUri", "preferredLabel", "description")):
            address, title = row["conceptUri"], row["preferredLabel"].strip()
            if not address or not title:
                raise SourceError(Defect(place(part, number), "has no address or no preferred label"))
            if address in self.known:
                self.report.defect(place(part, number), f"{address} is there twice; the first one is kept")
                continue
            self.known.add(address)
            yield self._concept(what, part, number, row)
            yield from _texts(_scheme_of(address, self.scheme), language, row)

    def _concept(self, what: str, part: Part, number: int, row: Row) -> ConceptRow:
        address = row["conceptUri"]
        broader, _ = next(iter(self.broader.get(address, ())), ("", ""))
        code = row.get("code", "").strip() or address.rsplit("/", 1)[-1]
        level = {GROUPS: len(code), OCCUPATIONS: 4 + code.count(".")}.get(what, self.levels.get(address))
        return ConceptRow(
            scheme=_scheme_of(address, self.scheme),
            kind=self._kind(what, part, number, row),
            code=code,
            title=row["preferredLabel"].strip(),
            uri=address,
            level=level,
            broader=broader,
            broader_scheme=_scheme_of(broader, self.scheme),
            description=row["description"].strip(),
            retired=row.get("status", "released") not in {"released", ""},
            facts=_facts(what, row),
        )

    def _kind(self, what: str, part: Part, number: int, row: Row) -> str:
        if what != SKILLS:
            return {
                GROUPS: ConceptKind.GROUP,
                OCCUPATIONS: ConceptKind.OCCUPATION,
                SKILL_GROUPS: ConceptKind.SKILL_GROUP,
            }[what].value
        stated = row.get("skillType", "")
        if stated not in SKILL_KINDS:
            what_is_wrong = f"“{row['preferredLabel']}” has no skillType; it is read as a skill"
            self.report.defect(place(part, number), what_is_wrong)
        return SKILL_KINDS.get(stated, ConceptKind.SKILL).value

    def _translations(self, what: str, language: str) -> Iterator[Any]:
        part = self.files[what][language]
        for number, row in text_rows(part, ("conceptUri", "preferredLabel", "description")):
            address = row["conceptUri"]
            if address not in self.known:
                self.report.defect(place(part, number), f"{address} is not in the files of the first language")
                continue
            yield from _texts(_scheme_of(address, self.scheme), language, row)

    def _several_broader(self) -> Iterator[BroaderRow]:
        for address, said in self.broader.items():
            for broader, where in said:
                missing = [one for one in (address, broader) if one not in self.known]
                if missing:
                    what = f"{missing[0]} is not among the concepts; the relation is left out"
                    self.report.defect(where, what)
                elif len(said) > 1:
                    own, above = _scheme_of(address, self.scheme), _scheme_of(broader, self.scheme)
                    yield BroaderRow(own, address, broader, above)

    def _occupation_skills(self) -> Iterator[OccupationSkillRow]:
        part = self.first("occupationSkillRelations")
        gone: dict[str, list[int]] = defaultdict(list)
        for number, row in text_rows(part, ("occupationUri", "relationType", "skillType", "skillUri")):
            if not row["skillType"]:
                self.report.defect(place(part, number), "has no skillType; the relation is kept")
            missing = [uri for uri in (row["occupationUri"], row["skillUri"]) if uri not in self.known]
            if missing:
                gone[missing[0]].append(number)
                continue
            need = _need(part, number, row["relationType"])
            yield OccupationSkillRow(self.scheme, row["occupationUri"], row["skillUri"], need)
        self._tell_gone(part, gone)

    def _skill_relations(self) -> Iterator[SkillRelationRow]:
        part = self.first("skillSkillRelations")
        gone: dict[str, list[int]] = defaultdict(list)
        for number, row in text_rows(part, ("originalSkillUri", "relationType", "relatedSkillUri")):
            missing = [uri for uri in (row["originalSkillUri"], row["relatedSkillUri"]) if uri not in self.known]
            if missing:
                gone[missing[0]].append(number)
                continue
            need = _need(part, number, row["relationType"])
            yield SkillRelationRow(self.scheme, row["originalSkillUri"], row["relatedSkillUri"], need)
        self._tell_gone(part, gone)

    def _tell_gone(self, part: Part, gone: dict[str, list[int]]) -> None:
        for address, numbers in gone.items():
            what = f"{len(numbers)} rows name {address}, which is not among the concepts; they are left out"
            self.report.defect(place(part, numbers[0]), what)

    def _collections(self) -> Iterator[CollectionRow]:
        for what, title in COLLECTIONS.items():
            if not self.files.get(what):
                continue
            part = self.first(what)
            collection = what.removesuffix("Collection").lower()
            for number, row in text_rows(part, ("conceptUri",)):
                if row["conceptUri"] not in self.known:
                    self.report.defect(place(part, number), f"{row['conceptUri']} is not among the concepts")
                    continue
                yield CollectionRow(collection, title, self.scheme, row["conceptUri"])


def _scheme_of(address: str, esco: SchemeKey) -> SchemeKey:
    return key(ISCO_08) if address.startswith(ISCO_ADDRESS) else esco


def _texts(scheme: SchemeKey, language: str, row: Row) -> Iterator[LabelRow | NoteRow]:
    address, title = row["conceptUri"], row["preferredLabel"].strip()
    seen = {title}
    if title:
        yield LabelRow(scheme, address, language, LabelKind.PREFERRED, title)
    for kind, column in ((LabelKind.ALTERNATIVE, "altLabels"), (LabelKind.HIDDEN, "hiddenLabels")):
        for text in re.split(r"\n| \| ", row.get(column, "")):
            label = " ".join(text.split())
            if label and label not in seen:
                seen.add(label)
                yield LabelRow(scheme, address, language, kind, label)
    if language != "en" and row["description"].strip():
        yield NoteRow(scheme, address, language, NoteKind.DESCRIPTION, row["description"].strip())
    for kind_, column in ((NoteKind.SCOPE, "scopeNote"), (NoteKind.DEFINITION, "definition")):
        if text := MARKUP.sub("", row.get(column, "")).strip():
            yield NoteRow(scheme, address, language, kind_, text)


def _facts(what: str, row: Row) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if row.get("reuseLevel"):
        facts["reuse_level"] = row["reuseLevel"]
    if what == OCCUPATIONS and row.get("regulatedProfessionNote", "") == REGULATED:
        facts["regulated"] = True
    if row.get("naceCode", "").strip():
        facts["nace"] = sorted({code.rsplit("/", 1)[-1] for code in re.split(r"[\s,|]+", row["naceCode"]) if code})
    return facts


def _need(part: Part, number: int, stated: str) -> str:
    if stated not in {SkillNeed.ESSENTIAL.value, SkillNeed.OPTIONAL.value}:
        raise SourceError(Defect(place(part, number), f"relationType is “{stated}”, neither essential nor optional"))
    return stated
