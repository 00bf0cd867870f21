"""The best opportunities for a person: filtered first, then every one that is left is scored exactly.

By the shelf where one stands (`shelf/scoring.py`), and by one query for what changed since, or for everything. The sums
are those of `matching/rules.py`, in whole numbers; tests hold the three together. An opportunity is looked at
when it asks for a skill that the person has or is near to, or is for a job they did, want or are interested in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from wayline.opportunities.enums import Kind
from wayline.opportunities.matching import Offer, Person, Weights
from wayline.opportunities.matching.shapes import Claims
from wayline.opportunities.models import AskedSkill, Asking, MatchChoice, OccupationTag, SetAside
from wayline.opportunities.queries import stock
from wayline.opportunities.queries.match_person import Seeker
from wayline.opportunities.shelf.days import micros

BEST = 50
"""So many are found; who wants more uses the search."""
USUALLY = (Kind.VACANCY, Kind.WORK_EXPERIENCE)
FIND = """
WITH held (concept, value) AS (SELECT * FROM unnest(%(skills)s::bigint[], %(skill_values)s::int[])),
job (concept, experience, aspiration) AS (
    SELECT * FROM unnest(%(jobs)s::bigint[], %(job_experience)s::int[], %(job_aspiration)s::int[])),
spoken (code, value) AS (SELECT * FROM unnest(%(languages)s::text[], %(language_values)s::int[])),
skill AS (
    SELECT a.listing_id AS id, sum(held.value * CASE a.need
        WHEN 2 THEN %(must)s WHEN 1 THEN %(nice)s WHEN 3 THEN %(read)s ELSE %(usual)s END) AS earned
    FROM held JOIN opportunities_askedskill a ON a.skill_id = held.concept {asked} GROUP BY 1),
work AS (
    SELECT t.opportunity_id AS id, max(job.experience) AS experience, max(job.aspiration) AS aspiration
    FROM job JOIN opportunities_occupationtag t ON t.concept_id = job.concept {tagged} GROUP BY 1),
taste AS (
    SELECT listing_id AS id FROM opportunities_askedskill a WHERE skill_id = ANY(%(interests)s::bigint[]) {asked}
    UNION SELECT opportunity_id FROM opportunities_occupationtag t
    WHERE concept_id = ANY(%(interests)s::bigint[]) {tagged}),
candidate AS (SELECT id FROM skill UNION SELECT id FROM work UNION SELECT id FROM taste),
asked AS (
    SELECT q.*, q.must + q.nice + q.read + q.usual AS skills_asked, q.jobs > 0 AS has_job,
        q.must * %(must)s + q.nice * %(nice)s + q.read * %(read)s + q.usual * %(usual)s AS total
    FROM candidate JOIN opportunities_asking q ON q.listing_id = candidate.id
    WHERE q.shown_until >= %(today)s AND q.kind = ANY(%(kinds)s::text[])
        AND NOT EXISTS (SELECT 1 FROM opportunities_setaside s
            WHERE s.user_id = %(user)s AND s.opportunity_id = q.listing_id)),
