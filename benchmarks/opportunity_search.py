"""How long does a search with facets take over vacancies made from real titles and skills, as their number grows?

WAYLINE_BENCH_VACANCIES sets the sizes, 10000,100000 for instance. WAYLINE_BENCH_HOME keeps what was made.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.test import Client
from django.urls import reverse

from benchmarks import vacancies
from benchmarks.report import Table, spread
from wayline.opportunities.actions import shelf
from wayline.opportunities.asked import Asked, query_of
from wayline.opportunities.facets import counted
from wayline.opportunities.models import Listing, OccupationTag, Opportunity
from wayline.opportunities.queries import resolving, search, stock
from wayline.opportunities.queries.listed import Listed
from wayline.taxonomy.models import Concept

SIZES = [int(size) for size in os.environ.get("WAYLINE_BENCH_VACANCIES", "10000,100000,1000000").split(",")]
ROUNDS, SLOW_ROUNDS = 40, 6
WORDS = ("nurse", "driver", "software developer", "warehouse", "cook")
HIGHEST = "int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
"""Kilobytes of memory that a process held at most; `getrusage` would tell those of the process that started it."""
COMMAND = "python -m benchmarks opportunity_search"


def run() -> list[Table]:
    table = Table(
        "Search with facets, as the number of vacancies grows",
        COMMAND,
        ("search, vacancies", "found", "search ms: median", "p95", "whole page ms: median", "p95", "by the tables ms"),
        budget="≤ 150 ms at 1,000,000: the first twenty and all facets with their counts",
        note="Search: from the address to the counts and the first twenty offers. Whole page: the same through the "
        "view, with its template. By the tables: the counts and the first twenty keys without the shelf, as it was "
        "before there was one; both say the same, which is checked here.",
    )
    making = Table(
        "Making the shelf",
        COMMAND,
        ("vacancies", "seconds", "MB on the disk", "MB of memory that the process held at most", "rows made in s"),
        budget="in bounded memory",
        note="In a process of its own. Rows made: with all their indexes, by statements that write many at once.",
    )
    for size in SIZES:
        filled = vacancies.fill(size)
        vacancies.titles()
        making.rows.append(made_apart(filled))
        for name, searches in _searches():
            table.rows.append(_measured(f"{name}, {Listing.objects.count():,}", searches))
    return [table, making, *_after_changes(), _beside_bm25()]


def _searches() -> list[tuple[str, list[Asked]]]:
    area = vacancies.area()
    job = Concept.objects.filter(pk__in=OccupationTag.objects.values("concept")).select_related("scheme").first()
    assert area is not None
    assert job is not None
    occupation, place = f"{job.scheme.key}:{job.code}", f"{area.scheme}:{area.code}"
    return [
        ("everything", [Asked()]),
        ("a word", [Asked(words=word) for word in WORDS]),
        ("a word, part time, an area", [Asked(words=word, hours="part_time", area=place) for word in WORDS]),
        ("an occupation", [Asked(occupation=occupation)]),
        ("an area, pay of at least 30,000, best paid first", [Asked(area=place, pay=30_000, sort="pay")]),
        ("nothing fits", [Asked(words="nurse", contract="seasonal", level="1", area=place, pay=9_000_000)]),
    ]


def made_apart(filled: float) -> list[object]:
    """The shelf made in a process of its own, whose memory can be told."""
    began = time.perf_counter()
    code = (
        "import json, django; django.setup(); from wayline.opportunities.actions import shelf;"
        f"number = shelf.remake(); print(json.dumps([number, {HIGHEST}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    number, memory = json.loads(done.stdout.splitlines()[-1])
    seconds = time.perf_counter() - began
    size = sum(file.stat().st_size for file in stock.folder().iterdir())
    return [f"{number:,}", f"{seconds:.0f}", size >> 20, memory >> 10, f"{filled:.0f}" if filled else "kept"]


def _measured(name: str, searches: list[Asked]) -> list[object]:
    totals: list[int] = []
    found = _times(ROUNDS, searches, lambda asked: totals.append(_search(asked)))
    client = Client(HTTP_HOST="localhost")
    page = _times(ROUNDS, searches, lambda asked: _page(client, asked))
    for asked in searches:
        assert _by_the_tables(asked) == _by_the_shelf(asked), asked
    tables = _times(SLOW_ROUNDS, searches, _by_the_tables)
    told = [f"{one:.0f}" for times in (spread(found), spread(page)) for one in (times.median, times.p95)]
    return [name, f"{sum(totals) // len(totals):,}", *told, f"{spread(tables).median:.0f}"]


def _times(rounds: int, searches: list[Asked], act: Callable[[Asked], object]) -> list[float]:
    """The first of each warm the caches, as in steady state."""
    for asked in searches:
        act(asked)
    times = []
    for turn in range(rounds):
        began = time.perf_counter()
        act(searches[turn % len(searches)])
        times.append(time.perf_counter() - began)
    return times


def _search(asked: Asked) -> int:
    found = search.search(asked)
    assert len(found.rows[: search.PER_PAGE]) == min(search.PER_PAGE, found.total)
    return found.total


def _page(client: Client, asked: Asked) -> None:
    answer = client.get(f"{reverse('opportunities:search')}?{query_of(asked)}")
    assert answer.status_code == 200, answer.status_code


def _by_the_tables(asked: Asked) -> tuple[int, list[int]]:
    answer = Listed.everything(resolving.question(asked))
    return counted(asked, answer.cube()).total, answer.keys(search.PER_PAGE)


def _by_the_shelf(asked: Asked) -> tuple[int, list[int]]:
    found = search.search(asked)
    return found.total, [offer.pk for offer in found.rows[: search.PER_PAGE]]


# -- what changed since -----------------------------------------------------------------------------------------------


def _after_changes() -> list[Table]:
    table = Table(
        f"The same at {Listing.objects.count():,} when listings changed since the shelf was made",
        COMMAND,
        ("changed", "everything ms: median", "p95", "a word ms: median", "p95"),
        budget="≤ 150 ms with 10,000 changed, once the worker put up the later shelf",
        note="Changed listings are struck from the shelf and asked for in the tables. Later shelf: what the worker "
        "puts up beside it after a reading and each hour, from 500 changes on; then only what changed after it is "
        "asked for in the tables. That it answers as the tables alone is checked here.",
    )
    keys = list(Listing.objects.order_by("?").values_list("pk", flat=True)[:10_000])
    for begin, end in ((0, 100), (100, 1_000), (1_000, 10_000)):
        _change(keys[begin:end])
        table.rows.append([f"{end:,}", *_told()])
    began = time.perf_counter()
    shelf.add_later()
    table.rows.append([f"10,000, with a later shelf, made in {time.perf_counter() - began:.0f} s", *_told()])
    _change(keys[:100])
    table.rows.append(["the same, and 100 after it", *_told()])
    for asked in (Asked(), *(Asked(words=word) for word in WORDS)):
        assert _by_the_tables(asked) == _by_the_shelf(asked), asked
    shelf.remake()
    return [table]


def _change(keys: list[int]) -> None:
    Listing.objects.filter(pk__in=keys).update(currency="GBP")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE opportunities_listingchange")


def _told() -> list[str]:
    times = [_times(ROUNDS, some, _search) for some in ([Asked()], [Asked(words=word) for word in WORDS])]
    return [f"{one:.0f}" for each in map(spread, times) for one in (each.median, each.p95)]


# -- words, beside BM25 -----------------------------------------------------------------------------------------------

BM25 = """
import json, sys, time
import bm25s, Stemmer
texts = (line.rstrip("\\n") for line in open(sys.argv[1], encoding="utf-8"))
words = json.loads(sys.argv[2])
began = time.perf_counter()
stemmer = Stemmer.Stemmer("english")
tokens = bm25s.tokenize(list(texts), stopwords="en", stemmer=stemmer, show_progress=False)
index = bm25s.BM25()
index.index(tokens, show_progress=False)
made = time.perf_counter() - began
times = []
for turn in range(45):
    began = time.perf_counter()
    asked = bm25s.tokenize([words[turn % len(words)]], stopwords="en", stemmer=stemmer, show_progress=False)
    index.retrieve(asked, k=20, show_progress=False)
    times.append(time.perf_counter() - began)
