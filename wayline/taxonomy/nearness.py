"""Which skills are near to which, by what the classification itself says."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

SIBLINGS = 15
"""A wider skill with more cases than this says nothing of how near they are."""
NEAR_SKILLS = """
WITH link (concept, above) AS NOT MATERIALIZED (
    SELECT id, broader_id FROM taxonomy_concept WHERE broader_id IS NOT NULL
    UNION ALL SELECT concept_id, broader_id FROM taxonomy_broader),
up AS (SELECT DISTINCT concept, above FROM link WHERE concept = ANY(%(held)s::bigint[])),
family AS MATERIALIZED (
    SELECT u.above, m.concept FROM (SELECT DISTINCT above FROM up) u CROSS JOIN LATERAL (
        SELECT id AS concept FROM taxonomy_concept WHERE broader_id = u.above
        UNION SELECT concept_id FROM taxonomy_broader WHERE broader_id = u.above) m),
small AS (SELECT above FROM family GROUP BY above HAVING count(*) <= %(siblings)s),
found (here, there, how) AS (
    SELECT skill_id, related_id, 'related' FROM taxonomy_skillrelation WHERE skill_id = ANY(%(held)s::bigint[])
    UNION SELECT related_id, skill_id, 'related' FROM taxonomy_skillrelation WHERE related_id = ANY(%(held)s::bigint[])
    UNION SELECT concept, above, 'narrower' FROM up
    UNION SELECT above, concept, 'broader' FROM link WHERE above = ANY(%(held)s::bigint[])
    UNION SELECT up.concept, family.concept, 'sibling' FROM up JOIN small USING (above) JOIN family USING (above)
    WHERE family.concept <> up.concept)
SELECT here, there, how FROM found JOIN taxonomy_concept c ON c.id = found.there
WHERE c.kind IN ('skill', 'knowledge') AND NOT c.retired ORDER BY here, there, how
"""


def near_skills(held: Collection[int]) -> list[tuple[int, int, str]]:
    """By the relations of ESCO and by its hierarchy, one step: number of one held, number of one near, and how.

    `narrower`: the one held is narrower than the other; `broader`, `related`, `sibling` likewise.
    """
    if not held:
        return []
    with connection.cursor() as cursor:
        cursor.execute(NEAR_SKILLS, {"held": sorted(held), "siblings": SIBLINGS})
        found: list[tuple[int, int, str]] = cursor.fetchall()
        return found
