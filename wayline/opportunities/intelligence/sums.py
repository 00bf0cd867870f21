"""Partial sums over vacancies, which add up in any order: whole numbers by cell and item.

A cell is (quarter of publication, occupation, area), each a key, "" when it is not said, ALL when it is summed over.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wayline.opportunities.intelligence.columns import COLUMNS, FILLED, TAKEN_OFF, Columns, quarter_of

ALL = "*"
Cell = tuple[str, str, str]
Counts = defaultdict[Cell, Counter[str]]
TABLES = ("facts", "employer", "pay", "span", "contract", "source", "skill", "title", "titled")
"""`skill` and `title` hold cells summed over areas, and others summed over occupations, never both crossed. `titled`:
titles with a key of who used them, of all together, since a title that one employer alone uses could name it."""
BETWEEN = "\x1f"
VERSION = 1
"""Of what the tables hold: partial sums that were kept under another one are made again."""
PAY_STEP = 100
"""Pay is counted in steps of so many units of its currency a year, so that memory stays bounded."""
LONGEST = 730
"""Days: what is on show for longer counts as that long."""
FACTS = ("read", "duplicate", "counted", "several", "no_occupation", "no_area", "no_employer", "no_skill", "no_pay",
         "no_contract")  # fmt: skip


def _tables() -> dict[str, Counts]:
    return {name: defaultdict(Counter) for name in TABLES}


@dataclass(slots=True)
class Partial:
    tables: dict[str, Counts] = field(default_factory=_tables)

    def add(self, other: Partial) -> None:
        for name, cells in other.tables.items():
            own = self.tables[name]
            for cell, items in cells.items():
                add(own[cell], items)

    def quarters(self) -> list[str]:
        return sorted({cell[0] for cell in self.tables["facts"]})

    def as_bytes(self) -> bytes:
        """For a file or another machine; the same sums give the same bytes."""
        said = {
            name: {"\t".join(cell): dict(sorted(items.items())) for cell, items in sorted(cells.items())}
            for name, cells in self.tables.items()
        }
        return json.dumps({"version": VERSION, "tables": said}, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Partial:
        """ValueError when it is nothing of ours, or of another version."""
        said = json.loads(content)
        if not isinstance(said, dict) or said.get("version") != VERSION:
            raise ValueError("no partial sums of this version")
        made = cls()
        for name in TABLES:
            for key, items in said["tables"][name].items():
                quarter, occupation, area = key.split("\t")
                made.tables[name][quarter, occupation, area] = Counter(items)
        return made


def count(batches: Iterable[Columns]) -> Partial:
    """Partial sums of batches of columns (`columns.COLUMNS`). Memory grows with cells and items, not with batches."""
    made = Partial()
    for batch in batches:
        for row in zip(*(batch[name] for name in COLUMNS), strict=True):
            _take(made.tables, dict(zip(COLUMNS, row, strict=True)))
    return made


def add(to: Counter[str], items: Mapping[str, int]) -> None:
    """As `to.update(items)`, which asks of the many small ones each time what they are."""
    if not to:
        dict.update(to, items)
        return
    known = to.get
    for item, number in items.items():
        to[item] = known(item, 0) + number


def titles_of_many(whole: Partial, quarter: str, employers: int) -> set[str]:
    """Titles that at least so many employers used in a quarter."""
    used = Counter(item.partition(BETWEEN)[0] for item in whole.tables["titled"].get((quarter, ALL, ALL), ()))
    return {title for title, number in used.items() if number >= employers}


def merged(partials: Iterable[Partial]) -> Partial:
    whole = Partial()
    for one in partials:
        whole.add(one)
    return whole


def _take(tables: dict[str, Counts], row: Mapping[str, Any]) -> None:
    begun = date.fromisoformat(row["begun"])
    quarter, occupation, area = quarter_of(begun), row["occupation"], row["area"]
    cell = (quarter, occupation, area)
    facts = tables["facts"][cell]
    facts["read"] += 1
    if row["duplicate"]:
        facts["duplicate"] += 1
        return
    facts.update(_said(row))
    tables["source"][cell][row["source"]] += 1
    tables["span"][cell][_span(begun, row["ended"], row["ending"])] += 1
    if row["employer"]:
        tables["employer"][cell][row["employer"]] += 1
    if row["contract"]:
        tables["contract"][cell][row["contract"]] += 1
    if row["pay"] is not None and row["currency"]:
        tables["pay"][cell][f"{row['currency']} {PAY_STEP * round(row['pay'] / PAY_STEP)}"] += 1
    if row["title"] and row["employer"]:
        tables["titled"][quarter, ALL, ALL][f"{row['title']}{BETWEEN}{row['employer']}"] += 1
    for sums in ((quarter, occupation, ALL), (quarter, ALL, area)):
        if row["title"]:
            tables["title"][sums][row["title"]] += 1
        if row["skills"]:
            tables["skill"][sums].update(set(row["skills"]))


def _said(row: Mapping[str, Any]) -> list[str]:
    missing = {
        "several": row["several"],
        "no_occupation": not row["occupation"],
        "no_area": not row["area"],
        "no_employer": not row["employer"],
        "no_skill": not row["skills"],
        "no_pay": row["pay"] is None or not row["currency"],
        "no_contract": not row["contract"],
    }
    return ["counted", *(name for name, so in missing.items() if so)]


def _span(begun: date, ended: str, ending: str) -> str:
    """`e12`: over after 12 days; `c30`: unknown after 30; `o2026-05-03`: still on show, counted when it is finished."""
    if not ended:
        return f"o{begun.isoformat()}"
    days = min(max((date.fromisoformat(ended) - begun).days, 0), LONGEST)
    return f"{'e' if ending in (TAKEN_OFF, FILLED) else 'c'}{days}"
