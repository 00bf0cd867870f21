"""Reads one file into a source, as the command does: `python -m benchmarks.jobads_importing SOURCE FILE`.

Prints a line of JSON: what changed, seconds, processor seconds of this program and of PostgreSQL, its
highest memory. How far it is, is told on the other channel.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import django

from benchmarks.importing import highest_mb


def backend_seconds() -> float:
    """Processor time so far of the process of PostgreSQL on this machine that answers us."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        number = cursor.fetchone()[0]
    user, system = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def main(name: str, file: Path) -> None:
    django.setup()
    from wayline.opportunities.actions import imports
    from wayline.opportunities.models import Source

    source = Source.objects.select_related("service").get(name=name)
    began, worked, said = time.monotonic(), time.process_time(), {0}

    def tell(percent: int) -> None:
        if percent not in said and percent % 5 == 0:
            said.add(percent)
            print(f"{percent} % after {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)

    before = backend_seconds()
    with file.open("rb") as content:
        run = imports.read_file(source, content, by=None, file_name=file.name, advance=tell)
    assert not run.fault, run.fault
    found = {word: getattr(run, word) for word in ("new", "changed", "same", "gone")}
    found |= {"seconds": time.monotonic() - began, "processor": time.process_time() - worked, "highest": highest_mb()}
    found["postgresql"] = backend_seconds() - before
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
