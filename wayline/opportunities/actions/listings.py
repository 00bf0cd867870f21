"""Keeping what search reads in step with what is published: by statements that write many rows at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from wayline.opportunities import pay
from wayline.opportunities.actions import asking, facts
from wayline.opportunities.enums import State
from wayline.opportunities.models import Listing, Opportunity
from wayline.opportunities.text_search import CONFIGS, config

LISTINGS = """
WITH RECURSIVE shown AS MATERIALIZED (
    SELECT o.id, o.kind, o.hours, o.contract, o.remote, o.level, o.language, coalesce(o.pay_to, o.pay_from) AS highest,
        o.pay_per, o.currency, o.starts_on, o.deadline, o.published_at, o.shown_until, o.area_id, o.accessibility,
        o.title
    FROM opportunities_opportunity o WHERE o.id = ANY(%(keys)s::bigint[]) AND o.state = 'published'),
tagged AS MATERIALIZED (
    SELECT t.opportunity_id, t.concept_id FROM opportunities_occupationtag t
    WHERE t.opportunity_id = ANY(%(keys)s::bigint[])),
job (start, id) AS (
    SELECT DISTINCT concept_id, concept_id FROM tagged
    UNION
    SELECT job.start, up.broader_id FROM job JOIN taxonomy_concept up ON up.id = job.id
    WHERE up.broader_id IS NOT NULL),
place (start, id) AS (
    SELECT DISTINCT area_id, area_id FROM shown WHERE area_id IS NOT NULL
    UNION
    SELECT place.start, up.parent_id FROM place JOIN taxonomy_area up ON up.id = place.id
    WHERE up.parent_id IS NOT NULL)
INSERT INTO opportunities_listing (opportunity_id, kind, hours, contract, remote, level, language, pay_a_year, currency,
    starts_on, deadline, published_at, shown_until, occupations, skills, areas, accessibility, title_words)
SELECT s.id, s.kind, s.hours, s.contract, s.remote, s.level, s.language,
    trunc(s.highest * (%(times)s::jsonb ->> s.pay_per)::numeric)::integer,
    CASE WHEN s.highest IS NULL THEN '' ELSE s.currency END, s.starts_on, s.deadline, coalesce(s.published_at, %(now)s),
    coalesce(s.shown_until, %(today)s), coalesce(j.keys, '{}'), coalesce(w.keys, '{}'), coalesce(p.keys, '{}'),
    s.accessibility,
    to_tsvector(coalesce(%(configs)s::jsonb ->> split_part(s.language, '-', 1), 'simple')::regconfig, s.title)
        || to_tsvector('simple', s.title)
FROM shown s
LEFT JOIN (SELECT t.opportunity_id, array_agg(DISTINCT job.id ORDER BY job.id) AS keys
    FROM tagged t JOIN job ON job.start = t.concept_id GROUP BY 1) j ON j.opportunity_id = s.id
LEFT JOIN (SELECT opportunity_id, array_agg(DISTINCT concept_id ORDER BY concept_id) AS keys
    FROM (SELECT opportunity_id, concept_id FROM opportunities_want
        WHERE opportunity_id = ANY(%(keys)s::bigint[]) AND concept_id IS NOT NULL
        UNION ALL SELECT opportunity_id, concept_id FROM opportunities_readskill
        WHERE opportunity_id = ANY(%(keys)s::bigint[])) said GROUP BY 1) w
    ON w.opportunity_id = s.id
LEFT JOIN (SELECT start, array_agg(id ORDER BY id) AS keys FROM place GROUP BY 1) p ON p.start = s.area_id
ON CONFLICT (opportunity_id) DO UPDATE SET kind = excluded.kind, hours = excluded.hours, contract = excluded.contract,
    remote = excluded.remote, level = excluded.level, language = excluded.language, pay_a_year = excluded.pay_a_year,
    currency = excluded.currency, starts_on = excluded.starts_on, deadline = excluded.deadline,
    published_at = excluded.published_at, shown_until = excluded.shown_until, occupations = excluded.occupations,
    skills = excluded.skills, areas = excluded.areas, accessibility = excluded.accessibility,
    title_words = excluded.title_words
"""
WORDS = """
UPDATE opportunities_opportunity o SET words =
    setweight(to_tsvector(c.name, o.title) || to_tsvector('simple', o.title), 'A')
    || setweight(to_tsvector('simple', concat_ws(' ', o.employer_name, o.town,
        (SELECT name FROM people_organisation WHERE id = o.organisation_id))), 'B')
    || setweight(to_tsvector(c.name, o.text), 'C')
FROM (SELECT id, coalesce(%(configs)s::jsonb ->> split_part(language, '-', 1), 'simple')::regconfig AS name
    FROM opportunities_opportunity WHERE id = ANY(%(keys)s::bigint[]) AND state = 'published') c
WHERE o.id = c.id
"""
BATCH = 2_000
Advance = Callable[[int], None]
"""Told how many more are done."""


def refresh(offers: Sequence[int], *, brought: bool = False, advance: Advance = lambda number: None) -> None:
    """Write, correct or remove the rows of search for these opportunities, and what else is read instead of them.

    `brought`: `actions/imports.py` has just published them, written their words and locked the concepts they name.
    """
    for begin in range(0, len(offers), BATCH):
        keys = list(offers[begin : begin + BATCH])
        _refresh(keys, brought)
        advance(len(keys))


def _refresh(keys: list[int], brought: bool) -> None:
    shown = keys if brought else _shown(keys)
    said: dict[str, Any] = {
        "keys": shown,
        "times": json.dumps({per: str(times) for per, times in pay.TIMES_A_YEAR.items()}),
        "configs": configs(),
        "now": timezone.now(),
        "today": timezone.localdate(),
    }
    with connection.cursor() as cursor:
        if not brought:
            cursor.execute(WORDS, said)
        cursor.execute(LISTINGS, said)
    asking.refresh(shown, skills_are_held=brought)
    facts.refresh(keys)


def _shown(keys: list[int]) -> list[int]:
    """Those that are on show; the others lose their listing."""
    shown = list(Opportunity.objects.filter(pk__in=keys, state=State.PUBLISHED).values_list("pk", flat=True))
    if gone := set(keys) - set(shown):
        Listing.objects.filter(pk__in=gone).delete()
    return shown


def configs() -> str:
    """Language to the text search configuration that reads it, as JSON for the database."""
    return json.dumps({language: config(language) for language in CONFIGS})
