"""ISCO-08 to the United States SOC 2010, the crosswalk of the Bureau of Labor Statistics (.xls)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from wayline.taxonomy import correspondence
from wayline.taxonomy.enums import ConceptKind, LabelKind
from wayline.taxonomy.rows import ConceptRow, LabelRow, MappingRow
from wayline.taxonomy.sources.files import Part, candidates
from wayline.taxonomy.sources.register import Reading, Report, Source
from wayline.taxonomy.sources.schemes import ISCO_08, US_SOC_2010, key
from wayline.taxonomy.sources.tables import fault, place, sheet_rows

SHEET = "ISCO-08 to 2010 SOC"
ISCO, ISCO_TITLE, PART, SOC, SOC_TITLE = "ISCO-08 Code", "ISCO-08 Title EN", "part", "2010 SOC Code", "2010 SOC Title"
NAME = re.compile(r"(bls_)?isco_?08_?us_soc_?2010.*\.xls$|isco_soc_crosswalk\.xls$", re.IGNORECASE)


def source(load: Callable[..., Any], remove: Callable[..., Any]) -> Source:
    return Source(
        key="isco-us-soc",
        title="ISCO-08 to US SOC 2010",
        publisher="U.S. Bureau of Labor Statistics",
        licence="Public domain (work of the United States government)",
        attribution="Source: U.S. Bureau of Labor Statistics",
        homepage="https://www.bls.gov/soc/soccrosswalks.htm",
        find=lambda path: [file for file in candidates(path) if NAME.match(file.name)][:1],
        read=read,
        load=load,
        remove=remove,
        after=("esco",),
    )


def read(files: Sequence[Path], report: Report) -> Reading:
    return Reading(version="2015-06", published_on=date(2015, 6, 1), rows=_rows(Part(files[0]), report))


def _rows(part: Part, report: Report) -> Iterator[Any]:
    yield ISCO_08
    yield US_SOC_2010
    pairs: dict[tuple[str, str], str] = {}
    titles: dict[tuple[str, str], str] = {}
    for number, row in sheet_rows(part, SHEET, (ISCO, ISCO_TITLE, PART, SOC, SOC_TITLE)):
        isco, soc = row[ISCO], row[SOC]
        if not re.fullmatch(r"\d{3,4}", isco) or not re.fullmatch(r"\d\d-\d{4}", soc):
            raise fault(part, number, f"“{isco}” and “{soc}” are not codes of ISCO-08 and SOC")
        if (isco, soc) in pairs:
            report.defect(place(part, number, SHEET), f"{isco} to {soc} is there twice")
        pairs[isco, soc] = "only a part of the ISCO group" if row[PART] else ""
        titles.setdefault(("isco-08", isco), row[ISCO_TITLE])
        titles.setdefault(("us-soc-2010", soc), row[SOC_TITLE])
    for (scheme, code), title in titles.items():
        if scheme == "isco-08":
            yield ConceptRow(key(ISCO_08), ConceptKind.GROUP, code, title, level=len(code), fallback=True)
        else:
            yield ConceptRow(key(US_SOC_2010), ConceptKind.OCCUPATION, code, title, level=4)
            yield LabelRow(key(US_SOC_2010), code, "en", LabelKind.PREFERRED, title)
    for pair, kind in correspondence.kinds(pairs).items():
        yield MappingRow(key(ISCO_08), pair[0], key(US_SOC_2010), pair[1], kind, note=pairs[pair])
