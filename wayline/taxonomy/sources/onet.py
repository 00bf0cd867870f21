"""The O*NET database: occupations, titles, content model, tasks, activities, technologies (text or Excel files).

Ratings (importance, level …) are figures and read elsewhere. Files: https://www.onetcenter.org/database.html
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from wayline.taxonomy.enums import ConceptKind, LabelKind, MappingKind, SkillNeed
from wayline.taxonomy.rows import BroaderRow, ConceptRow, LabelRow, MappingRow, OccupationSkillRow, SchemeRow
from wayline.taxonomy.sources.files import Part, candidates, members, parts
from wayline.taxonomy.sources.register import Defect, Reading, Report, Source, SourceError
from wayline.taxonomy.sources.schemes import ONET, ONET_CONTENT, ONET_SOC, ONET_TASKS, ONET_TECHNOLOGY, key
from wayline.taxonomy.sources.tables import Numbered, place, rows

SOC, CONTENT = key(ONET_SOC), key(ONET_CONTENT)
TASK, TECH = key(ONET_TASKS), key(ONET_TECHNOLOGY)
CODE = "O*NET-SOC Code"
OCCUPATIONS, MODEL, TASKS = "Occupation Data", "Content Model Reference", "Task Statements"
ALTERNATE, REPORTED, TECHNOLOGY = "Alternate Titles", "Sample of Reported Titles", "Technology Skills"
DWA, TASK_DWA, SCALES, ANCHORS = "DWA Reference", "Tasks to DWAs", "Scales Reference", "Level Scale Anchors"
ZONES, RELATED = "Job Zone Reference", "Related Occupations"
LIKED, INTEREST_TYPES = "Interests Illustrative Activities", "Basic Interests to RIASEC"
NEEDED = (OCCUPATIONS, MODEL, TASKS)
FILES = (*NEEDED, ALTERNATE, REPORTED, TECHNOLOGY, DWA, TASK_DWA, SCALES, ANCHORS, ZONES, RELATED, LIKED,
         INTEREST_TYPES)  # fmt: skip
ENDINGS = (".txt", ".tsv", ".xlsx")
TASK_NEEDS = {"Core": SkillNeed.CORE, "Supplemental": SkillNeed.SUPPLEMENTAL, "": SkillNeed.UNRATED}
KINDS = (
    ("1.A", ConceptKind.ABILITY),
    ("1.B.2", ConceptKind.WORK_VALUE),
    ("1.B", ConceptKind.INTEREST),
    ("1.C", ConceptKind.WORK_STYLE),
    ("2.C", ConceptKind.KNOWLEDGE),
    ("2.D", ConceptKind.REQUIREMENT),
    ("2", ConceptKind.SKILL),
    ("3", ConceptKind.REQUIREMENT),
    ("4.A", ConceptKind.WORK_ACTIVITY),
    ("4.D", ConceptKind.WORK_ACTIVITY),
    ("4.E", ConceptKind.WORK_ACTIVITY),
)
TRADE = re.compile(r"O\*?-?NET[ _-]?(\d+)[._](\d+)|(?<!\d)(\d{2})[._](\d)(?!\d)", re.IGNORECASE)


def source(load: Callable[..., Any], remove: Callable[..., Any]) -> Source:
    return Source(
        key="onet",
        title="O*NET database",
        publisher=ONET,
        licence="Creative Commons Attribution 4.0 International",
        attribution="This product includes information from the O*NET Database by the U.S. Department of Labor, "
        "Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark "
        "of USDOL/ETA. Wayline has modified some of this information. USDOL/ETA has not approved, endorsed, or tested "
        "these modifications.",
        homepage="https://www.onetcenter.org/database.html",
        find=find,
        read=read,
        load=load,
        remove=remove,
        caution="Describes jobs in the United States.",
    )


def find(path: Path) -> Sequence[Path]:
    if path.suffix.lower() == ".zip":
        return [path] if any(_is_ours(Part(path, name)) for name in members(path)) else []
    every = candidates(path)
    ours = [file for file in every if _is_ours(Part(file))]
    if not any(Part(file).stem == OCCUPATIONS for file in ours):
        return []
    return ours + [file for file in every if file.name == "Read Me.txt"]


def _is_ours(part: Part) -> bool:
    return part.stem in FILES and part.name.lower().endswith(ENDINGS)


def read(files: Sequence[Path], report: Report) -> Reading:
    found = parts(files)
    database = _Database({part.stem: part for part in found if _is_ours(part)}, report)
    missing = [name for name in NEEDED if name not in database.files]
    if missing:
        raise SourceError(
            Defect(files[0].parent.name, f"is not a whole O*NET database: {', '.join(missing)} is lacking")
        )
    version, published = _version(found)
    return Reading(version=version, published_on=published, rows=database.rows(), title=f"O*NET {version} database")


def _version(found: Sequence[Part]) -> tuple[str, date | None]:
    """From the read-me of the release ("O*NET 29.3 Database", "May 2025 Release"), else from the name of its folder."""
    for part in found:
        if part.name == "Read Me.txt":
            with part.open() as file:
                text = file.read(4000).decode("utf-8", "replace")
            if match := TRADE.search(text):
                return f"{match[1]}.{match[2]}", _month(text)
    for name in (found[0].path.name, found[0].path.parent.name):
        if match := TRADE.search(name):
            return f"{match[1] or match[3]}.{match[2] or match[4]}", None
    where = found[0].path.parent.name
    raise SourceError(Defect(where, "the version of O*NET is not to be seen: keep its Read Me.txt beside the files"))


MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip


def _month(text: str) -> date | None:
    match = re.search(r"(\w+) (20\d{2}) Release", text)
    if not match or match[1].lower() not in MONTHS:
        return None
    return date(int(match[2]), MONTHS.index(match[1].lower()) + 1, 1)


@dataclass
class _Database:
    files: dict[str, Part]
    report: Report
    occupations: set[str] = field(default_factory=set)
    elements: set[str] = field(default_factory=set)

    def table(self, name: str, *needs: str) -> Iterator[Numbered]:
        if name not in self.files:
            return iter(())
        return rows(self.files[name], needs)

    def rows(self) -> Iterator[Any]:
        yield SchemeRow(*SOC, ONET_SOC.title, ONET, {"job_zones": self._job_zones()})
        yield SchemeRow(*CONTENT, ONET_CONTENT.title, ONET, {"scales": self._scales()})
        yield ONET_TASKS
        yield ONET_TECHNOLOGY
        yield from self._occupations()
        yield from self._titles()
        yield from self._elements()
        yield from self._activities()
        yield from self._tasks()
        yield from self._technologies()
        yield from self._related()

    def _scales(self) -> dict[str, Any]:
        table = self.table(SCALES, "Scale ID", "Scale Name", "Minimum", "Maximum")
        return {
            row["Scale ID"]: {"name": row["Scale Name"], "min": float(row["Minimum"]), "max": float(row["Maximum"])}
            for _, row in table
        }

    def _job_zones(self) -> list[dict[str, str]]:
        return [
            {
                "zone": row["Job Zone"],
                "name": row["Name"],
                "education": row["Education"],
                "experience": row["Experience"],
                "training": row["Job Training"],
            }
            for _, row in self.table(ZONES, "Job Zone", "Name", "Education", "Experience", "Job Training")
        ]

    def _occupations(self) -> Iterator[Any]:
        part = self.files[OCCUPATIONS]
        for number, row in self.table(OCCUPATIONS, CODE, "Title", "Description"):
            code = row[CODE].strip()
            if not re.fullmatch(r"\d\d-\d{4}\.\d\d", code):
                raise SourceError(Defect(place(part, number), f"“{code}” is no O*NET-SOC code"))
            self.occupations.add(code)
            title = row["Title"].strip()
            yield ConceptRow(SOC, ConceptKind.OCCUPATION, code, title, level=1, description=row["Description"].strip())
            yield LabelRow(SOC, code, "en", LabelKind.PREFERRED, title)

    def _titles(self) -> Iterator[LabelRow]:
        for number, row in self.table(ALTERNATE, CODE, "Alternate Title"):
            yield from self._title(ALTERNATE, number, row[CODE], row["Alternate Title"])
        for number, row in self.table(REPORTED, CODE, "Reported Job Title"):
            yield from self._title(REPORTED, number, row[CODE], row["Reported Job Title"])

    def _title(self, file: str, number: int, code: str, text: str) -> Iterator[LabelRow]:
        if self._known(file, number, code) and text.strip():
            yield LabelRow(SOC, code, "en", LabelKind.ALTERNATIVE, " ".join(text.split()))

    def _known(self, file: str, number: int, code: str) -> bool:
        if code not in self.occupations:
            self.report.defect(place(self.files[file], number), f"{code} is not in {OCCUPATIONS}; left out")
        return code in self.occupations

    def _elements(self) -> Iterator[Any]:
        anchors: dict[str, dict[str, list[list[Any]]]] = defaultdict(lambda: defaultdict(list))
        for _, row in self.table(ANCHORS, "Element ID", "Scale ID", "Anchor Value", "Anchor Description"):
            anchors[row["Element ID"]][row["Scale ID"]].append([float(row["Anchor Value"]), row["Anchor Description"]])
        liked = self._liked()
        for _, row in self.table(MODEL, "Element ID", "Element Name", "Description"):
            code = row["Element ID"]
            kind = kind_of(code)
            if kind is None:
                continue
            self.elements.add(code)
            facts: dict[str, Any] = dict(liked.get(code, {}))
            if code in anchors:
                facts["anchors"] = {scale: sorted(found) for scale, found in anchors[code].items()}
            above = code.rpartition(".")[0]
            yield ConceptRow(
                CONTENT, kind, code, row["Element Name"], level=code.count(".") + 1,
                broader=above if above in self.elements else "", description=row["Description"], facts=facts,
            )  # fmt: skip
            yield LabelRow(CONTENT, code, "en", LabelKind.PREFERRED, row["Element Name"])

    def _liked(self) -> dict[str, dict[str, list[str]]]:
        """Activities that stand for an interest, and the types (elements 1.B.1.*) a basic interest belongs to."""
        facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for _, row in self.table(LIKED, "Element ID", "Activity"):
            facts[row["Element ID"]]["activities"].append(row["Activity"].strip())
        for _, row in self.table(INTEREST_TYPES, "Basic Interests Element ID", "RIASEC Element ID"):
            facts[row["Basic Interests Element ID"]]["types"].append(row["RIASEC Element ID"])
        return {code: dict(found) for code, found in facts.items()}

    def _activities(self) -> Iterator[Any]:
        """Detailed work activities below intermediate ones below the 41 generalized ones."""
        for _, row in self.table(DWA, "Element ID", "IWA ID", "IWA Title", "DWA ID", "DWA Title"):
            steps = (
                (row["Element ID"], row["IWA ID"], row["IWA Title"]),
                (row["IWA ID"], row["DWA ID"], row["DWA Title"]),
            )
            for above, code, title in steps:
                if code not in self.elements:
                    self.elements.add(code)
                    yield ConceptRow(
                        CONTENT, ConceptKind.WORK_ACTIVITY, code, title, level=code.count(".") + 1, broader=above
                    )

    def _tasks(self) -> Iterator[Any]:
        activities: dict[str, list[str]] = defaultdict(list)
        for _, row in self.table(TASK_DWA, "Task ID", "DWA ID"):
            activities[row["Task ID"]].append(row["DWA ID"])
        for number, row in self.table(TASKS, CODE, "Task ID", "Task", "Task Type"):
            code, task = row[CODE], row["Task ID"]
            if not self._known(TASKS, number, code):
                continue
            above = activities[task]
            yield ConceptRow(
                TASK, ConceptKind.TASK, task, row["Task"].strip(),
                broader=above[0] if above else "", broader_scheme=CONTENT,
            )  # fmt: skip
            yield OccupationSkillRow(SOC, code, task, TASK_NEEDS.get(row["Task Type"], SkillNeed.UNRATED), TASK)
            if len(above) > 1:
                yield from (BroaderRow(TASK, task, one, CONTENT) for one in above)

    def _technologies(self) -> Iterator[Any]:
        made: set[str] = set()
        needs = (CODE, "Example", "Commodity Code", "Commodity Title", "Hot Technology")
        for number, row in self.table(TECHNOLOGY, *needs):
            if not self._known(TECHNOLOGY, number, row[CODE]):
                continue
            commodity, example = row["Commodity Code"], row["Example"].strip()
            code = f"{commodity}-{hashlib.sha256(example.encode()).hexdigest()[:10]}"
            if commodity not in made:
                made.add(commodity)
                yield ConceptRow(TECH, ConceptKind.TECHNOLOGY, commodity, row["Commodity Title"], level=1)
            if code not in made:
                made.add(code)
                facts = {"hot": True} if row["Hot Technology"] == "Y" else {}
                yield ConceptRow(TECH, ConceptKind.TECHNOLOGY, code, example, level=2, broader=commodity, facts=facts)
            need = SkillNeed.IN_DEMAND if row.get("In Demand") == "Y" else SkillNeed.USED
            yield OccupationSkillRow(SOC, row[CODE], code, need, TECH)

    def _related(self) -> Iterator[MappingRow]:
        for number, row in self.table(RELATED, CODE, "Related O*NET-SOC Code"):
            one, other = row[CODE], row["Related O*NET-SOC Code"]
            if self._known(RELATED, number, one) and self._known(RELATED, number, other):
                tier, index = row.get("Relatedness Tier", ""), row.get("Index", "")
                yield MappingRow(SOC, one, SOC, other, MappingKind.RELATED, note=" ".join(filter(None, (tier, index))))


def kind_of(code: str) -> str | None:
    """What an element of the content model is; None for parts of the model that describe no job (5, 6, context)."""
    return next((kind.value for prefix, kind in KINDS if code == prefix or code.startswith(f"{prefix}.")), None)
