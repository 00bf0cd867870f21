"""Keeping what is counted of vacancies, which outlives them. Called by `actions/listings.py` and before counting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils.crypto import salted_hmac

from wayline.opportunities import likeness, pay
from wayline.opportunities.enums import Kind
from wayline.opportunities.intelligence.columns import FILLED, LAST_DAY, TAKEN_OFF
from wayline.opportunities.models import Opportunity, VacancyFact

HIGHEST = 10_000_000
"""A year's pay above it is a slip of the pen."""
WRITE = f"""
WITH coded AS MATERIALIZED (
    SELECT c.id, s.key || ':' || c.code AS code FROM taxonomy_concept c JOIN taxonomy_scheme s ON s.id = c.scheme_id
    WHERE c.id IN (
        SELECT concept_id FROM opportunities_occupationtag WHERE opportunity_id = ANY(%(keys)s::bigint[])
        UNION SELECT concept_id FROM opportunities_want WHERE opportunity_id = ANY(%(keys)s::bigint[]))),
tagged AS MATERIALIZED (
    SELECT t.opportunity_id AS id, (array_agg(coded.code ORDER BY t.id))[1] AS first, count(*) > 1 AS several
    FROM opportunities_occupationtag t JOIN coded ON coded.id = t.concept_id
    WHERE t.opportunity_id = ANY(%(keys)s::bigint[]) GROUP BY 1),
wanted AS MATERIALIZED (
    SELECT w.opportunity_id AS id, array_agg(DISTINCT coded.code ORDER BY coded.code) AS codes
    FROM opportunities_want w JOIN coded ON coded.id = w.concept_id
    WHERE w.opportunity_id = ANY(%(keys)s::bigint[]) GROUP BY 1)
INSERT INTO opportunities_vacancyfact (offer, begun, ended, ending, title, occupation, several, area, employer, place,
    skills, contract, hours, pay, currency, source, compared)
SELECT o.id, d.begun, CASE WHEN d.ending = '' THEN NULL ELSE greatest(d.ended, d.begun) END, d.ending,
    left(btrim(regexp_replace(lower(regexp_replace(o.title, '[\\(\\[][^\\)\\]]*[\\)\\]]', ' ', 'g')),
        '\\s+', ' ', 'g')), 200),
    coalesce(t.first, ''), coalesce(t.several, false),
    coalesce(a.scheme || ':' || a.code, ''),
    CASE WHEN d.name = '' THEN '' ELSE left(encode(sha256(convert_to(%(secret)s || d.name, 'UTF8')), 'hex'), 16) END,
    CASE WHEN d.name = '' THEN '' ELSE left(encode(sha256(convert_to(
        %(secret)s || d.name || '|' || lower(btrim(o.town)), 'UTF8')), 'hex'), 16) END,
    coalesce(w.codes, '{{}}'),
    o.contract, o.hours,
    CASE WHEN d.pay > 0 AND d.pay < {HIGHEST} THEN d.pay::integer END,
    CASE WHEN d.pay > 0 AND d.pay < {HIGHEST} THEN o.currency ELSE '' END,
    CASE WHEN o.source_id IS NULL THEN 'own' ELSE 'brought' END, false
FROM opportunities_opportunity o
LEFT JOIN taxonomy_area a ON a.id = o.area_id
LEFT JOIN people_organisation e ON e.id = o.organisation_id
LEFT JOIN tagged t ON t.id = o.id
LEFT JOIN wanted w ON w.id = o.id
CROSS JOIN LATERAL (SELECT
    (o.published_at AT TIME ZONE %(zone)s)::date AS begun,
    CASE o.state WHEN 'expired' THEN o.shown_until
        ELSE (coalesce(o.ended_at, o.sent_at, o.changed_at) AT TIME ZONE %(zone)s)::date END AS ended,
    CASE WHEN o.state IN ('published', 'review') THEN ''
        WHEN EXISTS (SELECT 1 FROM opportunities_application p
            WHERE p.opportunity_id = o.id AND p.state = 'taken_on') THEN '{FILLED}'
        WHEN o.state = 'expired' THEN '{LAST_DAY}' ELSE '{TAKEN_OFF}' END AS ending,
    lower(btrim(coalesce(e.name, o.employer_name))) AS name,
    round((coalesce(o.pay_from, o.pay_to) + coalesce(o.pay_to, o.pay_from)) / 2
        * CASE o.pay_per WHEN 'hour' THEN %(hour)s WHEN 'day' THEN %(day)s WHEN 'week' THEN %(week)s
            WHEN 'month' THEN %(month)s WHEN 'year' THEN %(year)s END::numeric) AS pay) d
WHERE o.kind = 'vacancy' AND o.published_at IS NOT NULL AND o.id = ANY(%(keys)s::bigint[])
ON CONFLICT (offer, begun) DO UPDATE SET ended = excluded.ended, ending = excluded.ending, title = excluded.title,
    occupation = excluded.occupation, several = excluded.several, area = excluded.area, employer = excluded.employer,
    place = excluded.place, skills = excluded.skills, contract = excluded.contract, hours = excluded.hours,
    pay = excluded.pay, currency = excluded.currency
"""  # noqa: S608 - what is put in is fixed
NEAR = timedelta(days=60)
"""An advertisement that begins so soon after a like one of the same place began or ended is the same vacancy again."""
BATCH = 2_000


