"""Loads every source of a folder in one transaction and takes it back: `python -m benchmarks.data_importing FOLDER`.

Prints a line of JSON a source: rows, seconds, processor seconds of this program, and its highest memory so far.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import django

from benchmarks.importing import highest_mb


def main(folder: Path) -> None:
    django.setup()
    from django.db import connection, transaction

    from wayline.taxonomy.actions import add_release
    from wayline.taxonomy.sources.register import all_sources

    with transaction.atomic():
        for source in all_sources():
            for inside in sorted(one for one in (folder, *folder.iterdir()) if one.is_dir()):
                if not source.find(inside):
                    continue
                began, worked = time.monotonic(), time.process_time()
                outcome = add_release(source, inside, write=True, advance=lambda done, total: None)
                connection.check_constraints()  # what a commit would do
                said = {
                    "source": outcome.release.title,
                    "rows": outcome.release.rows,
                    "seconds": time.monotonic() - began,
                    "processor": time.process_time() - worked,
                    "highest": highest_mb(),
                }
                print(json.dumps(said), flush=True)
        transaction.set_rollback(True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
