"""`python -m benchmarks [names] [--write]`: runs the benchmarks, prints tables, writes build/benchmarks/*.json."""

from __future__ import annotations

import argparse
import importlib
import sys
import time
import warnings
from pathlib import Path

from benchmarks import ground

# The last two end servers by force, so they come last.
NAMES = (
    "step_page", "programme_page", "participation", "posting", "cartridge", "futurelearn", "lmi_pages", "lmi_api",
    "portfolio_page", "cv_pdf", "portfolio_formats", "badges", "survey_report", "interests", "opportunity_search",
    "importing_ads", "matching", "matching_pgvector", "matching_nightly", "moves", "jobs_to_move_to", "extraction",
    "intelligence", "titles_speed", "titles_soc", "titles_national", "data_import", "memory", "durability",
)  # fmt: skip
DOCUMENT = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="name", help=f"one or several of: {', '.join(NAMES)} (default: all)"
    )
    parser.add_argument("--write", action="store_true", help="write the figures into docs/benchmarks.md")
    asked = parser.parse_args()
    unknown = set(asked.names) - set(NAMES)
    if unknown:
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    warnings.simplefilter("ignore")
    from benchmarks import report

    began = time.monotonic()
    measured = [name for name in NAMES if not asked.names or name in asked.names]
    with ground.service(ground.settle()):
        for name in measured:
            where = report.machine()
            print(where, "\n", flush=True)
            tables = importlib.import_module(f"benchmarks.{name}").run()
            for table in tables:
                print(table.as_text(), flush=True)
            report.keep_json(name, tables, where)
    print(f"{time.monotonic() - began:.0f} seconds in all. JSON: {report.FOLDER}")
    if asked.write:
        report.write_into(DOCUMENT, NAMES, measured)
        print(f"Written into {DOCUMENT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
