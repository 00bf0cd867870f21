"""How long a million vacancies take to count, and how much memory: `python -m benchmarks intelligence`.

WAYLINE_BENCH_COUNTED sets the sizes and the processes of each, 20000:1,100000:2 for instance.
"""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.report import Table
from wayline.opportunities.intelligence import chunks
from wayline.opportunities.intelligence.findings import Lines, finish

RUNS = [
    tuple(map(int, one.split(":")))
    for one in os.environ.get("WAYLINE_BENCH_COUNTED", "100000:2,1000000:1,1000000:2").split(",")
]
"""Vacancies and processes."""
OCCUPATIONS, AREAS, EMPLOYERS, SKILLS, TITLES = 420, 12, 60_000, 6_000, 20_000
AS_OF = date(2026, 11, 27)
LINES = Lines(
    {
        f"isco-08:{one}": [f"isco-08:{one}", f"isco-08:g{one // 10}", f"isco-08:m{one // 100}"]
        for one in range(OCCUPATIONS)
    },
    {f"gss:{one}": [f"gss:{one}", "gss:nation", "gss:country"] for one in range(AREAS)},
)


def run() -> list[Table]:
    table = Table(
        "Counting what employers ask for, over two years",
        "python -m benchmarks intelligence",
        ("vacancies", "processes", "chunks written s", "counted s", "again, all kept s", "finished s", "cells",
         "peak MB, whole", "peak MB, a process"),
        note="Drawn vacancies: 420 occupations, 12 areas, 60,000 employers, 6,000 skills (six to a vacancy). Written: "
        "the facts as chunk files. Again: a second counting that finds the sums of every chunk. Finished: figures of "
        "every group × area × quarter, with intervals and tests. Peaks: largest resident memory of the process that "
        "adds and finishes, and of those that count. Hiding and writing into the database are not in it.",
    )  # fmt: skip
    table.rows = [_row(size, processes) for size, processes in RUNS]
    return [table]


def _row(size: int, processes: int) -> tuple[object, ...]:
    """In a process of its own, so that each has its own peak of memory."""
    folder = Path(tempfile.mkdtemp(prefix="wayline-intelligence-"))
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(into, "|".join(map(str, _measure(size, processes, folder))).encode())
        os._exit(0)
    os.close(into)
    with os.fdopen(out) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    shutil.rmtree(folder)
    return (f"{size:,}", processes, *said.split("|"))


def _measure(size: int, processes: int, folder: Path) -> Iterator[str]:
    begun = time.perf_counter()
    paths = chunks.write(_drawn(size), folder)
    written = time.perf_counter()
    whole = chunks.run(paths, processes=processes)
    counted = time.perf_counter()
    del whole
    whole = chunks.run(paths, processes=processes)
    again = time.perf_counter()
    cells = sum(1 for _one in finish(whole, LINES, AS_OF))
    finished = time.perf_counter()
    yield from (f"{one:.0f}" for one in (written - begun, counted - written, again - counted, finished - again))
    yield f"{cells:,}"
    yield f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}"
    yield f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f}"


def _drawn(size: int) -> Iterator[dict[str, Any]]:
    """Few occupations, employers and skills make most of it, as in the world."""
    dice = Random(5)
    first = date(2024, 10, 1)

    def of(number: int) -> int:
        return int(number * dice.random() ** 3)

    for _ in range(size):
        begun = first + timedelta(days=dice.randrange(730))
        ended = begun + timedelta(days=min(int(dice.expovariate(1 / 25)), 90))
        paid = dice.random() < 0.5
        yield {
            "begun": begun.isoformat(),
            "ended": ended.isoformat() if ended < AS_OF else "",
            "ending": dice.choice(("taken_off", "last_day")) if ended < AS_OF else "",
            "title": f"title {of(TITLES)}",
            "occupation": f"isco-08:{of(OCCUPATIONS)}",
            "several": False,
            "area": f"gss:{of(AREAS)}",
            "employer": f"{of(EMPLOYERS):016x}",
            "skills": sorted({f"esco:{of(SKILLS)}" for _skill in range(6)}),
            "contract": dice.choice(("permanent", "fixed_term", "")),
            "pay": int(dice.gauss(32_000, 8_000)) if paid else None,
            "currency": "GBP" if paid else "",
            "source": dice.choice(("own", "brought")),
            "duplicate": dice.random() < 0.08,
        }
