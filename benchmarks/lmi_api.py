"""How long do the APIs take, beside Datasette on the same tables?

`WAYLINE_BENCH_DATA` names a folder of publishers' files. Datasette comes from the package index into a throw-away
environment of its own. Both are asked over HTTP by one reader, in turns. With
`WAYLINE_BENCH_MANY=20000000` the figures are repeated over invented areas to that number, and the API is asked again.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client

from benchmarks.report import Spread, Table, spread, timed
from benchmarks.web import web_process
from wayline.lmi import coverage
from wayline.lmi.models import Observation
from wayline.taxonomy.models import Area, Release

API = "/api/lmi/v2"
COMMAND = "python -m benchmarks lmi_api"
REPEAT = 60
OCCUPATIONS = ("11", "21", "22", "52", "53")
QUESTIONS = (
    "one occupation, all its figures",
    "five occupations in three areas",
    "all occupations in all areas, one year",
)


def run() -> list[Table]:
    load()
    areas = busiest_areas()
    tables = [in_server(areas, "as loaded"), beside_datasette(areas)]
    if many := int(os.environ.get("WAYLINE_BENCH_MANY", "0")):
        multiply(many)
        tables.append(in_server(areas, f"{many:,} figures"))
    return tables


def load() -> None:
    """All that the folder holds, by the same command that people use."""
    if Observation.objects.exists():
        return
    folder = os.environ.get("WAYLINE_BENCH_DATA") or str(Path(__file__).parent.parent.parent / "shared" / "data")
    if not Path(folder).is_dir():
        raise SystemExit(f"No data at {folder}; set WAYLINE_BENCH_DATA to a folder of publishers' files.")
    subprocess.run(
        [sys.executable, "-m", "wayline", "data", "add", "--all", folder, "--write"], check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


def busiest_areas() -> list[Area]:
    """England and two local areas that have figures of every group."""
    return list(Area.objects.filter(code__in=("E92000001", "GL_LSIP", "GM_LSIP")).order_by("pk"))


def questions(areas: Sequence[Area]) -> list[str]:
    places = [("area", f"{area.scheme}:{area.code}") for area in areas]
    several = [*(("occupation", f"soc-2020:{code}") for code in OCCUPATIONS), *places, ("indicator", "projection")]
    ranked = {"indicator": "projection", "year": 2035, "limit": 20_000}
    return [
        f"{API}/occupations/soc-2020/52/profile?area={places[0][1]}",
        f"{API}/compare?{urlencode(several)}",
        f"{API}/rankings?{urlencode(ranked)}",
    ]


def in_server(areas: Sequence[Area], size: str) -> Table:
    table = Table(
        f"The API in the server: {size}", COMMAND, ("question", "median ms", "p95 ms", "kB"),
        budget="one occupation p95 ≤ 10 ms; five in three areas ≤ 100 ms; all in all areas ≤ 100 ms.",
        note=f"{Observation.objects.count():,} figures. The whole of Django, door included; no answer is kept.",
    )  # fmt: skip
    client, settings.API_LIMIT = Client(SERVER_NAME="127.0.0.1"), 1_000_000  # it is counted, and never reached
    for name, path in zip(QUESTIONS, questions(areas), strict=True):
        told = timed(lambda path=path: _ask(client, path), REPEAT)  # type: ignore[misc]
        table.rows.append([name, told.median, told.p95, len(_ask(client, path)) / 1000])
    return table


def _ask(client: Client, path: str) -> bytes:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return answer.content


# -- the same from SQLite, by Datasette -------------------------------------------------------------------------------

ROW = """
SELECT o.id, i.key AS indicator, i.unit, o.statistic, o.value, o.status, o.reason, o.quality, o.period_start,
  o.period_end, s.key AS scheme, c.code, c.title, a.code AS area, a.title AS area_name, o.place, r.title AS release
FROM observation o JOIN indicator i ON i.id = o.indicator_id JOIN concept c ON c.id = o.occupation_id
  JOIN scheme s ON s.id = c.scheme_id JOIN area a ON a.id = o.area_id JOIN release r ON r.id = o.release_id
