"""How near does a nearest-neighbour index come to matching? pgvector alone, beside the shelf, on the same offers.

Each offer becomes one vector, and a person another, whose inner product is the part of the score that is a sum:
skills asked for, jobs done and jobs wanted, each concept a direction of its own (random, 384 numbers; two directions
are all but at right angles). What conditions, level and languages add, no such vector can say.
WAYLINE_BENCH_VECTORS sets the number of offers; WAYLINE_BENCH_HOME keeps what was made.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from benchmarks import matching as ground
from benchmarks import vacancies
from benchmarks.report import Spread, Table, spread
from wayline.opportunities import matching
from wayline.opportunities.actions import shelf
from wayline.opportunities.models import Listing
from wayline.opportunities.queries import match_person, match_search, stock
from wayline.opportunities.queries.match_person import Seeker

OFFERS = int(os.environ.get("WAYLINE_BENCH_VECTORS", "100000"))
NUMBERS = 384
ROUNDS = 20
PART = 20_000
LOOKED_AT = 200
"""hnsw.ef_search: neighbours that the index keeps in sight."""
MADE = f"""
CREATE EXTENSION IF NOT EXISTS vector;
DROP TABLE IF EXISTS bench_vector;
CREATE UNLOGGED TABLE bench_vector (id bigint, kind text, direction halfvec({NUMBERS}));
"""
INDEX = "CREATE INDEX ON bench_vector USING hnsw (direction halfvec_ip_ops)"
ASKED = """
SELECT a.listing_id, a.skill_id, CASE a.need WHEN 2 THEN %s WHEN 1 THEN %s ELSE %s END
FROM opportunities_askedskill a WHERE a.listing_id >= %s AND a.listing_id < %s
"""
JOBS = """
SELECT opportunity_id, concept_id FROM opportunities_occupationtag WHERE opportunity_id >= %s AND opportunity_id < %s
"""
NEAREST = """
SELECT id FROM bench_vector WHERE kind = ANY(%s) AND NOT id = ANY(%s)
ORDER BY direction <#> %s::halfvec LIMIT 50
"""
Direction = NDArray[np.float32]


def run() -> list[Table]:
    filled = vacancies.fill(OFFERS)
    vacancies.titles()
    if filled or stock.current() is None:
        shelf.remake()
    table = Table(
        f"pgvector alone beside the shelf, {Listing.objects.count():,} offers",
        "python -m benchmarks matching_pgvector",
        ("person", "by", "ms: median", "p95", "rows of 50", "of our best fifty, %"),
        note=f"Vectors of {NUMBERS} half-precision numbers that hold skills and jobs, no conditions. Exact: every "
        f"vector is looked at. Index: HNSW as pgvector makes it by default, {LOOKED_AT} neighbours in sight, kind and "
        "what was set aside filtered afterwards. Iterating: it goes on until fifty are found. The shelf scores all "
        "rules exactly.",
    )  # fmt: skip
    people = [(name, match_person.seeker(member), member) for name, member in ground._people()]
    made, indexed = _make()
    for name, who, member in people:
        assert who is not None
        table.rows += _rows(name, who, _aside(member.user_id))
    table.note += f" Vectors made in {made:.0f} s, the index in {indexed:.0f} s."
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_vector")
    return [table]


def _rows(name: str, who: Seeker, aside: list[int]) -> Iterator[Sequence[object]]:
    weights = matching.current()
    best = {key for key, _points in match_search.best(who, weights)[0]}
    told = _times(lambda: match_search.best(who, weights))
    yield name, "shelf", f"{told.median:.0f}", f"{told.p95:.0f}", len(best), 100
    asked = [match_search.kinds_of(who.choice), aside, _text(_of_person(who, weights))]
    for by, settings in {
        "exact": {"enable_indexscan": "off"},
        "index": {"enable_seqscan": "off", "hnsw.iterative_scan": "off"},
        "index, iterating": {"enable_seqscan": "off", "hnsw.iterative_scan": "strict_order"},
    }.items():
        for key, value in {"enable_indexscan": "on", "enable_seqscan": "on", **settings}.items():
            _set(key, value)
        _set("hnsw.ef_search", str(LOOKED_AT))
        found = _nearest(asked)
        told = _times(lambda: _nearest(asked))
        right = round(100 * len(best & set(found)) / max(1, len(best)))
        yield name, f"pgvector, {by}", f"{told.median:.0f}", f"{told.p95:.0f}", len(found), right


def _set(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [name, value])


def _nearest(asked: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, asked)
        return [key for (key,) in cursor.fetchall()]


def _aside(user: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT opportunity_id FROM opportunities_setaside WHERE user_id = %s", [user])
        return [key for (key,) in cursor.fetchall()]


def _times(what: Callable[[], object]) -> Spread:
    what()
    times = []
    for _turn in range(ROUNDS):
        began = time.perf_counter()
        what()
        times.append(time.perf_counter() - began)
    return spread(times)


# -- vectors ----------------------------------------------------------------------------------------------------------


def _direction(concept: int) -> Direction:
    """Of length 1, always the same for a concept."""
    found = np.random.default_rng(concept).standard_normal(NUMBERS, dtype=np.float32)
    return np.asarray(found / np.linalg.norm(found), np.float32)


def _of_person(who: Seeker, weights: matching.Weights) -> Direction:
    """Inner product with an offer's: about the points of skills, experience and wishes."""
    total = np.zeros(NUMBERS, np.float32)
    for concept, claim in who.person.skills.items():
        total += weights.rules["skills"] * claim.value * _direction(concept)
    for rule, claims in (("experience", who.person.experience), ("aspirations", who.person.aspirations)):
        for concept, claim in claims.items():
            total += weights.rules[rule] * claim.value * _direction(concept)
    return total / max(1.0, float(np.linalg.norm(total)))


