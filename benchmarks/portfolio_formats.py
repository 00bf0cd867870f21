"""How long does it take to read a file of another program into a portfolio, and to say what an export loses?"""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.report import Table, timed
from wayline.portfolio.formats.register import read, writable
from wayline.portfolio.record import Entry, Kind, PartialDate, Record

SHARED = Path(os.environ.get("WAYLINE_SHARED") or Path(__file__).parents[2] / "shared")
FOLDERS = ("europass", "elm", "jsonresume", "leap2a")
BUDGET_MS = 200
ENTRIES = 2_000


def run() -> list[Table]:
    return [_reading(), _losses()]


def _reading() -> Table:
    table = Table(
        "Reading files of other programs",
        "python -m benchmarks portfolio_formats",
        ("file", "format", "kB", "entries", "median ms", "p95 ms"),
        budget=f"each ≤ {BUDGET_MS} ms",
    )
    for folder in FOLDERS:
        for path in sorted((SHARED / "samples" / folder).glob("*.*")):
            content = path.read_bytes() if path.is_file() else b""
            try:
                form, reading = read(content)
            except ValueError:
                continue  # a schema or a context that lies beside the samples
            times = timed(lambda content=content: read(content), 20)  # type: ignore[misc]  # bound now
            table.rows.append(
                (path.name, form.name, f"{len(content) / 1000:.0f}", len(reading.record.entries),
                 f"{times.median:.1f}", f"{times.p95:.1f}")
            )  # fmt: skip
    return table


def _losses() -> Table:
    """Written, read again and compared: what the export page does before it offers a download."""
    kinds = list(Kind)
    record = Record(
        entries=tuple(
            Entry(
                kinds[number % len(kinds)],
                title=f"Thing {number}",
                organisation="Somewhere",
                start=PartialDate(2000 + number % 25, 5),
                description=f"What I did in year {number}:\n\n* planed {number} boards\n* sharpened the planes",
                key=str(number),
            )
            for number in range(ENTRIES)
        )
    )
    table = Table(
        f"Exporting {ENTRIES:,} entries: writing, and listing what is lost",
        "python -m benchmarks portfolio_formats",
        ("format", "kB", "write ms", "losses ms"),
    )
    for form in writable():
        if form.write is None or form.losses is None:
            continue
        write, losses = form.write, form.losses
        once = timed(lambda write=write: write(record), 3, warm=1)  # type: ignore[misc]  # bound now
        whole = timed(lambda losses=losses: losses(record), 3, warm=0)  # type: ignore[misc]
        size = f"{len(write(record)) / 1000:.0f}"
        table.rows.append((form.name, size, f"{once.median:.0f}", f"{whole.median:.0f}"))
    return table