print(json.dumps([made, HIGHEST, times[5:]]))
"""


def _beside_bm25() -> Table:
    """bm25s finds the best twenty by words and counts nothing: no facets, no filter, no total."""
    table = Table(
        f"Words beside bm25s, over the same {Listing.objects.count():,} texts",
        COMMAND,
        ("what", "ms: median", "p95", "made in s", "MB of memory"),
        note="bm25s (in an environment that is thrown away) returns twenty texts by BM25, with any of the words; it "
        "has no facets, filters, totals or languages, and its memory holds the texts while it is made. Wayline's row "
        "is the whole search with all facets, and the memory of this process, most of it mapped and shared.",
    )
    times = spread(_times(ROUNDS, [Asked(words=word) for word in WORDS], _search))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    table.rows.append(["Wayline", f"{times.median:.0f}", f"{times.p95:.0f}", "see above", memory])
    with tempfile.TemporaryDirectory(prefix="wayline-bm25-") as folder:
        made, held, seconds = _bm25(Path(folder))
    theirs = spread(seconds)
    table.rows.append(["bm25s", f"{theirs.median:.0f}", f"{theirs.p95:.0f}", f"{made:.0f}", held >> 10])
    return table


def _bm25(folder: Path) -> tuple[float, int, list[float]]:
    python, uv = folder / "venv" / "bin" / "python", Path(sys.executable).parent / "uv"
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, folder / "venv"], check=True)
    wanted = ["bm25s>=0.2.14", "PyStemmer>=3.0"]
    subprocess.run([uv, "pip", "install", "--quiet", "--python", python, *wanted], check=True)
    texts = folder / "texts.txt"
    with texts.open("w", encoding="utf-8") as file:
        for title, text in Opportunity.objects.order_by("pk").values_list("title", "text").iterator(chunk_size=10_000):
            file.write(f"{title} {text}".replace("\n", " ") + "\n")
    done = subprocess.run(
        [python, "-c", BM25.replace("HIGHEST", HIGHEST), texts, json.dumps(WORDS)],
        check=True,
        capture_output=True,
        text=True,
    )
    made, held, seconds = json.loads(done.stdout.splitlines()[-1])
    return made, held, seconds
