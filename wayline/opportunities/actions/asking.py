"""Keeping what matching reads in step with the listings. Called by `actions/listings.py` and nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from django.db import connection

from wayline.opportunities.actions import foreign_keys

FORGET_SKILLS = """
DELETE FROM opportunities_askedskill WHERE listing_id = ANY(%(keys)s::bigint[])
"""
FORGET = """
DELETE FROM opportunities_asking WHERE listing_id = ANY(%(keys)s::bigint[])
"""
SKILLS_HELD = """
INSERT INTO opportunities_askedskill (listing_id, skill_id, need)
SELECT w.opportunity_id, w.concept_id, max(CASE w.need WHEN 'must' THEN 2 ELSE 1 END)
FROM opportunities_want w JOIN opportunities_listing l ON l.opportunity_id = w.opportunity_id
WHERE w.opportunity_id = ANY(%(keys)s::bigint[]) AND l.opportunity_id = ANY(%(keys)s::bigint[])
    AND w.concept_id IS NOT NULL
GROUP BY 1, 2 ORDER BY 1, 2
"""
SKILLS = """
WITH held AS MATERIALIZED (SELECT id FROM taxonomy_concept WHERE id IN (
    SELECT concept_id FROM opportunities_want WHERE opportunity_id = ANY(%(keys)s::bigint[])) FOR KEY SHARE)
INSERT INTO opportunities_askedskill (listing_id, skill_id, need)
SELECT w.opportunity_id, w.concept_id, max(CASE w.need WHEN 'must' THEN 2 ELSE 1 END)
FROM opportunities_want w JOIN opportunities_listing l ON l.opportunity_id = w.opportunity_id
WHERE w.opportunity_id = ANY(%(keys)s::bigint[]) AND l.opportunity_id = ANY(%(keys)s::bigint[])
    AND w.concept_id IN (SELECT id FROM held)
GROUP BY 1, 2 ORDER BY 1, 2
"""
READ = """
INSERT INTO opportunities_askedskill (listing_id, skill_id, need)
SELECT r.opportunity_id, r.concept_id, 3
FROM opportunities_readskill r JOIN opportunities_listing l ON l.opportunity_id = r.opportunity_id
WHERE r.opportunity_id = ANY(%(keys)s::bigint[]) AND l.opportunity_id = ANY(%(keys)s::bigint[])
ORDER BY 1, 2
ON CONFLICT (listing_id, skill_id) DO NOTHING
"""
USUAL = """
WITH asks AS MATERIALIZED (
    SELECT DISTINCT t.opportunity_id, s.skill_id
    FROM opportunities_occupationtag t
    JOIN opportunities_listing l ON l.opportunity_id = t.opportunity_id AND l.kind IN ('vacancy', 'work_experience')
    JOIN taxonomy_occupationskill s ON s.occupation_id = t.concept_id AND s.need = 'essential'
    WHERE t.opportunity_id = ANY(%(keys)s::bigint[])
        AND NOT EXISTS (SELECT 1 FROM opportunities_askedskill a WHERE a.listing_id = t.opportunity_id AND a.need <> 3)
        AND (SELECT count(*) FROM opportunities_askedskill a WHERE a.listing_id = t.opportunity_id)
            < %(few)s),
held AS MATERIALIZED (
    SELECT id FROM taxonomy_concept WHERE id IN (SELECT skill_id FROM asks) AND kind IN ('skill', 'knowledge')
        AND NOT retired FOR KEY SHARE)
INSERT INTO opportunities_askedskill (listing_id, skill_id, need)
SELECT asks.opportunity_id, asks.skill_id, 0 FROM asks JOIN held ON held.id = asks.skill_id
ON CONFLICT (listing_id, skill_id) DO NOTHING
"""
ASKING = """
INSERT INTO opportunities_asking (listing_id, kind, shown_until, published_at, level, hours, contract,
    remote, pay_a_year, currency, areas,
    must, nice, read, usual, jobs, licences, languages)
SELECT l.opportunity_id, l.kind, l.shown_until, l.published_at, l.level, l.hours,
    l.contract, l.remote, l.pay_a_year, l.currency, l.areas,
    coalesce(a.must, 0), coalesce(a.nice, 0), coalesce(a.read, 0), coalesce(a.usual, 0), coalesce(t.jobs, 0),
    CASE WHEN jsonb_typeof(o.details->'licences') = 'array' THEN
        ARRAY(SELECT DISTINCT upper(btrim(said)) FROM jsonb_array_elements_text(o.details->'licences') said
            WHERE upper(btrim(said)) ~ '^(AM|A|A1|A2|B|B1|BE|C|C1|CE|C1E|D|D1|DE|D1E|T)$' ORDER BY 1) ELSE '{}' END,
    CASE WHEN o.languages <> '{}' THEN
        ARRAY(SELECT DISTINCT lower(btrim(code)) FROM unnest(o.languages) code WHERE btrim(code) <> '' ORDER BY 1)
        ELSE '{}' END
FROM opportunities_listing l JOIN opportunities_opportunity o ON o.id = l.opportunity_id
LEFT JOIN (SELECT listing_id, count(*) FILTER (WHERE need = 2) AS must, count(*) FILTER (WHERE need = 1) AS nice,
        count(*) FILTER (WHERE need = 3) AS read, count(*) FILTER (WHERE need = 0) AS usual
    FROM opportunities_askedskill WHERE listing_id = ANY(%(keys)s::bigint[]) GROUP BY 1) a
    ON a.listing_id = l.opportunity_id
LEFT JOIN (SELECT opportunity_id, count(*) AS jobs
    FROM opportunities_occupationtag WHERE opportunity_id = ANY(%(keys)s::bigint[]) GROUP BY 1) t
    ON t.opportunity_id = l.opportunity_id
WHERE l.opportunity_id = ANY(%(keys)s::bigint[]) AND o.id = ANY(%(keys)s::bigint[])
"""
"""Licences are compared by the categories of Directive 2006/126/EC; what is written otherwise is not compared."""


FEW_READ = 3
"""Skills read from a text up to which those that its occupation needs are asked for too."""
MANY = 50
"""Listings from which on their foreign keys are held at once."""


def refresh(keys: Sequence[int], *, skills_are_held: bool = False) -> None:
    """Write anew what these listings, written in this transaction, ask for. An offer whose source names no skill asks
    for what is read in its text, and, where that is hardly any, for what its occupation needs. `skills_are_held`: this
    transaction has locked those that are wanted."""
    said: dict[str, Any] = {"keys": list(keys), "few": FEW_READ}
    with connection.cursor() as cursor:
        cursor.execute(FORGET_SKILLS, said)
        cursor.execute(FORGET, said)
        with foreign_keys.held(cursor) if len(keys) >= MANY else nullcontext():
            if skills_are_held:
                cursor.execute(SKILLS_HELD, said)
            else:
                cursor.execute(SKILLS, said)
            cursor.execute(READ, said)
            cursor.execute(USUAL, said)
            cursor.execute(ASKING, said)
