"""A small source whose rows a test writes down, and small files in the layout of publishers."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from wayline.taxonomy.actions import Outcome, add_release
from wayline.taxonomy.loading import load, remove
from wayline.taxonomy.rows import ConceptRow, SchemeRow
from wayline.taxonomy.sources.register import Reading, Report, Source, register

SCHEME = ("jobs", "1")
DECLARED = SchemeRow(*SCHEME, "Jobs 1", "Somebody")
ISCO = "http://data.europa.eu/esco/isco/C"
OCCUPATION = "http://data.europa.eu/esco/occupation/"
SKILL = "http://data.europa.eu/esco/skill/"


def silent(done: int, total: int) -> None:
    """Nobody watches."""


def source(rows: Iterable[Any], *, key: str = "small", edition: str = "", after: tuple[str, ...] = ()) -> Source:
    given = list(rows)

    def read(files: Sequence[Path], report: Report) -> Reading:
        return Reading(version="1", published_on=None, rows=iter(given), edition=edition)

    made = Source(
        key=key, title=f"Source {key}", publisher="Somebody", licence="CC0", attribution="", homepage="",
        find=lambda path: [path], read=read, load=load, remove=remove, after=after,
    )  # fmt: skip
    register(made)
    return made


def add(folder: Path, rows: Iterable[Any], *, write: bool = True, again: bool = False, **words: Any) -> Outcome:
    """Each set of rows is a file of its own, so that the same rows are the same release."""
    given = list(rows)
    file = folder / hashlib.sha256(repr(given).encode()).hexdigest()[:16]
    file.write_text(repr(given))
    return add_release(source(given, **words), file, write=write, again=again, advance=silent)


def job(code: str, title: str = "", **fields: Any) -> ConceptRow:
    return ConceptRow(SCHEME, "occupation", code, title or f"Job {code}", **fields)


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], encoding: str = "utf-8") -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def esco(
    folder: Path, *, jobs: Sequence[str] = ("nurse", "cook"), language: str = "en", labelled: bool = False
) -> Path:
    """A download of ESCO with a group, some occupations, a skill group and two skills."""
    folder.mkdir(parents=True, exist_ok=True)
    tail = f"_{language}" if labelled else ""
    words = ["conceptType", "conceptUri", "code", "preferredLabel", "altLabels", "status", "description"]
    write_csv(folder / f"ISCOGroups_{language}.csv", words, [
        ["ISCOGroup", f"{ISCO}2", "2", f"Professionals {language}", "", "released", "Group"]
    ])  # fmt: skip
    write_csv(folder / f"occupations_{language}.csv", words, [
        ["Occupation", OCCUPATION + name, f"2.{number}", f"{name} {language}", f"{name} one\n{name} two", "", "x"]
        for number, name in enumerate(jobs, start=1)
    ])  # fmt: skip
    write_csv(folder / f"skillGroups_{language}.csv", words, [
        ["SkillGroup", f"{SKILL}S", "S", f"skills {language}", "", "released", ""]
    ])  # fmt: skip
    skill_words = ["conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels", "status", "description"]
    write_csv(folder / f"skills_{language}.csv", skill_words, [
        [f"{SKILL}a", "skill/competence", "transversal", f"listen {language}", "", "released", ""],
        [f"{SKILL}b", "knowledge", "cross-sector", f"law {language}", "", "released", ""],
    ])  # fmt: skip
    links = ["conceptType", "conceptUri", "broaderType", "broaderUri"]
    write_csv(folder / f"broaderRelationsOccPillar{tail}.csv", links, [
        ["Occupation", OCCUPATION + name, "ISCOGroup", f"{ISCO}2"] for name in jobs
    ])  # fmt: skip
    write_csv(folder / f"broaderRelationsSkillPillar{tail}.csv", links, [
        ["KnowledgeSkillCompetence", f"{SKILL}{name}", "SkillGroup", f"{SKILL}S"] for name in "ab"
    ])  # fmt: skip
    needs = ["occupationUri", "relationType", "skillType", "skillUri"]
    write_csv(folder / f"occupationSkillRelations{tail}.csv", needs, [
        [OCCUPATION + jobs[0], "essential", "skill/competence", f"{SKILL}a"],
        [OCCUPATION + jobs[0], "optional", "knowledge", f"{SKILL}b"],
    ])  # fmt: skip
    relations = ["originalSkillUri", "originalSkillType", "relationType", "relatedSkillType", "relatedSkillUri"]
    write_csv(folder / f"skillSkillRelations{tail}.csv", relations, [
        [f"{SKILL}b", "knowledge", "optional", "skill/competence", f"{SKILL}a"]
    ])  # fmt: skip
    return folder
