"""National occupations to ESCO, as published on the ESCO portal and collected for the MELO benchmark (JSON by country).

Each national classification becomes a scheme of its own, `national-ita`, with the titles of the country.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from wayline.taxonomy import correspondence
from wayline.taxonomy.enums import ConceptKind, LabelKind
from wayline.taxonomy.rows import ConceptRow, LabelRow, MappingRow, SchemeKey, SchemeRow
from wayline.taxonomy.sources.esco import ISCO_ADDRESS
from wayline.taxonomy.sources.esco_onet import MATCHES
from wayline.taxonomy.sources.files import Part, candidates
from wayline.taxonomy.sources.register import Defect, Reading, Report, Source, SourceError
from wayline.taxonomy.sources.schemes import ISCO_08, key

NAME = re.compile(r"^([a-z]{3})_([a-z]{2})\.json$")
LARGEST = 50 * 1024 * 1024
COUNTRIES = {
    "aut": "Austria", "bel": "Belgium", "bgr": "Bulgaria", "cze": "Czechia", "deu": "Germany", "dnk": "Denmark",
    "esp": "Spain", "est": "Estonia", "fra": "France", "hrv": "Croatia", "hun": "Hungary", "ita": "Italy",
    "ltu": "Lithuania", "lva": "Latvia", "nld": "Netherlands", "nor": "Norway", "pol": "Poland", "prt": "Portugal",
    "rou": "Romania", "svk": "Slovakia", "svn": "Slovenia", "swe": "Sweden",
}  # fmt: skip
ESCO: SchemeKey = ("esco", "")


def source(load: Callable[..., Any], remove: Callable[..., Any]) -> Source:
    return Source(
        key="national-esco",
        title="National occupations to ESCO",
        publisher="National authorities on the ESCO portal; compiled by Avature (MELO benchmark)",
        licence="Commission Decision 2011/833/EU; the compilation: MIT",
        attribution="This service uses the ESCO classification of the European Commission. Mappings: national "
        "authorities, published on the ESCO portal.",
        homepage="https://github.com/Avature/melo-benchmark",
        find=find,
        read=read,
        load=load,
        remove=remove,
        after=("esco",),
        caution="Mapped to the version of ESCO that each country used, 1.0.3 to 1.2.0.",
    )


def find(path: Path) -> Sequence[Path]:
    found = [file for file in candidates(path) if (match := NAME.match(Part(file).name)) and match[1] in COUNTRIES]
    return found if not path.is_dir() or len(found) > 1 else []


def read(files: Sequence[Path], report: Report) -> Reading:
    countries = sorted({Part(file).name[:3] for file in files})
    return Reading(
        version="2025-01",
        published_on=None,
        rows=_rows(files, report),
        edition=" ".join(sorted(Part(file).stem for file in files)),
        title=f"National occupations to ESCO ({', '.join(COUNTRIES[one] for one in countries)})",
    )


def _rows(files: Sequence[Path], report: Report) -> Iterator[Any]:
    for part in map(Part, files):
        country, language = part.name[:3], part.name[4:6]
        scheme = SchemeRow(f"national-{country}", "", f"Occupations of {COUNTRIES[country]}", "National authority")
        yield scheme
        yield from _country(part, key(scheme), language, _entries(part), report)


def _entries(part: Part) -> dict[str, dict[str, Any]]:
    with part.open() as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise SourceError(Defect(part.name, f"is larger than {LARGEST >> 20} MB"))
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise SourceError(Defect(part.name, f"is not JSON ({error})")) from error
    if not isinstance(found, dict) or not found:
        raise SourceError(Defect(part.name, "is not a table of occupations"))
    for code, entry in found.items():
        if not isinstance(entry, dict) or not isinstance(entry.get("title"), str) or not entry["title"].strip():
            raise SourceError(Defect(f"{part.name}, {code}", "has no title"))
        if not isinstance(entry.get("matches"), dict):
            raise SourceError(Defect(f"{part.name}, {code}", "has no matches"))
    return found


def _country(
    part: Part, scheme: SchemeKey, language: str, entries: dict[str, dict[str, Any]], report: Report
) -> Iterator[Any]:
    exact = [(code, uri) for code, entry in entries.items() for uri, kind in entry["matches"].items()
             if MATCHES.get(kind) == "exact"]  # fmt: skip
    targets, sources = Counter(code for code, _ in exact), Counter(uri for _, uri in exact)
    degraded: list[str] = []
    for address, entry in entries.items():
        code = address.rsplit("/", 1)[-1]
        title = " ".join(entry["title"].split())
        uri = address if address.startswith("http") else ""
        yield ConceptRow(
            scheme, ConceptKind.OCCUPATION, code, title, uri, description=str(entry.get("description", ""))
        )
        yield LabelRow(scheme, code, language, LabelKind.PREFERRED, title)
        for target, match in entry["matches"].items():
            if match not in MATCHES:
                raise SourceError(Defect(f"{part.name}, {code}", f"“{match}” is no type of match"))
            kind = correspondence.honest_kind(
                MATCHES[match], exact_targets=targets[address], exact_sources=sources[target]
            )
            note = "" if kind == MATCHES[match] else f"stated as {match}, but several share it"
            degraded += [code] if note else []
            where = key(ISCO_08) if target.startswith(ISCO_ADDRESS) else ESCO
            yield MappingRow(scheme, code, where, target, kind, note=note)
    if degraded:
        what = f"{len(degraded)} exact matches are shared by several occupations; they are read as close"
        report.defect(f"{part.name}, {degraded[0]}", what)
