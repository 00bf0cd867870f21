"""Vacancies by the hundred thousand, made from the titles, descriptions and skills of ESCO with the same dice.

One statement for each table and 50,000 rows: what `actions/listings.py` writes for each offer is written here for all
of them, and some are written anew by it at the end, which must change nothing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from wayline.cli.releases import places
from wayline.opportunities.actions import asking, listings
from wayline.opportunities.models import Listing, Opportunity, Source
from wayline.people.models import Organisation
from wayline.taxonomy import actions, title_index
from wayline.taxonomy.enums import ConceptKind
from wayline.taxonomy.models import Area, Concept
from wayline.taxonomy.sources import register

DATA = Path(os.environ.get("WAYLINE_DATA") or Path(__file__).parent.parent.parent / "shared" / "data")
BATCH = 50_000
MANY = 50_000
"""From so many on, indexes are made after the rows."""
SKILLS = 8
TABLES = (
    "opportunities_opportunity", "opportunities_listing", "opportunities_asking", "opportunities_askedskill",
    "opportunities_occupationtag", "opportunities_want",
)  # fmt: skip
REGIONS = {
    "E12000001": "North East", "E12000002": "North West", "E12000003": "Yorkshire and The Humber",
    "E12000004": "East Midlands", "E12000005": "West Midlands", "E12000006": "East", "E12000007": "London",
    "E12000008": "South East", "E12000009": "South West", "N92000002": "Northern Ireland", "S92000003": "Scotland",
    "W92000004": "Wales",
}  # fmt: skip
GROUND = """
CREATE TEMPORARY TABLE IF NOT EXISTS bench_job AS
SELECT row_number() OVER (ORDER BY c.id) - 1 AS n, c.id, c.title, c.description,
    (WITH RECURSIVE line (id) AS (SELECT c.id UNION SELECT up.id FROM line
        JOIN taxonomy_concept here ON here.id = line.id JOIN taxonomy_concept up ON up.id = here.broader_id)
    SELECT array_agg(id ORDER BY id) FROM line) AS above
FROM taxonomy_concept c JOIN taxonomy_scheme s ON s.id = c.scheme_id AND s.is_current
WHERE c.kind = 'occupation' AND NOT c.retired AND EXISTS (
    SELECT 1 FROM taxonomy_occupationskill o WHERE o.occupation_id = c.id);
CREATE TEMPORARY TABLE IF NOT EXISTS bench_skill AS
SELECT DISTINCT o.occupation_id AS job, o.skill_id AS skill, c.title
FROM taxonomy_occupationskill o JOIN taxonomy_concept c ON c.id = o.skill_id;
CREATE INDEX IF NOT EXISTS bench_skill_job ON bench_skill (job);
CREATE TEMPORARY TABLE IF NOT EXISTS bench_area AS
SELECT row_number() OVER (ORDER BY id) - 1 AS n, id,
    ARRAY(SELECT x FROM unnest(ARRAY[id, parent_id]) x WHERE x IS NOT NULL ORDER BY 1) AS above
FROM taxonomy_area WHERE country = 'GB' AND kind = 'region';
ANALYZE bench_job, bench_skill, bench_area;
"""
DICE = """
DROP TABLE IF EXISTS bench_offer, bench_pick;
SELECT setseed(%(seed)s);
CREATE TEMPORARY TABLE bench_offer AS
SELECT %(base)s + n AS id, n, floor(random() * (SELECT count(*) FROM bench_job))::int AS job,
    floor(random() * (SELECT greatest(1, count(*)) FROM bench_area))::int AS area,
    CASE WHEN random() < 0.85 THEN 'vacancy'
        ELSE (ARRAY['vacancy', 'work_experience', 'training', 'mentoring'])[1 + floor(random() * 4)::int] END AS kind,
    (ARRAY['', ' (part time)', ', nights', ' for our team'])[1 + floor(random() * 4)::int] AS more,
    (ARRAY['on_site', 'hybrid', 'remote'])[1 + floor(random() * 3)::int] AS remote,
    (ARRAY['', 'full_time', 'part_time', 'either'])[1 + floor(random() * 4)::int] AS hours,
    (ARRAY['', 'permanent', 'fixed_term', 'agency', 'seasonal', 'apprenticeship', 'on_call', 'self_employed'])
        [1 + floor(random() * 8)::int] AS contract,
    CASE WHEN random() < 0.6 THEN 18000 + 500 * floor(random() * 84)::int END AS pay,
    (ARRAY[NULL, 1, 2, 3, 4, 5, 6, 7])[1 + floor(random() * 8)::int] AS level,
    date_trunc('second', now()) - floor(random() * 60000) * interval '1 minute' AS published
