"""SOC 2020, volume 2: the coding index (ONS workbook). Titles of jobs as people write them, each with its codes.

Every entry carries codes in SOC 2010, SOC 2020 (also of six digits) and ISCO-08. How the entries of a group are spread
over the groups of another classification is counted here; ONS publishes no other table of it. It counts titles, not
people, and says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wayline.taxonomy import correspondence
from wayline.taxonomy.enums import ConceptKind, LabelKind
from wayline.taxonomy.rows import ConceptRow, LabelRow, MappingRow, SchemeRow
from wayline.taxonomy.sources.files import Part, candidates
from wayline.taxonomy.sources.register import Defect, Reading, Report, Source, SourceError
from wayline.taxonomy.sources.schemes import ISCO_08, OGL, OGL_ATTRIBUTION, ONS, SOC_2010, SOC_2020, key
from wayline.taxonomy.sources.soc2020 import stamp
from wayline.taxonomy.sources.tables import Row, fault, place, sheet_cells, sheet_rows

SHEET = "SOC2020 coding index"
TEXT, ADD, IND = "INDEXOCC_-_natural_word_order", "ADD", "IND"
SOC10, SOC20, SIX, ISCO = "SOC_2010", "SOC_2020", "SOC_2020_ext", "ISCO-08 code based on SOC2020"
TITLES = {
    SOC10: "SOC2010_unit_group_title",
    SOC20: "SOC2020_unit_group_title",
    SIX: "SOC2020_ext_SUG_title",
    ISCO: "ISCO08_unit_group_title",
}
NO_CODE = "}}}}"
BASIS = "entries of the coding index"
NAME = re.compile(r"soc2020volume2.*\.xlsx$", re.IGNORECASE)
LONGEST_QUALIFIER = 200


def source(load: Callable[..., Any], remove: Callable[..., Any]) -> Source:
    return Source(
        key="soc2020-index",
        title="SOC 2020, volume 2: the coding index",
        publisher=ONS,
        licence=OGL,
        attribution=OGL_ATTRIBUTION,
        homepage="https://www.ons.gov.uk/methodology/classificationsandstandards/"
        "standardoccupationalclassificationsoc/soc2020",
        find=lambda path: [file for file in candidates(path) if NAME.match(file.name)][:1],
        read=read,
        load=load,
        remove=remove,
        after=("esco", "soc2020", "soc2010"),
        caution="Shares between classifications count entries of the index, that is titles of jobs, not people.",
    )


def read(files: Sequence[Path], report: Report) -> Reading:
    part, published = Part(files[0]), stamp(files[0])
    return Reading(
        version=_version(part) or (published.isoformat() if published else "undated"),
        published_on=published,
        rows=_Index(part, report).rows(),
    )


def _version(part: Part) -> str:
    for _, cells in sheet_cells(part, "Information"):
        if match := re.search(r"version (\d+)", " ".join(cells), re.IGNORECASE):
            return match[1]
    return ""


@dataclass
class _Index:
    part: Part
    report: Report
    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    pairs: dict[tuple[str, str], Counter[tuple[str, str]]] = field(default_factory=dict)

    def rows(self) -> Iterator[Any]:
        yield SOC_2020
        yield SOC_2010
        yield ISCO_08
        uncoded: list[int] = []
        seen: set[tuple[str, str, str]] = set()
        double: list[int] = []
        for number, row in sheet_rows(self.part, SHEET, (TEXT, ADD, IND, *TITLES)):
            codes = self._codes(number, row)
            if not codes[SIX]:
                uncoded.append(number)
                continue
            self._count(codes)
            yield from self._concepts(codes, row)
            qualifier = "; ".join(" ".join(row[name].split()) for name in (ADD, IND) if row[name].strip())
            entry = (codes[SIX], row[TEXT], qualifier)
            double += [number] if entry in seen else []
            seen.add(entry)
            yield from self._labels(codes, row[TEXT], qualifier[:LONGEST_QUALIFIER])
        self._tell(uncoded, "entries have no code; they are left out")
        self._tell(double, "entries repeat another of the same group word by word")
        if not seen:
            raise SourceError(Defect(self.part.name, "has no entries"))
        yield from self._mappings(SOC10, SOC_2010, SOC20, SOC_2020)
        yield from self._mappings(SOC20, SOC_2020, SOC10, SOC_2010)
        yield from self._mappings(SOC20, SOC_2020, ISCO, ISCO_08)
        yield from self._mappings(ISCO, ISCO_08, SOC20, SOC_2020)

    def _tell(self, numbers: list[int], what: str) -> None:
        if numbers:
            self.report.defect(place(self.part, numbers[0], SHEET), f"{len(numbers)} {what}")

    def _codes(self, number: int, row: Row) -> dict[str, str]:
        codes = {name: row[name].strip() for name in TITLES}
        codes = {name: "" if code.startswith(NO_CODE) else code for name, code in codes.items()}
        for name in (SOC10, SOC20, ISCO):
            if codes[name]:
                codes[name] = codes[name].zfill(4)
                if not re.fullmatch(r"\d{4}", codes[name]):
                    raise fault(self.part, number, f"{name} is “{codes[name]}”, not four digits")
        if codes[SIX] and not re.fullmatch(r"\d{4}/\d{2}", codes[SIX]):
            raise fault(self.part, number, f"{SIX} is “{codes[SIX]}”, not four digits, a stroke and two digits")
        if not row[TEXT]:
            raise fault(self.part, number, "has no title")
        return codes

    def _count(self, codes: dict[str, str]) -> None:
        for one, other in ((SOC10, SOC20), (SOC20, SOC10), (SOC20, ISCO), (ISCO, SOC20)):
            if codes[one] and codes[other]:
                self.pairs.setdefault((one, other), Counter())[codes[one], codes[other]] += 1

    def _concepts(self, codes: dict[str, str], row: Row) -> Iterator[ConceptRow | LabelRow]:
        """Groups as they are first met. Those of four digits are described by other sources; ours only stand in."""
        for name, scheme in ((SOC10, SOC_2010), (SOC20, SOC_2020), (ISCO, ISCO_08)):
            if codes[name] and self._is_new(name, codes[name], row):
                title = " ".join(row[TITLES[name]].split()) or codes[name]
                yield ConceptRow(key(scheme), ConceptKind.GROUP, codes[name], title, level=4, fallback=True)
        if self._is_new(SIX, codes[SIX], row):
            title = " ".join(row[TITLES[SIX]].split()) or codes[SIX]
            yield ConceptRow(key(SOC_2020), ConceptKind.OCCUPATION, codes[SIX], title, level=5, broader=codes[SIX][:4])
            yield LabelRow(key(SOC_2020), codes[SIX], "en", LabelKind.PREFERRED, title)

    def _is_new(self, name: str, code: str, row: Row) -> bool:
        if (name, code) in self.titles:
            return False
        self.titles[name, code] = row[TITLES[name]]
        return True

    def _labels(self, codes: dict[str, str], text: str, qualifier: str) -> Iterator[LabelRow]:
        label = " ".join(text.split())
        yield LabelRow(key(SOC_2020), codes[SIX], "en", LabelKind.INDEX, label, qualifier)
        if codes[SOC10]:
            yield LabelRow(key(SOC_2010), codes[SOC10], "en", LabelKind.INDEX, label, qualifier)

    def _mappings(self, one: str, source: SchemeRow, other: str, target: SchemeRow) -> Iterator[MappingRow]:
        weights = self.pairs.get((one, other), Counter())
        kinds = correspondence.kinds(weights)
        shares = correspondence.shares(weights)
        totals: Counter[str] = Counter()
        for (left, _), number in weights.items():
            totals[left] += number
        for pair, kind in kinds.items():
            yield MappingRow(
                key(source), pair[0], key(target), pair[1], kind, share=round(shares[pair], 6), share_basis=BASIS,
                note=f"{weights[pair]} of {totals[pair[0]]} entries",
            )  # fmt: skip
