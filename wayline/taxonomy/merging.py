"""From the temporary tables into the lasting ones, a table a statement.

Every statement knows `release`, the release that is added, and `own`: it and those whose place it takes. What these
own and the new release no longer says is gone; what another source said first stays the other's.
"""

from __future__ import annotations

NEW_CONCEPTS = """
WITH added AS (
    INSERT INTO taxonomy_concept (scheme_id, release_id, kind, code, uri, level, title, description, retired, facts)
    SELECT DISTINCT ON (scheme_id, code)
        scheme_id, %(release)s, kind, code, uri, level, title, description, retired, facts
    FROM stage_concept
    ORDER BY scheme_id, code, fallback, n
    ON CONFLICT (scheme_id, code) DO NOTHING
    RETURNING id)
INSERT INTO stage_new SELECT id FROM added
"""

KEYS = """
ANALYZE stage_new;
CREATE TEMP TABLE stage_key ON COMMIT DROP AS
    SELECT scheme_id, ref, min(id) AS id
    FROM (SELECT scheme_id, code AS ref, id FROM taxonomy_concept
          UNION ALL SELECT scheme_id, uri, id FROM taxonomy_concept WHERE uri <> ''
          -- a concept that another source brought first may have had no address until now
          UNION ALL SELECT scheme_id, s.uri, c.id FROM stage_concept s JOIN taxonomy_concept c USING (scheme_id, code)
              WHERE s.uri <> '') AS every
    WHERE scheme_id IN (SELECT scheme_id FROM stage_scheme)
    GROUP BY scheme_id, ref;
CREATE INDEX ON stage_key (ref, scheme_id);
ANALYZE stage_key;
CREATE TEMP TABLE stage_found ON COMMIT DROP AS
    SELECT DISTINCT ON (s.scheme_id, s.code) c.id, s.scheme_id, s.kind, s.uri, s.level, s.title, s.description,
        s.retired, s.facts, s.fallback, b.id AS broader_id, n.id IS NOT NULL AS is_new
    FROM stage_concept s
    JOIN taxonomy_concept c USING (scheme_id, code)
    LEFT JOIN stage_key b ON b.scheme_id = s.broader_scheme_id AND b.ref = s.broader_ref
    LEFT JOIN stage_new n ON n.id = c.id
    ORDER BY s.scheme_id, s.code, s.fallback, s.n;
CREATE INDEX ON stage_found (id);
ANALYZE stage_found
"""

NEW_BROADER = """
UPDATE taxonomy_concept c SET broader_id = f.broader_id
FROM stage_found f
WHERE c.id = f.id AND f.is_new AND f.broader_id IS NOT NULL
"""

CHANGED_CONCEPTS = """
WITH touched AS (
    UPDATE taxonomy_concept c
    SET release_id = %(release)s, kind = f.kind, uri = f.uri, level = f.level, title = f.title,
        description = f.description, retired = f.retired, facts = f.facts, broader_id = f.broader_id
    FROM stage_found f
    WHERE c.id = f.id AND NOT f.is_new AND (NOT f.fallback OR c.release_id = ANY(%(own)s))
        AND (c.release_id <> %(release)s
            OR (c.kind, c.uri, c.level, c.title, c.description, c.retired, c.facts, c.broader_id) IS DISTINCT FROM
               (f.kind, f.uri, f.level, f.title, f.description, f.retired, f.facts, f.broader_id))
    RETURNING f.kind,
        (old.kind, old.uri, old.level, old.title, old.description, old.retired, old.facts, old.broader_id)
        IS DISTINCT FROM
        (new.kind, new.uri, new.level, new.title, new.description, new.retired, new.facts, new.broader_id) AS changed),
staged AS (
    SELECT kind, count(*) AS every, count(*) FILTER (WHERE is_new) AS added FROM stage_found GROUP BY kind),
differing AS (SELECT kind, count(*) AS changed FROM touched WHERE changed GROUP BY kind)
SELECT kind, added, coalesce(changed, 0), every - added - coalesce(changed, 0)
FROM staged LEFT JOIN differing USING (kind)
"""

RETIRED_CONCEPTS = """
WITH gone AS (
    UPDATE taxonomy_concept c SET retired = true
    WHERE NOT c.retired AND c.release_id = ANY(%(own)s)
        AND (c.scheme_id, c.kind) IN (SELECT DISTINCT scheme_id, kind FROM stage_found)
        AND NOT EXISTS (SELECT FROM stage_found f WHERE f.id = c.id)
    RETURNING c.kind)
SELECT kind, count(*) FROM gone GROUP BY kind
"""