WHERE o.cut_id = {cut} AND
"""
COPIED = {
    "observation": "SELECT id, release_id, indicator_id, occupation_id, area_id, cut_id, statistic, "
    "period_start::text, period_end::text, value, status, reason, quality, place FROM lmi_observation",
    "indicator": "SELECT id, key, unit FROM lmi_indicator",
    "concept": "SELECT id, scheme_id, code, title FROM taxonomy_concept",
    "scheme": "SELECT id, key FROM taxonomy_scheme",
    "area": "SELECT id, code, title FROM taxonomy_area",
    "release": "SELECT id, title FROM taxonomy_release",
}


def copy_to_sqlite(file: Path) -> None:
    """The same rows, with the indexes that these questions want: the other side gets its best."""
    with sqlite3.connect(file) as made, connection.cursor() as cursor:
        for name, query in COPIED.items():
            cursor.execute(query)
            columns = [column[0] for column in cursor.description or ()]
            made.execute(f"CREATE TABLE {name} ({', '.join(columns)}, PRIMARY KEY (id))")
            marks = ", ".join("?" * len(columns))
            while rows := cursor.fetchmany(20_000):
                made.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608
        made.execute("CREATE INDEX by_occupation ON observation (occupation_id, indicator_id, area_id, period_end)")
        made.execute("CREATE INDEX by_year ON observation (indicator_id, statistic, period_end, area_id)")
        made.execute("ANALYZE")


def same_questions(areas: Sequence[Area], file: Path) -> list[str]:
    """As SQL, in the order of `questions`."""
    with sqlite3.connect(file) as made:
        cut = made.execute("SELECT cut_id FROM observation GROUP BY cut_id ORDER BY count(*) DESC LIMIT 1").fetchone()[
            0
        ]
    row, places = ROW.format(cut=cut), ", ".join(f"'{area.code}'" for area in areas)
    codes = ", ".join(f"'{code}'" for code in OCCUPATIONS)
    return [
        f"{row} s.key = 'soc-2020' AND c.code = '52' AND a.code = '{areas[0].code}' ORDER BY o.indicator_id",
        f"{row} s.key = 'soc-2020' AND c.code IN ({codes}) AND a.code IN ({places}) AND i.key = 'projection'",
        f"{row} i.key = 'projection' AND o.statistic = 'total' AND o.period_end = '2035-12-31' AND o.value IS NOT NULL "
        "ORDER BY o.value DESC",
    ]


def beside_datasette(areas: Sequence[Area]) -> Table:
    table = Table(
        "The API beside Datasette on the same tables (SQLite), over HTTP, one reader", COMMAND,
        ("question", "Wayline median ms", "p95", "Datasette median ms", "p95", "times"),
        budget="faster on each question.", note="Asked in turns, so that what else the machine does meets both alike.",
    )  # fmt: skip
    os.environ["WAYLINE_API_LIMIT"] = "1000000"  # one reader asks more often than anybody may
    with tempfile.TemporaryDirectory(prefix="wayline-datasette-") as folder:
        file = Path(folder) / "lmi.db"
        copy_to_sqlite(file)
        asked = same_questions(areas, file)
        with datasette(Path(folder), file) as theirs, web_process() as ours:
            for name, path, sql in zip(QUESTIONS, questions(areas), asked, strict=True):
                other = f"/lmi.json?{urlencode({'sql': sql, '_shape': 'array'})}"
                mine, yours = in_turns(reader(ours.port, path), reader(theirs, other))
                table.rows.append([name, mine.median, mine.p95, yours.median, yours.p95, yours.median / mine.median])
    return table


@contextmanager
def datasette(folder: Path, file: Path) -> Iterator[int]:
    uv = Path(sys.executable).parent / "uv"
    home = folder / "venv"
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, home], check=True)
    install = [str(uv), "pip", "install", "--quiet", "--python", str(home / "bin" / "python"), "datasette>=0.65,<1"]
    subprocess.run(install, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    limits_off = ["--setting", "max_returned_rows", "100000", "--setting", "sql_time_limit_ms", "60000"]
    command = [str(home / "bin" / "datasette"), "serve", "-i", str(file), "-p", str(port), *limits_off]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(home, ignore_errors=True)


def wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            reader(port, "/-/versions.json")()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("Datasette did not answer.")


def reader(port: int, path: str) -> Callable[[], bytes]:
    held = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask() -> bytes:
        held.request("GET", path)
        answer = held.getresponse()
        body = answer.read()
        if answer.status != 200 or not json.loads(body):
            raise RuntimeError(f"{urlsplit(path).path} answered {answer.status}: {body[:200]!r}")
        return body

    return ask


def in_turns(mine: Callable[[], bytes], yours: Callable[[], bytes]) -> tuple[Spread, Spread]:
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(REPEAT + 3):
        for ask, kept in zip((mine, yours), times, strict=True):
            began = time.perf_counter()
            ask()
            if turn >= 3:
                kept.append(time.perf_counter() - began)
    return spread(times[0]), spread(times[1])


# -- twenty million ---------------------------------------------------------------------------------------------------


def multiply(wanted: int) -> None:
    """The figures that are asked for, again and again, over areas that do not exist, until they are so many."""
    asked = Observation.objects.filter(indicator__key="projection", occupation__scheme__key="soc-2020")
    release = Release.objects.filter(pk__in=asked.values("release")).order_by("-rows").first()
    if release is None:
        raise SystemExit("No projections are loaded.")
    names = [
        field.column
        for field in Observation._meta.concrete_fields
        if field.column and field.column not in {"id", "area_id"}
    ]
    there, number = Observation.objects.count(), 0
    own = Observation.objects.filter(release=release)
    used = list(Area.objects.filter(pk__in=own.values("area")))
    while there < wanted:
        number += 1
        invented = [
            Area(
                scheme="invented",
                code=f"{area.code}-{number}",
                title=f"Invented {area.code} {number}",
                kind=area.kind,
                country="GB",
            )
            for area in used
        ]
        Area.objects.bulk_create(invented)
        pairs = dict(zip([area.pk for area in used], [area.pk for area in invented], strict=True))
        there += _again(release, names, pairs)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE lmi_observation")
    coverage.recount(release)


def _again(release: Release, names: Sequence[str], pairs: dict[int, int]) -> int:
    columns = ", ".join(names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO lmi_observation (area_id, {columns}) SELECT new.id, {columns} FROM lmi_observation o "  # noqa: S608
            "JOIN unnest(%s::bigint[], %s::bigint[]) AS new(old, id) ON new.old = o.area_id WHERE release_id = %s",
            [list(pairs), list(pairs.values()), release.pk],
        )
        return int(cursor.rowcount)