scored AS (
    SELECT asked.listing_id, asked.published_at,
    %(w_skills)s * CASE WHEN total = 0 THEN %(unknown)s ELSE coalesce(skill.earned, 0) / total END
    + %(w_experience)s * CASE WHEN NOT has_job THEN %(unknown)s ELSE coalesce(work.experience, 0) END
    + %(w_aspirations)s * CASE WHEN NOT has_job THEN %(unknown)s ELSE coalesce(work.aspiration, 0) END
    + %(w_interests)s * CASE WHEN NOT has_job AND skills_asked = 0 THEN %(unknown)s
        WHEN taste.id IS NULL THEN 0 ELSE 100 END
    + %(w_level)s * CASE WHEN level IS NULL THEN %(unknown)s WHEN level <= %(level)s THEN 100
        WHEN level = %(level)s + 1 THEN %(below)s ELSE 0 END
    + CASE WHEN %(w_licences)s = 0 THEN 0 WHEN cardinality(licences) = 0 THEN %(w_licences)s * %(unknown)s
        ELSE %(w_licences)s * ((SELECT count(*) FROM unnest(licences) x WHERE x = ANY(%(licences)s::text[])) * 100
            / cardinality(licences)) END
    + CASE WHEN %(w_languages)s = 0 THEN 0 WHEN cardinality(languages) = 0 THEN %(w_languages)s * %(unknown)s
        ELSE %(w_languages)s * ((SELECT coalesce(sum(spoken.value), 0) FROM unnest(languages) x
            JOIN spoken ON spoken.code = x) / cardinality(languages)) END
    + %(w_area)s * CASE WHEN remote = 'remote' THEN 100 WHEN cardinality(areas) = 0 THEN %(unknown)s
        WHEN areas && %(areas)s::bigint[] THEN 100 ELSE 0 END
    + %(w_hours)s * CASE WHEN hours = '' THEN %(unknown)s WHEN hours IN ('either', %(hours)s) THEN 100 ELSE 0 END
    + %(w_contract)s * CASE WHEN contract = '' THEN %(unknown)s
        WHEN contract = ANY(%(contracts)s::text[]) THEN 100 ELSE 0 END
    + %(w_remote)s * CASE WHEN remote = '' THEN %(unknown)s WHEN remote = ANY(%(remotes)s::text[]) THEN 100 ELSE 0 END
    + %(w_pay)s * CASE WHEN pay_a_year IS NULL OR currency <> %(currency)s THEN %(unknown)s
        WHEN pay_a_year >= %(pay)s THEN 100 ELSE 0 END AS points
    FROM asked LEFT JOIN skill ON skill.id = asked.listing_id
    LEFT JOIN work ON work.id = asked.listing_id LEFT JOIN taste ON taste.id = asked.listing_id)