BROADER = """
WITH resolved AS MATERIALIZED (
    SELECT DISTINCT k.id AS concept_id, b.id AS broader_id
    FROM stage_broader s
    JOIN stage_key k ON k.scheme_id = s.scheme_id AND k.ref = s.ref
    JOIN stage_key b ON b.scheme_id = s.broader_scheme_id AND b.ref = s.broader_ref),
gone AS (
    DELETE FROM taxonomy_broader l WHERE l.release_id = ANY(%(own)s)
        AND NOT EXISTS (SELECT FROM resolved r WHERE r.concept_id = l.concept_id AND r.broader_id = l.broader_id)
    RETURNING 1),
kept AS (
    UPDATE taxonomy_broader l SET release_id = %(release)s FROM resolved r
    WHERE r.concept_id = l.concept_id AND r.broader_id = l.broader_id
        AND l.release_id = ANY(%(own)s) AND l.release_id <> %(release)s),
added AS (
    INSERT INTO taxonomy_broader (concept_id, broader_id, release_id)
    SELECT concept_id, broader_id, %(release)s FROM resolved
    ON CONFLICT (concept_id, broader_id) DO NOTHING RETURNING 1)
SELECT (SELECT count(*) FROM resolved), (SELECT count(*) FROM added), 0, (SELECT count(*) FROM gone)
"""

LABELS = """
WITH resolved AS MATERIALIZED (
    SELECT DISTINCT ON (k.id, s.language, s.text, s.qualifier)
        k.id AS concept_id, s.language, s.kind, s.text, s.qualifier
    FROM stage_label s JOIN stage_key k ON k.scheme_id = s.scheme_id AND k.ref = s.ref
    ORDER BY k.id, s.language, s.text, s.qualifier,
        array_position(ARRAY['preferred', 'alternative', 'index', 'hidden'], s.kind)),
gone AS (
    DELETE FROM taxonomy_label l WHERE l.release_id = ANY(%(own)s) AND NOT EXISTS (
        SELECT FROM resolved r WHERE r.concept_id = l.concept_id AND r.language = l.language AND r.text = l.text
            AND r.qualifier = l.qualifier)
    RETURNING 1),
kept AS (
    UPDATE taxonomy_label l SET release_id = %(release)s, kind = r.kind FROM resolved r
    WHERE r.concept_id = l.concept_id AND r.language = l.language AND r.text = l.text AND r.qualifier = l.qualifier
        AND l.release_id = ANY(%(own)s) AND (l.release_id <> %(release)s OR l.kind <> r.kind)
    RETURNING old.kind <> new.kind AS changed),
added AS (
    INSERT INTO taxonomy_label (concept_id, language, kind, text, qualifier, release_id)
    SELECT concept_id, language, kind, text, qualifier, %(release)s FROM resolved
    ON CONFLICT (concept_id, language, text, qualifier) DO NOTHING RETURNING 1)
SELECT (SELECT count(*) FROM resolved), (SELECT count(*) FROM added), (SELECT count(*) FROM kept WHERE changed),
    (SELECT count(*) FROM gone)
"""

NOTES = """
WITH resolved AS MATERIALIZED (
    SELECT DISTINCT ON (k.id, s.language, s.kind) k.id AS concept_id, s.language, s.kind, s.text
    FROM stage_note s JOIN stage_key k ON k.scheme_id = s.scheme_id AND k.ref = s.ref
    ORDER BY k.id, s.language, s.kind, s.text),
gone AS (
    DELETE FROM taxonomy_note l WHERE l.release_id = ANY(%(own)s) AND NOT EXISTS (
        SELECT FROM resolved r WHERE r.concept_id = l.concept_id AND r.language = l.language AND r.kind = l.kind)
    RETURNING 1),
kept AS (
    UPDATE taxonomy_note l SET release_id = %(release)s, text = r.text FROM resolved r
    WHERE r.concept_id = l.concept_id AND r.language = l.language AND r.kind = l.kind
        AND l.release_id = ANY(%(own)s) AND (l.release_id <> %(release)s OR l.text <> r.text)
    RETURNING old.text <> new.text AS changed),
added AS (
    INSERT INTO taxonomy_note (concept_id, language, kind, text, release_id)
    SELECT concept_id, language, kind, text, %(release)s FROM resolved
    ON CONFLICT (concept_id, language, kind) DO NOTHING RETURNING 1)
SELECT (SELECT count(*) FROM resolved), (SELECT count(*) FROM added), (SELECT count(*) FROM kept WHERE changed),
    (SELECT count(*) FROM gone)
"""

