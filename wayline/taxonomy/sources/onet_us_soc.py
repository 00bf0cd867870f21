"""O*NET-SOC 2010 to the United States SOC 2010 (the O*NET taxonomy's own table, .xlsx)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from wayline.taxonomy import correspondence
from wayline.taxonomy.enums import ConceptKind, LabelKind
from wayline.taxonomy.rows import ConceptRow, LabelRow, MappingRow, SchemeRow
from wayline.taxonomy.sources.files import Part, candidates
from wayline.taxonomy.sources.register import Reading, Report, Source
from wayline.taxonomy.sources.schemes import ONET, US_SOC_2010, key
from wayline.taxonomy.sources.tables import fault, place, rows

ONET_SOC_2010 = SchemeRow("onet-soc", "2010", "O*NET-SOC 2010", ONET)
CODE, TITLE, SOC, SOC_TITLE = "O*NET-SOC 2010 Code", "O*NET-SOC 2010 Title", "2010 SOC Code", "2010 SOC Title"
NAME = re.compile(r"onet_to_us_soc2010.*\.xlsx$|2010_to_SOC_Crosswalk\.xlsx?$", re.IGNORECASE)


def source(load: Callable[..., Any], remove: Callable[..., Any]) -> Source:
    return Source(
        key="onet-us-soc",
        title="O*NET-SOC 2010 to US SOC 2010",
        publisher=ONET,
        licence="Creative Commons Attribution 4.0 International",
        attribution="O*NET taxonomy by the U.S. Department of Labor (USDOL/ETA), used under the CC BY 4.0 license.",
        homepage="https://www.onetcenter.org/taxonomy/2010/soc.html",
        find=lambda path: [file for file in candidates(path) if NAME.match(file.name)][:1],
        read=read,
        load=load,
        remove=remove,
        after=("isco-us-soc", "onet"),
        caution="The 2010 taxonomy of O*NET, not the one of 2019 that its database uses today.",
    )


def read(files: Sequence[Path], report: Report) -> Reading:
    return Reading(version="2010", published_on=None, rows=_rows(Part(files[0]), report))


def _rows(part: Part, report: Report) -> Iterator[Any]:
    yield ONET_SOC_2010
    yield US_SOC_2010
    pairs: list[tuple[str, str]] = []
    made: set[str] = set()
    for number, row in rows(part, (CODE, TITLE, SOC, SOC_TITLE)):
        code, soc = row[CODE], row[SOC]
        if not re.fullmatch(r"\d\d-\d{4}\.\d\d", code) or not re.fullmatch(r"\d\d-\d{4}", soc):
            raise fault(part, number, f"“{code}” and “{soc}” are not codes of O*NET-SOC and SOC")
        if (code, soc) in pairs[-50:]:
            report.defect(place(part, number), f"{code} to {soc} is there twice")
        pairs.append((code, soc))
        yield ConceptRow(key(ONET_SOC_2010), ConceptKind.OCCUPATION, code, row[TITLE], level=1)
        yield LabelRow(key(ONET_SOC_2010), code, "en", LabelKind.PREFERRED, row[TITLE])
        if soc not in made:
            made.add(soc)
            yield ConceptRow(key(US_SOC_2010), ConceptKind.OCCUPATION, soc, row[SOC_TITLE], level=4, fallback=True)
    for pair, kind in correspondence.kinds(pairs).items():
        yield MappingRow(key(ONET_SOC_2010), pair[0], key(US_SOC_2010), pair[1], kind)
