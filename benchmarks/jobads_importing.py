"""Reads one file into a source, as the command does: `python -m benchmarks.jobads_importing SOURCE FILE`.

Prints a line of JSON: what changed, seconds, processor seconds of this program, its highest memory. How far it is, is
told on the other channel.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import django

from benchmarks.importing import highest_mb


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

    with file.open("rb") as content:
        run = imports.read_file(source, content, by=None, file_name=file.name, advance=tell)
    assert not run.fault, run.fault
    found = {word: getattr(run, word) for word in ("new", "changed", "same", "gone")}
    found |= {"seconds": time.monotonic() - began, "processor": time.process_time() - worked, "highest": highest_mb()}
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
