"""The occupation groups of the United States (SOC 2018) that BLS publishes figures for, from its OEWS tables.

BLS writes code and title of every group beside its figures; no file of the classification alone is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from wayline.taxonomy.enums import ConceptKind
from wayline.taxonomy.rows import ConceptRow
from wayline.taxonomy.sources.files import Part, candidates
from wayline.taxonomy.sources.register import Reading, Report, Source
from wayline.taxonomy.sources.schemes import US_SOC_2018, key
from wayline.taxonomy.sources.tables import is_workbook, rows

COLUMNS = {"soc": "occupation", "OCC_CODE": "OCC_TITLE"}
"""Code → title, in extracts and in the publisher's own files."""


def source(load: Callable[..., Any], remove: Callable[..., Any]) -> Source:
    return Source(
        key="us-soc-2018",
        title="Standard Occupational Classification 2018 (United States), as in OEWS",
        publisher="U.S. Bureau of Labor Statistics",
        licence="Public domain",
        attribution="U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics",
        homepage="https://www.bls.gov/soc/2018/",
        find=find,
        read=read,
        load=load,
        remove=remove,
        caution="Only the groups that OEWS publishes figures for, without definitions.",
    )


def find(path: Path) -> Sequence[Path]:
    names = ("oews_", "national_m", "state_m", "all_data_m", "nat3d_", "nat4d_", "natsector_")
    return [file for file in candidates(path) if file.name.lower().startswith(names)]


def read(files: Sequence[Path], report: Report) -> Reading:
    return Reading("2018", None, _concepts(files))


def _concepts(files: Sequence[Path]) -> Iterator[Any]:
    yield US_SOC_2018
    titles: dict[str, str] = {}
    for file in files:
        part = Part(file)
        delimiter = "\t" if ".tsv" in file.name else ","
        for _number, cells in rows(part, (), delimiter=delimiter if not is_workbook(part) else "\t"):
            column = next((name for name in COLUMNS if name in cells), "")
            if column and (code := cells[column].removesuffix(".00")) not in titles:
                titles[code] = cells[COLUMNS[column]]
    for code in sorted(titles):
        yield _concept(code, titles)


def _concept(code: str, titles: dict[str, str]) -> ConceptRow:
    """11-0000 holds 11-1000, that 11-1010, that 11-1011; steps that BLS does not publish are left out."""
    ladder = [f"{code[:2]}-0000", f"{code[:4]}000", f"{code[:6]}0", code]
    above = [one for one in dict.fromkeys(ladder) if one != code and one in titles]
    level = ladder.index(code) + 1
    kind = ConceptKind.GROUP if code.endswith("0") else ConceptKind.OCCUPATION
    return ConceptRow(key(US_SOC_2018), kind, code, titles[code], level=level, broader=above[-1] if above else "")
