"""Imports one package and says how long it took and how much memory: `python -m benchmarks.importing PATH EMAIL`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import django


def highest_mb() -> float:
    """VmHWM, which begins anew with the program; ru_maxrss would begin with what the program that started us held."""
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def main(path: str, email: str) -> None:
    django.setup()
    from wayline.learning.actions.packages import import_package
    from wayline.people.models import Membership

    who = Membership.objects.select_related("organisation", "user").get(user__email=email)
    before, told, began = highest_mb(), list[int](), time.monotonic()
    programme, _report = import_package(
        Path(path), organisation=who.organisation, by=who, progress=lambda done, total: told.append(done)
    )
    seconds = time.monotonic() - began
    assert programme.steps.count() > 0
    found = {"seconds": seconds, "before": before, "highest": highest_mb(), "told": len(set(told))}
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