SKILLS = """
WITH resolved AS MATERIALIZED (
    SELECT DISTINCT ON (o.id, k.id) o.id AS occupation_id, k.id AS skill_id, s.need
    FROM stage_skill s
    JOIN stage_key o ON o.scheme_id = s.scheme_id AND o.ref = s.ref
    JOIN stage_key k ON k.scheme_id = s.skill_scheme_id AND k.ref = s.skill_ref
    ORDER BY o.id, k.id, s.need),
gone AS (
    DELETE FROM taxonomy_occupationskill l WHERE l.release_id = ANY(%(own)s)
        AND NOT EXISTS (SELECT FROM resolved r WHERE r.occupation_id = l.occupation_id AND r.skill_id = l.skill_id)
    RETURNING 1),
kept AS (
    UPDATE taxonomy_occupationskill l SET release_id = %(release)s, need = r.need FROM resolved r
    WHERE r.occupation_id = l.occupation_id AND r.skill_id = l.skill_id
        AND l.release_id = ANY(%(own)s) AND (l.release_id <> %(release)s OR l.need <> r.need)
    RETURNING old.need <> new.need AS changed),
added AS (
    INSERT INTO taxonomy_occupationskill (occupation_id, skill_id, need, release_id)
    SELECT occupation_id, skill_id, need, %(release)s FROM resolved
    ON CONFLICT (occupation_id, skill_id) DO NOTHING RETURNING 1)
SELECT (SELECT count(*) FROM resolved), (SELECT count(*) FROM added), (SELECT count(*) FROM kept WHERE changed),
    (SELECT count(*) FROM gone)
"""

RELATIONS = """
WITH resolved AS MATERIALIZED (
    SELECT DISTINCT ON (o.id, k.id) o.id AS skill_id, k.id AS related_id, s.need
    FROM stage_relation s
    JOIN stage_key o ON o.scheme_id = s.scheme_id AND o.ref = s.ref
    JOIN stage_key k ON k.scheme_id = s.scheme_id AND k.ref = s.related_ref
    ORDER BY o.id, k.id, s.need),
gone AS (
    DELETE FROM taxonomy_skillrelation l WHERE l.release_id = ANY(%(own)s)
        AND NOT EXISTS (SELECT FROM resolved r WHERE r.skill_id = l.skill_id AND r.related_id = l.related_id)
    RETURNING 1),
kept AS (
    UPDATE taxonomy_skillrelation l SET release_id = %(release)s, need = r.need FROM resolved r
    WHERE r.skill_id = l.skill_id AND r.related_id = l.related_id
        AND l.release_id = ANY(%(own)s) AND (l.release_id <> %(release)s OR l.need <> r.need)
    RETURNING old.need <> new.need AS changed),
added AS (
    INSERT INTO taxonomy_skillrelation (skill_id, related_id, need, release_id)
    SELECT skill_id, related_id, need, %(release)s FROM resolved
    ON CONFLICT (skill_id, related_id) DO NOTHING RETURNING 1)
SELECT (SELECT count(*) FROM resolved), (SELECT count(*) FROM added), (SELECT count(*) FROM kept WHERE changed),
    (SELECT count(*) FROM gone)
"""

COLLECTIONS = """
INSERT INTO taxonomy_collection (scheme_id, key, title, release_id)
SELECT DISTINCT ON (scheme_id, key) scheme_id, key, title, %(release)s FROM stage_collection
ORDER BY scheme_id, key
ON CONFLICT (scheme_id, key) DO UPDATE SET title = excluded.title, release_id = excluded.release_id
"""

COLLECTION_ENTRIES = """
WITH resolved AS MATERIALIZED (
    SELECT DISTINCT c.id AS collection_id, k.id AS concept_id
    FROM stage_collection s
    JOIN taxonomy_collection c ON c.scheme_id = s.scheme_id AND c.key = s.key
    JOIN stage_key k ON k.scheme_id = s.scheme_id AND k.ref = s.ref),
gone AS (
    DELETE FROM taxonomy_collectionentry l USING taxonomy_collection c
    WHERE c.id = l.collection_id AND c.release_id = ANY(%(own)s) AND NOT EXISTS (
        SELECT FROM resolved r WHERE r.collection_id = l.collection_id AND r.concept_id = l.concept_id)
    RETURNING 1),
added AS (
    INSERT INTO taxonomy_collectionentry (collection_id, concept_id)
    SELECT collection_id, concept_id FROM resolved
    ON CONFLICT (collection_id, concept_id) DO NOTHING RETURNING 1)
SELECT (SELECT count(*) FROM resolved), (SELECT count(*) FROM added), 0, (SELECT count(*) FROM gone)
"""

EMPTY_COLLECTIONS = """
DELETE FROM taxonomy_collection c
WHERE c.release_id = ANY(%(own)s) AND NOT EXISTS (SELECT FROM taxonomy_collectionentry e WHERE e.collection_id = c.id)
"""