FROM generate_series(%(begin)s, %(end)s - 1) AS n;
CREATE TEMPORARY TABLE bench_pick AS
SELECT o.id, s.skill, s.title FROM bench_offer o JOIN bench_job j ON j.n = o.job, LATERAL (
    SELECT skill, title FROM bench_skill WHERE job = j.id ORDER BY hashint8(skill # o.n) LIMIT %(skills)s) s;
CREATE INDEX ON bench_pick (id);
ANALYZE bench_offer, bench_pick;
"""
OFFERS = """
INSERT INTO opportunities_opportunity (id, kind, state, service_id, source_id, source_key, source_url, digest, title,
    text, language, languages, area_id, town, postcode, remote, hours, contract, pay_from, pay_to, pay_per, currency,
    level, accessibility, accessibility_notes, contact_name, contact_email, contact_phone, apply_url, details, note,
    employer_name, created_at, changed_at, published_at, shown_until, words)
SELECT id, kind, 'published', %(service)s, %(source)s, n, '', '', title, text, 'en', '{}', area, town, '', remote,
    hours, contract, pay, pay + 3000, CASE WHEN pay IS NULL THEN '' ELSE 'year' END,
    CASE WHEN pay IS NULL THEN '' ELSE 'GBP' END, level, '{}', '', '', '', '', '', '{}', '', employer,
    published, published, published, current_date + 30,
    setweight(to_tsvector('english', title) || to_tsvector('simple', title), 'A')
    || setweight(to_tsvector('simple', concat_ws(' ', employer, town)), 'B')
    || setweight(to_tsvector('english', text), 'C')
FROM (SELECT o.*, a.id AS area, left(j.title || o.more, 200) AS title, 'Company ' || o.n %% 7000 AS employer,
        'Town ' || o.n %% 900 AS town, j.description || E'\\n\\n' || coalesce((
            SELECT string_agg('- ' || p.title, E'\\n') FROM bench_pick p WHERE p.id = o.id), '') AS text
    FROM (SELECT id, n, job, area AS place, kind, more, remote, hours, contract, pay, level, published
        FROM bench_offer) o
    JOIN bench_job j ON j.n = o.job LEFT JOIN bench_area a ON a.n = o.place) made
"""
REST = """
INSERT INTO opportunities_occupationtag (opportunity_id, concept_id)
SELECT o.id, j.id FROM bench_offer o JOIN bench_job j ON j.n = o.job;
INSERT INTO opportunities_want (opportunity_id, concept_id, text, need)
SELECT DISTINCT ON (id, title) id, skill, title, 'must' FROM bench_pick;
INSERT INTO opportunities_listing (opportunity_id, kind, hours, contract, remote, level, language, pay_a_year, currency,
    published_at, shown_until, occupations, skills, areas, accessibility, title_words)
SELECT o.id, o.kind, o.hours, o.contract, o.remote, o.level, 'en', o.pay + 3000,
    CASE WHEN o.pay IS NULL THEN '' ELSE 'GBP' END, o.published, current_date + 30, j.above,
    ARRAY(SELECT DISTINCT concept_id FROM opportunities_want w WHERE w.opportunity_id = o.id ORDER BY 1),
    coalesce(a.above, '{}'), '{}', to_tsvector('english', left(j.title || o.more, 200))
        || to_tsvector('simple', left(j.title || o.more, 200))
FROM bench_offer o JOIN bench_job j ON j.n = o.job LEFT JOIN bench_area a ON a.n = o.area;
"""


def fill(number: int) -> float:
    """Vacancies up to this number, with the classification they are made from. Returns the seconds it took."""
    there = Listing.objects.count()
    if there >= number:
        return 0
    classification()
    began = time.perf_counter()
    service = Organisation.objects.get_or_create(slug="bench", defaults={"name": "Bench"})[0]
    feed = Source.objects.get_or_create(service=service, name="Bench", format="csv")[0]
    with connection.cursor() as cursor:
        cursor.execute(GROUND)
    with _without_indexes() if number - there >= MANY else transaction.atomic():
        for begin in range(there, number, BATCH):
            _batch(service.pk, feed.pk, begin, min(begin + BATCH, number))
    settle()
    _check()
    return time.perf_counter() - began


def settle() -> None:
    """As autovacuum leaves the tables in steady state."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {', '.join(TABLES)}")


def _areas() -> None:
    """The countries and regions of the United Kingdom (ONS codes), where no release brought them."""
    country = Area.objects.get_or_create(
        scheme="gss", code="K02000001", defaults={"title": "United Kingdom", "kind": "country", "country": "GB"}
    )[0]
    for code, title in REGIONS.items():
        said = {"title": title, "kind": "region", "country": "GB", "parent": country}
        Area.objects.get_or_create(scheme="gss", code=code, defaults=said)


def classification() -> None:
    _areas()
    if Concept.objects.filter(scheme__key="esco", kind=ConceptKind.SKILL).exists():
        return
    for source in register.all_sources():
        if source.key == "esco":
            for path in places(source, DATA):
                actions.add_release(source, path, write=True, advance=lambda done, of: None)


@transaction.atomic
def _batch(service: int, source: int, begin: int, end: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # each key is of a row that was just read
        cursor.execute("SELECT coalesce(max(id), 0) - %s FROM opportunities_opportunity", [begin - 1])
        base = cursor.fetchone()[0]
        said: dict[str, Any] = {"seed": 1 / (2 + begin), "base": base, "begin": begin, "end": end, "skills": SKILLS}
        cursor.execute(_written(DICE, said))
        cursor.execute(OFFERS, {"service": service, "source": source})
        cursor.execute(REST)
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('opportunities_opportunity', 'id'),"
            " (SELECT max(id) FROM opportunities_opportunity))"
        )
        keys = range(base + begin, base + end)
        asking.refresh(keys)


def _written(statements: str, values: dict[str, Any]) -> str:
    """Several statements at once take no parameters; these are numbers of ours."""
    return statements % {name: repr(value) for name, value in values.items()}


@contextmanager
def _without_indexes() -> Iterator[None]:
    """GIN indexes are many times faster made at once than row by row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%% USING gin %%'"
                       " AND tablename = ANY(%s)", [list(TABLES)])  # fmt: skip
        found = cursor.fetchall()
        for name, _made in found:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _name, made in found:
            cursor.execute(made)


def _check() -> None:
    """What was written at once is what the action writes."""
    keys = list(Opportunity.objects.order_by("-pk").values_list("pk", flat=True)[:20])
    before = list(Listing.objects.filter(pk__in=keys).order_by("pk").values())
    words = list(Opportunity.objects.filter(pk__in=keys).order_by("pk").values_list("words", flat=True))
    listings.refresh(keys)
    assert list(Listing.objects.filter(pk__in=keys).order_by("pk").values()) == before, "listings differ"
    after = list(Opportunity.objects.filter(pk__in=keys).order_by("pk").values_list("words", flat=True))
    assert after == words, "words differ"


def titles() -> None:
    """The index of title search, as a service has it."""
    if title_index.search() is None:
        title_index.retrain(lambda done, of: None)


def area() -> Area | None:
    return Area.objects.filter(kind="region").order_by("pk").first()
