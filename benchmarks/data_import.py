"""How long does it take to load all publishers' files, and how much memory? Words first, then figures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.report import Table

ROOT = Path(__file__).parent.parent


def run() -> list[Table]:
    table = Table(
        "Loading publishers' files",
        "python -m benchmarks data_import",
        ("source", "rows", "seconds", "processor seconds", "highest MB"),
        budget="≤ 180 seconds in all and ≤ 1024 MB.",
        note="All in one transaction, which is taken back at the end. The folder is that of WAYLINE_DATA.",
    )
    folder = Path(os.environ.get("WAYLINE_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        table.rows.append([f"no files at {folder}", "-", "-", "-", "-"])
        return [table]
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.data_importing", str(folder)], check=True, capture_output=True, text=True
    )
    found = [json.loads(line) for line in told.stdout.splitlines() if line.startswith("{")]
    for one in found:
        table.rows.append([one["source"], one["rows"], one["seconds"], one["processor"], one["highest"]])
    seconds, processor = (sum(one[name] for one in found) for name in ("seconds", "processor"))
    rows, highest = sum(one["rows"] for one in found), max(one["highest"] for one in found)
    table.rows.append(["all", rows, seconds, processor, highest])
    return [table]