SELECT listing_id, points, published_at, count(*) OVER () FROM scored
ORDER BY points DESC, published_at DESC, listing_id DESC LIMIT %(limit)s
"""
FIND_ALL = FIND.format(asked="", tagged="")
FIND_AMONG = FIND.format(
    asked="AND a.listing_id = ANY(%(among)s::bigint[])", tagged="AND t.opportunity_id = ANY(%(among)s::bigint[])"
)
Best = tuple[int, int, int]
"""Points, moment of publication, key: the highest is the best."""


def kinds_of(choice: MatchChoice) -> list[str]:
    return choice.kinds or [kind.value for kind in USUALLY]


def best(seeker: Seeker, weights: Weights, limit: int = BEST) -> tuple[list[tuple[int, int]], int]:
    """Keys with their points (in hundredths), best first, then newest; and how many were scored in all."""
    rows, number = dated(seeker, weights, limit)
    return [(key, points) for points, _moment, key in rows], number


def dated(seeker: Seeker, weights: Weights, limit: int = BEST) -> tuple[list[Best], int]:
    """The same with the moment when each was published."""
    if not seeker.rules:
        return [], 0
    kept = stock.current()
    return _shelved(seeker, weights, limit, kept) if kept else listed(seeker, weights, limit)


def listed(seeker: Seeker, weights: Weights, limit: int, among: Sequence[int] | None = None) -> tuple[list[Best], int]:
    """By the tables: of everything, or `among` these listings."""
    asked = _person(seeker.person) | _weights(weights, seeker.rules)
    asked |= {"today": timezone.localdate(), "kinds": kinds_of(seeker.choice), "user": seeker.choice.user_id}
    with connection.cursor() as cursor:
        cursor.execute(FIND_ALL if among is None else FIND_AMONG, asked | {"limit": limit, "among": list(among or ())})
        rows = cursor.fetchall()
    return [(int(points), micros(at), key) for key, points, at, _number in rows], rows[0][3] if rows else 0


def _shelved(seeker: Seeker, weights: Weights, limit: int, kept: stock.Stock) -> tuple[list[Best], int]:
    """By the shelves, and by the tables for what changed since."""
    from wayline.opportunities.shelf import scoring

    aside = list(SetAside.objects.filter(user=seeker.choice.user_id).values_list("opportunity", flat=True))
    found = [
        scoring.best(
            one.shelf,
            seeker.person,
            weights,
            seeker.rules,
            day=timezone.localdate().toordinal(),
            kinds=kinds_of(seeker.choice),
            struck=one.left_out(aside),
            limit=limit,
        )
        for one in kept.layers
    ]
    if kept.changed:
        found.append(listed(seeker, weights, limit, kept.changed))
    rows = sorted((row for some, _number in found for row in some), reverse=True)
    return rows[:limit], sum(number for _some, number in found)


def _person(person: Person) -> dict[str, Any]:
    jobs = sorted({*person.experience, *person.aspirations})
    return {
        "skills": list(person.skills),
        "skill_values": [claim.value for claim in person.skills.values()],
        "jobs": jobs,
        "job_experience": [_value(person.experience, job) for job in jobs],
        "job_aspiration": [_value(person.aspirations, job) for job in jobs],
        "languages": list(person.languages),
        "language_values": [claim.value for claim in person.languages.values()],
        "interests": list(person.interests),
        "level": person.level,
        "licences": list(person.licences),
        "areas": sorted(person.areas),
        "hours": person.hours,
        "contracts": sorted(person.contracts),
        "remotes": sorted(person.remote),
        "pay": person.pay,
        "currency": person.currency,
    }


def _value(claims: Claims, job: int) -> int:
    claim = claims.get(job)
    return claim.value if claim else 0


def _weights(weights: Weights, rules: Collection[str]) -> dict[str, Any]:
    """Rules that do not count weigh nothing."""
    found: dict[str, Any] = {f"w_{rule}": points if rule in rules else 0 for rule, points in weights.rules.items()}
    return {**found, **weights.need, "unknown": weights.unknown, "below": weights.level_below}


def offers(keys: Sequence[int]) -> dict[int, Offer]:
    """What these listings ask for, by key: three queries, however many they are."""
    skills = _skills(keys)
    jobs: dict[int, list[int]] = {}
    tags = OccupationTag.objects.filter(opportunity__in=keys).order_by("pk")
    for key, concept in tags.values_list("opportunity_id", "concept_id"):
        jobs.setdefault(key, []).append(concept)
    rows = Asking.objects.filter(pk__in=keys)
    return {row.pk: _offer(row, skills.get(row.pk, {}), jobs.get(row.pk, ())) for row in rows}


def _skills(keys: Sequence[int]) -> dict[int, dict[int, list[int]]]:
    """By listing and need."""
    found: dict[int, dict[int, list[int]]] = {}
    rows = AskedSkill.objects.filter(listing__in=keys).order_by("-need", "pk")
    for key, skill, need in rows.values_list("listing_id", "skill_id", "need"):
        found.setdefault(key, {}).setdefault(need, []).append(skill)
    return found


def _offer(row: Asking, skills: dict[int, list[int]], jobs: Iterable[int]) -> Offer:
    return Offer(
        key=row.pk,
        must=tuple(skills.get(AskedSkill.MUST, ())),
        nice=tuple(skills.get(AskedSkill.NICE, ())),
        read=tuple(skills.get(AskedSkill.READ, ())),
        usual=tuple(skills.get(AskedSkill.USUAL, ())),
        jobs=tuple(jobs),
        level=row.level,
        licences=tuple(row.licences),
        languages=tuple(row.languages),
        areas=frozenset(row.areas),
        hours=row.hours,
        contract=row.contract,
        remote=row.remote,
        pay=row.pay_a_year,
        currency=row.currency,
    )
