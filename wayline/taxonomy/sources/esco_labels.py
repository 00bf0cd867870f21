"""ESCO labels in 21 languages: occupations and ISCO groups (a table of language, address, number, label).

Put together by Avature for its MELO benchmark from ESCO itself. The publisher offers one download a language; this one
file brings the labels of all. Its versions of ESCO vary by language (1.0.3 to 1.2.0).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from wayline.taxonomy.enums import LabelKind
from wayline.taxonomy.rows import LabelRow
from wayline.taxonomy.sources.esco import ISCO_ADDRESS, OCCUPATION_ADDRESS
from wayline.taxonomy.sources.files import Part, candidates
from wayline.taxonomy.sources.register import Reading, Report, Source
from wayline.taxonomy.sources.schemes import ESCO_NOTICE, ISCO_08, key
from wayline.taxonomy.sources.tables import fault, place, text_rows

NAME = re.compile(r"multilingual_occupation_labels_melo\.tsv$")
NUMBER = "label_index(000=preferred)"
LONGEST = 400


def source(load: Callable[..., Any], remove: Callable[..., Any]) -> Source:
    return Source(
        key="esco-labels",
        title="ESCO labels in 21 languages",
        publisher="European Commission; compiled by Avature (MELO benchmark)",
        licence="Commission Decision 2011/833/EU; the compilation: MIT",
        attribution=ESCO_NOTICE,
        homepage="https://github.com/Avature/melo-benchmark",
        find=lambda path: [file for file in candidates(path) if NAME.match(Part(file).name)],
        read=read,
        load=load,
        remove=remove,
        after=("esco",),
        caution="The version of ESCO that a label is from varies by language, 1.0.3 to 1.2.0.",
    )


def read(files: Sequence[Path], report: Report) -> Reading:
    return Reading(version="2025-01", published_on=None, rows=_rows(Part(files[0]), report))


def _rows(part: Part, report: Report) -> Iterator[LabelRow]:
    strange: Counter[str] = Counter()
    for number, row in text_rows(part, ("lang", "concept_uri", NUMBER, "label"), delimiter="\t"):
        address, label = row["concept_uri"], " ".join(row["label"].split())
        if not re.fullmatch(r"[a-z]{2}", row["lang"]):
            raise fault(part, number, f"“{row['lang']}” is no language code")
        if not label or len(label) > LONGEST:
            report.defect(place(part, number), "has no label, or one that is far too long; left out")
            continue
        kind = LabelKind.PREFERRED if row[NUMBER] == "000" else LabelKind.ALTERNATIVE
        if address.startswith(ISCO_ADDRESS):
            yield LabelRow(key(ISCO_08), address, row["lang"], kind, label)
        elif address.startswith(OCCUPATION_ADDRESS):
            yield LabelRow(("esco", ""), address, row["lang"], kind, label)
        else:
            strange[address] += 1
    if strange:
        report.defect(part.name, f"{sum(strange.values())} labels are of neither an occupation nor an ISCO group")