def _text(direction: Direction) -> str:
    return "[" + ",".join(f"{number:.5g}" for number in direction) + "]"


def _make() -> tuple[float, float]:
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(MADE)
    kinds = dict(Listing.objects.values_list("pk", "kind"))
    first, last = min(kinds), max(kinds)
    known: dict[int, Direction] = {}
    for begin in range(first, last + 1, PART):
        _write(_of_offers(begin, begin + PART, known), kinds)
    made = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '2GB'")
        cursor.execute(INDEX)
        cursor.execute("ANALYZE bench_vector")
    return made - began, time.perf_counter() - made


def _of_offers(begin: int, end: int, known: dict[int, Direction]) -> dict[int, Direction]:
    need = matching.current().need
    skills: dict[int, list[tuple[int, float]]] = {}
    jobs: dict[int, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [need["must"], need["nice"], need["usual"], begin, end])
        for listing, skill, weight in cursor.fetchall():
            skills.setdefault(listing, []).append((skill, float(weight)))
        cursor.execute(JOBS, [begin, end])
        for listing, job in cursor.fetchall():
            jobs.setdefault(listing, []).append(job)
    found = {}
    for listing in {*skills, *jobs}:
        total = np.zeros(NUMBERS, np.float32)
        asked = sum(weight for _skill, weight in skills.get(listing, ()))
        for skill, weight in skills.get(listing, ()):
            total += weight / asked * _kept(known, skill)
        for job in jobs.get(listing, ()):
            total += _kept(known, job)
        found[listing] = total
    return found


def _kept(known: dict[int, Direction], concept: int) -> Direction:
    if concept not in known:
        known[concept] = _direction(concept)
    return known[concept]


def _write(found: dict[int, Direction], kinds: dict[int, str]) -> None:
    with connection.cursor() as cursor, cursor.copy("COPY bench_vector FROM STDIN") as copy:
        for listing, direction in found.items():
            if listing in kinds:
                copy.write_row((listing, kinds[listing], _text(direction)))