MAPPINGS = """
WITH resolved AS MATERIALIZED (
    SELECT DISTINCT ON (a.id, b.id) a.id AS source_id, b.id AS target_id, s.kind, s.share, s.share_basis,
        s.confidence, s.note
    FROM stage_mapping s
    JOIN stage_key a ON a.scheme_id = s.scheme_id AND a.ref = s.ref
    JOIN stage_key b ON b.scheme_id = s.target_scheme_id AND b.ref = s.target_ref
    ORDER BY a.id, b.id, s.share DESC NULLS LAST, s.kind),
gone AS (
    DELETE FROM taxonomy_mapping l WHERE l.release_id = ANY(%(own)s)
        AND NOT EXISTS (SELECT FROM resolved r WHERE r.source_id = l.source_id AND r.target_id = l.target_id)
    RETURNING 1),
kept AS (
    UPDATE taxonomy_mapping l
    SET release_id = %(release)s, kind = r.kind, share = r.share, share_basis = r.share_basis,
        confidence = r.confidence, note = r.note
    FROM resolved r
    WHERE r.source_id = l.source_id AND r.target_id = l.target_id AND l.release_id = ANY(%(own)s)
        AND (l.release_id <> %(release)s OR (l.kind, l.share, l.share_basis, l.confidence, l.note)
            IS DISTINCT FROM (r.kind, r.share, r.share_basis, r.confidence, r.note))
    RETURNING (old.kind, old.share, old.share_basis, old.confidence, old.note)
        IS DISTINCT FROM (new.kind, new.share, new.share_basis, new.confidence, new.note) AS changed),
added AS (
    INSERT INTO taxonomy_mapping
        (source_id, target_id, kind, share, share_basis, confidence, note, release_id)
    SELECT source_id, target_id, kind, share, share_basis, confidence, note, %(release)s FROM resolved r
    WHERE NOT EXISTS (SELECT FROM taxonomy_mapping l WHERE l.release_id = ANY(%(own)s)
        AND l.source_id = r.source_id AND l.target_id = r.target_id)
    RETURNING 1)
SELECT (SELECT count(*) FROM resolved), (SELECT count(*) FROM added), (SELECT count(*) FROM kept WHERE changed),
    (SELECT count(*) FROM gone)
"""

ANALYZE = "ANALYZE stage_concept, stage_broader, stage_label, stage_note, stage_skill, stage_relation, stage_mapping"

UNATTACHED = """
SELECT thing, count(*), array_agg(DISTINCT name || ' ' || refs.ref) FILTER (WHERE nth <= 5)
FROM (
    SELECT thing, m.ref, coalesce(scheme.key, 'a classification that is not loaded:') AS name,
        row_number() OVER (PARTITION BY thing ORDER BY m.ref) AS nth
    FROM (
        SELECT 'broader links' AS thing, scheme_id, ref FROM stage_broader
        UNION ALL SELECT 'broader links', broader_scheme_id, broader_ref FROM stage_broader
        UNION ALL SELECT 'broader links', broader_scheme_id, broader_ref FROM stage_concept WHERE broader_ref <> ''
        UNION ALL SELECT 'labels', scheme_id, ref FROM stage_label
        UNION ALL SELECT 'notes', scheme_id, ref FROM stage_note
        UNION ALL SELECT 'skills of occupations', scheme_id, ref FROM stage_skill
        UNION ALL SELECT 'skills of occupations', skill_scheme_id, skill_ref FROM stage_skill
        UNION ALL SELECT 'related skills', scheme_id, ref FROM stage_relation
        UNION ALL SELECT 'related skills', scheme_id, related_ref FROM stage_relation
        UNION ALL SELECT 'entries of collections', scheme_id, ref FROM stage_collection
        UNION ALL SELECT 'mappings', scheme_id, ref FROM stage_mapping
        UNION ALL SELECT 'mappings', target_scheme_id, target_ref FROM stage_mapping) AS m
    LEFT JOIN taxonomy_scheme scheme ON scheme.id = m.scheme_id
    WHERE NOT EXISTS (SELECT FROM stage_key k WHERE k.scheme_id = m.scheme_id AND k.ref = m.ref)) AS refs
GROUP BY thing
"""

# Taking back a release: its statements first, then the concepts that it alone owns.
TAKE_BACK = """
DELETE FROM taxonomy_mapping WHERE release_id = %(release)s;
DELETE FROM taxonomy_occupationskill WHERE release_id = %(release)s;
DELETE FROM taxonomy_skillrelation WHERE release_id = %(release)s;
DELETE FROM taxonomy_collectionentry e USING taxonomy_collection c
    WHERE c.id = e.collection_id AND c.release_id = %(release)s;
DELETE FROM taxonomy_collection WHERE release_id = %(release)s;
DELETE FROM taxonomy_label WHERE release_id = %(release)s;
DELETE FROM taxonomy_note WHERE release_id = %(release)s;
DELETE FROM taxonomy_broader WHERE release_id = %(release)s;
"""
