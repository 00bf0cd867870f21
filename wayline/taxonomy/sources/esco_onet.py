"""The crosswalk of ESCO and O*NET-SOC 2019 by the European Commission and the U.S. Department of Labor, both ways.

The file from O*NET types every match; the one from ESCO lists pairs only, also such as follow from the hierarchy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from wayline.taxonomy import correspondence
from wayline.taxonomy.enums import MappingKind
from wayline.taxonomy.rows import MappingRow, SchemeKey
from wayline.taxonomy.sources.esco import ISCO_ADDRESS
from wayline.taxonomy.sources.files import Part, candidates
from wayline.taxonomy.sources.register import Reading, Report, Source
from wayline.taxonomy.sources.schemes import ESCO_NOTICE, ISCO_08, ONET_SOC, key
from wayline.taxonomy.sources.tables import Numbered, fault, place, text_rows

FORWARD, REVERSE = "official_crosswalk_esco_onet.csv", "official_crosswalk_esco_onet_reverse.csv"
NAMES = {FORWARD: FORWARD, "ONET Occupations to ESCO.csv": FORWARD, REVERSE: REVERSE}
ESCO: SchemeKey = ("esco", "1.1")
ONET_ID, TARGET, MATCH = "O*NET Id", "ESCO or ISCO URI", "Type of Match"
ESCO_CODE, ONET_CODE = "ESCO/ISCO Code", "O*NET-SOC 2019 Code"
MATCHES = {
    "exactMatch": MappingKind.EXACT,
    "exactISCO": MappingKind.EXACT,
    "closeMatch": MappingKind.CLOSE,
    "broadMatch": MappingKind.BROAD,
    "narrowMatch": MappingKind.NARROW,
}


def source(load: Callable[..., Any], remove: Callable[..., Any]) -> Source:
    return Source(
        key="esco-onet",
        title="ESCO–O*NET crosswalk",
        publisher="European Commission with the U.S. Department of Labor, Employment and Training Administration",
        licence="Commission Decision 2011/833/EU on the reuse of Commission documents",
        attribution=ESCO_NOTICE,
        homepage="https://esco.ec.europa.eu/en/use-esco/other-crosswalks",
        find=lambda path: sorted(file for file in candidates(path) if Part(file).name in NAMES),
        read=read,
        load=load,
        remove=remove,
        after=("esco", "onet"),
        caution="Stated for ESCO 1.1.0; addresses stay the same in later versions.",
    )


def read(files: Sequence[Path], report: Report) -> Reading:
    return Reading(version="1 (ESCO 1.1.0)", published_on=date(2022, 9, 1), rows=_rows(files, report))


def _rows(files: Sequence[Path], report: Report) -> Iterator[MappingRow]:
    for part in map(Part, files):
        yield from (_typed(part, report) if NAMES[part.name] == FORWARD else _untyped(part, report))


def _typed(part: Part, report: Report) -> Iterator[MappingRow]:
    found: list[Numbered] = list(text_rows(part, (ONET_ID, TARGET, MATCH), below=ONET_ID))
    exact = [row for _, row in found if MATCHES.get(row[MATCH]) == MappingKind.EXACT]
    targets, sources = Counter(row[ONET_ID] for row in exact), Counter(row[TARGET] for row in exact)
    for number, row in found:
        one, other, match = row[ONET_ID], row[TARGET], row[MATCH]
        if match not in MATCHES or not one or not other:
            raise fault(part, number, f"“{match}” is no type of match, or an end is missing")
        kind = correspondence.honest_kind(MATCHES[match], exact_targets=targets[one], exact_sources=sources[other])
        note = "" if kind == MATCHES[match] else f"stated as {match}, but to several"
        if kind != MATCHES[match]:
            report.defect(place(part, number), f"{one} has {targets[one]} exact matches; each is read as close")
        scheme = key(ISCO_08) if other.startswith(ISCO_ADDRESS) else ESCO
        yield MappingRow(key(ONET_SOC), one, scheme, other, kind, note=note)


def _untyped(part: Part, report: Report) -> Iterator[MappingRow]:
    seen: set[tuple[str, str]] = set()
    for number, row in text_rows(part, (ESCO_CODE, ONET_CODE)):
        pair = row[ESCO_CODE].strip(), row[ONET_CODE].strip()
        if not all(pair):
            report.defect(place(part, number), "one of the two codes is missing; left out")
            continue
        if pair in seen:
            report.defect(place(part, number), f"{pair[0]} to {pair[1]} is there twice")
            continue
        seen.add(pair)
        scheme = ESCO if "." in pair[0] else key(ISCO_08)
        yield MappingRow(scheme, pair[0], key(ONET_SOC), pair[1], MappingKind.RELATED)