def refresh(keys: Sequence[int]) -> int:
    """Write or correct the facts on these opportunities, of those that are vacancies and were published."""
    secret = salted_hmac("vacancy facts", "").hexdigest()
    known: dict[str, Any] = {"keys": list(keys), "zone": settings.TIME_ZONE, "secret": secret, **pay.TIMES_A_YEAR}
    with connection.cursor() as cursor:
        cursor.execute(WRITE, known)
        return int(cursor.rowcount)


def catch_up() -> int:
    """Facts on vacancies that have none: published before facts were kept."""
    known = VacancyFact.objects.filter(offer=OuterRef("pk"))
    late = Opportunity.objects.filter(~Exists(known), kind=Kind.VACANCY, published_at__isnull=False).order_by("pk")
    keys = list(late.values_list("pk", flat=True))
    return sum(refresh(keys[begin : begin + BATCH]) for begin in range(0, len(keys), BATCH))


def compare() -> int:
    """Mark what is nearly the same text of the same employer and place as an earlier vacancy. How many were marked."""
    marked, reached = 0, ""
    while True:
        waiting = VacancyFact.objects.filter(compared=False, place__gte=reached).order_by("place", "pk")
        fresh = list(waiting.values_list("pk", "place")[:BATCH])
        if not fresh:
            return marked
        marked += _compare({place for _pk, place in fresh if place})
        reached = fresh[-1][1]  # else each turn would look at all before it anew
        VacancyFact.objects.filter(pk__in=[pk for pk, _place in fresh]).update(compared=True)


def _compare(places: Iterable[str]) -> int:
    groups: dict[str, list[VacancyFact]] = defaultdict(list)
    for fact in VacancyFact.objects.filter(place__in=places).order_by("begun", "pk"):
        groups[fact.place].append(fact)
    several = {place: facts for place, facts in groups.items() if len(facts) > 1}
    texts = _texts({fact.offer for facts in several.values() for fact in facts})
    marked = [fact for facts in several.values() for fact in _mark(facts, texts)]
    VacancyFact.objects.bulk_update(marked, ["duplicate_of"], batch_size=BATCH)
    return len(marked)


def _texts(offers: set[int]) -> dict[int, str]:
    rows = Opportunity.objects.filter(pk__in=offers).values_list("pk", "title", "text")
    return {pk: f"{title} {text}" for pk, title, text in rows}


def _mark(facts: Sequence[VacancyFact], texts: dict[int, str]) -> list[VacancyFact]:
    """Of facts of one place, the earliest first, those that repeat another; set, not saved. One that is gone with its
    text keeps what was said of it."""
    there = {str(fact.pk): fact for fact in facts if fact.offer in texts}
    said = [likeness.Text(key, "one place", texts[fact.offer]) for key, fact in there.items()]
    marked = []
    for pair in likeness.pairs(said):
        first, second = there[pair.one], there[pair.other]
        seen = max(first.begun, first.ended or second.begun)
        if first.duplicate_of or second.duplicate_of or second.begun - seen > NEAR:
            continue
        second.duplicate_of = first.pk
        marked.append(second)
    return marked
