"""SOC 2010 to ISCO-08, the mapping of ONS (.xls): one to one where possible, else halves, once 40 to 60."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from wayline.taxonomy import correspondence
from wayline.taxonomy.enums import ConceptKind
from wayline.taxonomy.rows import ConceptRow, MappingRow
from wayline.taxonomy.sources.files import Part, candidates
from wayline.taxonomy.sources.register import Reading, Report, Source
from wayline.taxonomy.sources.schemes import ISCO_08, OGL, OGL_ATTRIBUTION, ONS, SOC_2010, key
from wayline.taxonomy.sources.tables import Numbered, fault, place, sheet_rows

SOC, ISCO = "SOC 2010", "ISCO08"
SOC_TITLE, ISCO_TITLE = "SOC2010 Unit Group Titles", "ISCO08 Unit Group Titles"
WHOLE, SPLITS = "1to1s", {"1to2 50-50": (0.5, 0.5), "1to2 40-60": (0.4, 0.6)}
NAME = re.compile(r"ons_uk_soc2010_to_isco08.*\.xls$|.*soc2010.*isco08.*\.xls$", re.IGNORECASE)


def source(load: Callable[..., Any], remove: Callable[..., Any]) -> Source:
    return Source(
        key="soc2010-isco",
        title="SOC 2010 to ISCO-08",
        publisher=ONS,
        licence=OGL,
        attribution=OGL_ATTRIBUTION,
        homepage="https://www.ons.gov.uk/methodology/classificationsandstandards/"
        "standardoccupationalclassificationsoc/soc2010",
        find=lambda path: [file for file in candidates(path) if NAME.match(file.name)][:1],
        read=read,
        load=load,
        remove=remove,
        after=("esco", "soc2010"),
        caution="Where a unit group is split, ONS states halves, or 40 to 60; they are conventions, not counts.",
    )


def read(files: Sequence[Path], report: Report) -> Reading:
    return Reading(version="2010: 02.1", published_on=None, rows=_rows(Part(files[0]), report))


def _rows(part: Part, report: Report) -> Iterator[Any]:
    yield SOC_2010
    yield ISCO_08
    titles: dict[tuple[str, str], str] = {}
    weights: dict[tuple[str, str], tuple[float, str]] = {}
    for sheet, split in SPLITS.items():
        weights |= _split(part, sheet, split, titles)
    divided = {soc for soc, _ in weights}
    for number, row in sheet_rows(part, WHOLE, (SOC, SOC_TITLE, ISCO, ISCO_TITLE)):
        if not row[SOC] or row[SOC] in divided:
            continue  # the halves, listed once more
        pair = _pair(part, (number, row), row[SOC], titles)
        if pair in weights:
            report.defect(place(part, number, WHOLE), f"{pair[0]} to {pair[1]} is there twice")
        weights[pair] = (1.0, "assigned as a whole by ONS")
    for (scheme, code), title in titles.items():
        yield ConceptRow((scheme, ""), ConceptKind.GROUP, code, title, level=4, fallback=True)
    for pair, kind in correspondence.kinds(weights).items():
        share, basis = weights[pair]
        yield MappingRow(key(SOC_2010), pair[0], key(ISCO_08), pair[1], kind, share, basis)


def _split(
    part: Part, sheet: str, split: tuple[float, float], titles: dict[tuple[str, str], str]
) -> dict[tuple[str, str], tuple[float, str]]:
    """Each SOC code stands in the row of its first half only."""
    found: dict[tuple[str, str], tuple[float, str]] = {}
    soc, half = "", 0
    for number, row in sheet_rows(part, sheet, (SOC, SOC_TITLE, ISCO, ISCO_TITLE)):
        half = 0 if row[SOC] else half + 1
        soc = row[SOC] or soc
        if half > 1 or not soc:
            raise fault(part, number, f"{sheet}: is not one of two halves")
        found[_pair(part, (number, row), soc, titles)] = (split[half], f"split stated by ONS, {sheet[5:]}")
    return found


def _pair(part: Part, numbered: Numbered, soc: str, titles: dict[tuple[str, str], str]) -> tuple[str, str]:
    number, row = numbered
    isco = row[ISCO].zfill(4)
    if not re.fullmatch(r"\d{4}", soc) or not re.fullmatch(r"\d{4}", isco):
        raise fault(part, number, f"“{soc}” and “{isco}” are not two codes of four digits")
    if row[SOC]:
        titles.setdefault(("soc-2010", soc), " ".join(row[SOC_TITLE].split()))
    titles.setdefault(("isco-08", isco), " ".join(row[ISCO_TITLE].split()))
    return soc, isco
