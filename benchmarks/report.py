"""Figures as tables: on the screen, as JSON, and in docs/benchmarks.md."""

from __future__ import annotations

import json
import os
import platform
import re
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "build" / "benchmarks"


@dataclass
class Table:
    """One question with its answer. A column says its unit; `budget` is what the project allows."""

    question: str
    command: str
    columns: Sequence[str]
    rows: list[Sequence[object]] = field(default_factory=list)
    budget: str = ""
    note: str = ""

    def as_markdown(self) -> str:
        lines = [f"### {self.question}", "", f"`{self.command}`", ""]
        lines += [_line(self.columns), _line(["---"] * len(self.columns)), *(_line(row) for row in self.rows)]
        lines += ["", f"Budget: {self.budget}"] if self.budget else []
        lines += ["", self.note] if self.note else []
        return "\n".join(lines) + "\n"

    def as_text(self) -> str:
        cells = [[_cell(one) for one in row] for row in (self.columns, *self.rows)]
        widths = [max(len(row[place]) for row in cells) for place in range(len(self.columns))]
        drawn = ["  ".join(one.ljust(width) for one, width in zip(row, widths, strict=True)).rstrip() for row in cells]
        budget = [f"budget: {self.budget}"] if self.budget else []
        return "\n".join([self.question, *(f"  {line}" for line in [*drawn, *budget])]) + "\n"


@dataclass(frozen=True)
class Spread:
    """Times of one thing, in milliseconds."""

    median: float
    p95: float
    p99: float
    number: int


def spread(seconds: Sequence[float]) -> Spread:
    ordered = sorted(seconds)

    def part(share: float) -> float:
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    return Spread(1000 * statistics.median(ordered), part(0.95), part(0.99), len(ordered))


def timed(act: Callable[[], object], repeat: int, *, warm: int = 3) -> Spread:
    for _ in range(warm):
        act()
    seconds = []
    for _ in range(repeat):
        began = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - began)
    return spread(seconds)


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB, Linux {platform.release()}, "
        f"Python {platform.python_version()}; load before the run: {load}"
    )


def keep_json(name: str, tables: Sequence[Table], where: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    whole = {"day": time.strftime("%Y-%m-%d"), "machine": where, "tables": [asdict(table) for table in tables]}
    (FOLDER / f"{name}.json").write_text(json.dumps(whole, indent=2, default=str) + "\n")


def write_into(document: Path, names: Sequence[str], measured: Sequence[str]) -> None:
    """Replace what the document says of the benchmarks that were measured; all of `names` stand there in their order.

    Each run says its day and its machine: figures of several runs, and of several machines, stand together.
    """
    begin, end = "<!-- figures -->", "<!-- end of figures -->"
    head, _, rest = document.read_text().partition(begin)
    told, _, tail = rest.partition(end)
    parts = _parts(told) | {name: _kept(FOLDER / f"{name}.json") for name in measured}
    made = "\n".join([begin, "", *(parts[name] for name in names if name in parts)])
    document.write_text(f"{head}{made}{end}{tail}")


def _parts(told: str) -> dict[str, str]:
    """By the name of the benchmark: its tables, up to the line that says when they were measured."""
    parts = re.findall(r"###.*?^Measured on .*?\n", told, re.DOTALL | re.MULTILINE)
    return {re.findall(r"`python -m benchmarks[ .](\w+)`", part)[0]: part for part in parts}


def _kept(file: Path) -> str:
    whole = json.loads(file.read_text())
    tables = [Table(**table).as_markdown() for table in whole["tables"]]
    return "\n".join([*tables, f"Measured on {whole['day']}. Machine: {whole['machine']}.", ""])


def _line(cells: Sequence[object]) -> str:
    return f"| {' | '.join(_cell(one) for one in cells)} |"


def _cell(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)
