"""How long do the explorer's pages take, on what publishers really give out?"""

from __future__ import annotations

import os
from pathlib import Path

from django.test import Client
from django.urls import reverse

from benchmarks import pages
from benchmarks.report import Table, timed
from benchmarks.web import BACKEND, web_process
from wayline.cli.releases import places
from wayline.lmi.models import Coverage
from wayline.people.models import User
from wayline.taxonomy import actions
from wayline.taxonomy.models import Concept
from wayline.taxonomy.sources import register

DATA = Path(os.environ.get("WAYLINE_DATA") or Path(__file__).parent.parent.parent / "shared" / "data")
JOBS = ("5241", "2237", "2134", "6135", "7111")
AREAS = ("lsip:GM_LSIP", "lsip:GL_LSIP", "gss:E92000001")


def run() -> list[Table]:
    _fill()
    table = Table(
        "Pages of the labour market explorer",
        "python -m benchmarks lmi_pages",
        pages.COLUMNS,
        budget="occupation ≤ 60 ms, comparison of 5 × 3 ≤ 100 ms, ranking ≤ 100 ms in the server; HTML ≤ 150 kB.",
        note=f"{_figures():,} figures. The first page after a start finds the ways between classifications; they are "
        "kept until a release is added, and so are the figures of the last 48 occupations and areas that were looked "
        "at. “Another each time” is the price without the latter.",
    )
    reader = User.objects.filter(email="bench@example.org").first() or User.objects.create(
        email="bench@example.org", name="Bench"
    )
    with web_process() as web:
        for name, path in _paths():
            table.rows.append(pages.measure(name, path, [reader] * 4, web))
    table.rows.insert(1, _another_each_time(reader))
    return [table]


def _another_each_time(reader: User) -> list[object]:
    """Occupations that nobody has looked at yet, in the server only."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(reader, backend=BACKEND)
    codes = Concept.objects.filter(scheme__key="soc-2020", level=4).order_by("code").values_list("code", flat=True)
    paths = iter([reverse("lmi:occupation", args=["soc-2020", code]) + f"?a={AREAS[1]}" for code in codes[:80]])
    told = timed(lambda: client.get(next(paths)), 60)
    return ["occupation, SOC 2020, another each time", told.median, told.p95, *[""] * (len(pages.COLUMNS) - 3)]


def _paths() -> list[tuple[str, str]]:
    jobs = [code for code in JOBS if Concept.objects.filter(scheme__key="soc-2020", code=code).exists()]
    asked = "&".join([*(f"o=soc-2020:{code}" for code in jobs), *(f"a={key}" for key in AREAS)])
    return [
        ("occupation, SOC 2020", reverse("lmi:occupation", args=["soc-2020", jobs[0]]) + f"?a={AREAS[0]}"),
        ("occupation, ESCO", reverse("lmi:occupation", args=["esco", "2221.1"]) + f"?a={AREAS[0]}"),
        ("occupation, O*NET", reverse("lmi:occupation", args=["onet-soc", "29-1141.00"]) + f"?a={AREAS[0]}"),
        ("comparison, 5 × 3", reverse("lmi:compare") + f"?{asked}"),
        ("ranking, all jobs and areas of a year", reverse("lmi:rankings") + "?indicator=projection"),
        ("picture of an area", reverse("lmi:area", args=AREAS[0].split(":"))),
        ("search", reverse("lmi:explorer") + "?q=nurse"),
    ]


def _fill() -> None:
    """Everything in the folder of data, once; a folder kept by WAYLINE_BENCH_HOME keeps it."""
    if Coverage.objects.exists():
        return
    for source in register.all_sources():
        for path in places(source, DATA):
            actions.add_release(source, path, write=True, advance=lambda done, of: None)


def _figures() -> int:
    return sum(Coverage.objects.values_list("observations", flat=True))
