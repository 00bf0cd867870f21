"""SOC 2010, volume 1: descriptions, tasks and entry routes of the UK unit groups, from an extract in JavaScript.

ONS offers the volume as PDF; the extract holds its words as literals, `socDB[1115] = {soc2010:1115,unit:"…",…};`. It is
read as text and never run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from wayline.taxonomy.enums import ConceptKind, LabelKind, NoteKind
from wayline.taxonomy.rows import ConceptRow, LabelRow, NoteRow
from wayline.taxonomy.sources.files import Part, candidates
from wayline.taxonomy.sources.register import Defect, Reading, Report, Source, SourceError
from wayline.taxonomy.sources.schemes import OGL, OGL_ATTRIBUTION, ONS, SOC_2010, key
from wayline.taxonomy.sources.tables import place

NAME = re.compile(r"soc2010.*socDB\.js$|socDB\.js$")
ENTRY = re.compile(r"^socDB\[(\d+)\] = \{(?:soc2010:(\d+),)?(.*)\};?\s*$")
TEXT = re.compile(r'\b(unit|desc|entry):"([^"]*)"')
LIST = re.compile(r'\b(tasks|related):\[((?:"[^"]*",?)*)\]')
QUOTED = re.compile(r'"([^"]*)"')
LONGEST_LINE = 100_000
ACRONYMS = {"it": "IT", "ncos": "NCOs", "tv": "TV", "i.t.": "I.T."}


def source(load: Callable[..., Any], remove: Callable[..., Any]) -> Source:
    return Source(
        key="soc2010",
        title="SOC 2010, volume 1: structure and descriptions",
        publisher=ONS,
        licence=OGL,
        attribution=OGL_ATTRIBUTION,
        homepage="https://www.ons.gov.uk/methodology/classificationsandstandards/"
        "standardoccupationalclassificationsoc/soc2010",
        find=lambda path: [file for file in candidates(path) if NAME.match(Part(file).name)],
        read=read,
        load=load,
        remove=remove,
        caution="Read from an extract whose compiler is not known; its words are those of ONS.",
    )


def read(files: Sequence[Path], report: Report) -> Reading:
    return Reading(version="2010", published_on=date(2010, 6, 1), rows=_rows(Part(files[0]), report))


def _rows(part: Part, report: Report) -> Iterator[Any]:
    yield SOC_2010
    found = 0
    for number, line in _lines(part):
        if not line.startswith("socDB["):
            continue
        match = ENTRY.match(line)
        if match is None:
            if "new Array" in line:
                continue
            raise SourceError(Defect(place(part, number), "is no entry that can be read"))
        code, texts = match[2] or match[1], dict(TEXT.findall(match[3]))
        if code.startswith("0"):
            continue  # what surveys use for people without an occupation: students, retired …
        if match[1] != code or not texts.get("unit"):
            raise SourceError(Defect(place(part, number), f"entry {match[1]} has code {code}, or no title"))
        lists = {name: QUOTED.findall(found_list) for name, found_list in LIST.findall(match[3])}
        found += 1
        yield from _concept(code, texts, lists)
    if not found:
        raise SourceError(Defect(part.name, "holds no entry"))
    report.counts["entries read"] = found


def _lines(part: Part) -> Iterator[tuple[int, str]]:
    with part.open() as file:
        for number, raw in enumerate(file, start=1):
            if len(raw) > LONGEST_LINE:
                raise SourceError(Defect(place(part, number), "has a line that is far too long"))
            try:
                yield number, raw.decode("cp1252")
            except UnicodeDecodeError as error:
                raise SourceError(Defect(place(part, number), "is not Windows-1252 text")) from error


def _concept(code: str, texts: dict[str, str], lists: dict[str, list[str]]) -> Iterator[Any]:
    scheme, title = key(SOC_2010), sentence(texts["unit"])
    description = " ".join(texts.get("desc", "").split())
    yield ConceptRow(
        scheme, ConceptKind.GROUP, code, title, level=len(code), broader=code[:-1], description=description
    )
    yield LabelRow(scheme, code, "en", LabelKind.PREFERRED, title)
    tasks = "\n".join(task.strip() for task in lists.get("tasks", ()) if task.strip())
    for kind, text in ((NoteKind.TASKS, tasks), (NoteKind.ENTRY_ROUTES, texts.get("entry", "").strip())):
        if text:
            yield NoteRow(scheme, code, "en", kind, text)
    for related in dict.fromkeys(" ".join(one.split()) for one in lists.get("related", ())):
        if related and related != title:
            yield LabelRow(scheme, code, "en", LabelKind.ALTERNATIVE, related)


def sentence(title: str) -> str:
    """The extract shouts its titles; ONS writes them in sentence case elsewhere."""
    if title != title.upper():
        return " ".join(title.split())
    words = [ACRONYMS.get(word.strip("(),"), word) for word in title.lower().split()]
    text = " ".join(words)
    return text[:1].upper() + text[1:]
