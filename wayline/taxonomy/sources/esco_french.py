"""ESCO in French: labels and descriptions of occupations, ISCO groups and skill groups, as Tabiya gives them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from wayline.taxonomy.enums import LabelKind, NoteKind
from wayline.taxonomy.rows import LabelRow, NoteRow, SchemeKey
from wayline.taxonomy.sources.esco import ISCO_ADDRESS
from wayline.taxonomy.sources.files import Part, candidates
from wayline.taxonomy.sources.register import Reading, Report, Source
from wayline.taxonomy.sources.schemes import ESCO_NOTICE, ISCO_08, key
from wayline.taxonomy.sources.tables import Row, fault, text_rows

FILES = ("tabiya_fr_occupations.csv", "tabiya_fr_occupation_groups.csv", "tabiya_fr_skill_groups.csv")
ESCO: SchemeKey = ("esco", "1.1")


def source(load: Callable[..., Any], remove: Callable[..., Any]) -> Source:
    return Source(
        key="esco-french",
        title="ESCO in French",
        publisher="European Commission; edited by Tabiya",
        licence="Creative Commons Attribution 4.0 International",
        attribution=f"{ESCO_NOTICE} French texts: Tabiya, CC BY 4.0, adapted from ESCO.",
        homepage="https://github.com/tabiya-tech/taxonomy-model-application",
        find=lambda path: [file for file in candidates(path) if Part(file).name in FILES],
        read=read,
        load=load,
        remove=remove,
        after=("esco", "esco-labels"),
    )


def read(files: Sequence[Path], report: Report) -> Reading:
    return Reading(version="1.1.1", published_on=None, rows=_rows(files))


def _rows(files: Sequence[Path]) -> Iterator[LabelRow | NoteRow]:
    for part in map(Part, files):
        for number, row in text_rows(part, ("ORIGINURI", "PREFERREDLABEL", "ALTLABELS", "DESCRIPTION")):
            if not row["ORIGINURI"] or not row["PREFERREDLABEL"].strip():
                raise fault(part, number, "has no address or no preferred label")
            yield from _texts(row)


def _texts(row: Row) -> Iterator[LabelRow | NoteRow]:
    address, title = row["ORIGINURI"], " ".join(row["PREFERREDLABEL"].split())
    scheme = key(ISCO_08) if address.startswith(ISCO_ADDRESS) else ESCO
    yield LabelRow(scheme, address, "fr", LabelKind.PREFERRED, title)
    for label in dict.fromkeys(" ".join(text.split()) for text in row["ALTLABELS"].splitlines()):
        if label and label != title:
            yield LabelRow(scheme, address, "fr", LabelKind.ALTERNATIVE, label)
    for kind, column in (
        (NoteKind.DESCRIPTION, "DESCRIPTION"),
        (NoteKind.DEFINITION, "DEFINITION"),
        (NoteKind.SCOPE, "SCOPENOTE"),
    ):
        if row.get(column, "").strip():
            yield NoteRow(scheme, address, "fr", kind, row[column].strip())
