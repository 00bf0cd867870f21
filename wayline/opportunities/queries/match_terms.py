"""What a portfolio says in words as concepts, and what is near to them in the classifications."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models.functions import Lower

from wayline.lmi.queries import likeness
from wayline.opportunities.matching import Near
from wayline.opportunities.queries.resolving import NEAR, title_scheme
from wayline.taxonomy import crosswalk, nearness, title_index
from wayline.taxonomy.enums import ConceptKind, LabelKind
from wayline.taxonomy.models import Area, Concept, Label
from wayline.taxonomy.titles.labels import Match as How

SKILL_KINDS = (ConceptKind.SKILL, ConceptKind.KNOWLEDGE)
JOB_KINDS = (ConceptKind.OCCUPATION,)
TITLES = 12
"""Titles of jobs of a person that are looked up by their likeness; the newest first."""
COMPARED = 6
"""Occupations whose neighbours by skills are looked up: worked out once in a process, then kept."""
NEAR_JOBS = """
WITH here AS (SELECT id, broader_id FROM taxonomy_concept WHERE id = ANY(%s::bigint[])),
found (here, there) AS (
    SELECT here.id, c.id FROM here JOIN taxonomy_concept c ON c.broader_id = here.broader_id
    UNION SELECT here.id, c.id FROM here JOIN taxonomy_concept c ON c.broader_id = here.id
    UNION SELECT here.id, here.broader_id FROM here WHERE here.broader_id IS NOT NULL)
SELECT found.here, found.there FROM found JOIN taxonomy_concept c ON c.id = found.there
WHERE c.kind = 'occupation' AND NOT c.retired AND found.here <> found.there ORDER BY 1, 2
"""


def named(texts: Iterable[str], kinds: Collection[str]) -> dict[str, list[int]]:
    """Concepts of current classifications that are called exactly so in any language, by text."""
    wanted = {_plain(text) for text in texts} - {""}
    if not wanted:
        return {}
    rows = (
        Label.objects.annotate(plain=Lower("text"))
        .filter(
            plain__in=wanted,
            kind__in=(LabelKind.PREFERRED, LabelKind.ALTERNATIVE),
            concept__kind__in=kinds,
            concept__retired=False,
            concept__scheme__is_current=True,
        )
        .order_by("concept")
    )
    found: dict[str, dict[int, None]] = {}
    for plain, concept in rows.values_list("plain", "concept"):
        found.setdefault(plain, {})[concept] = None
    return {plain: list(concepts) for plain, concepts in found.items()}


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def called(found: dict[str, list[int]], text: str) -> list[int]:
    return found.get(_plain(text), [])


def alike(titles: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Titles of jobs to the occupation with the likest title, and how like it is (per cent), where it is near enough.

    Needs the trained index of titles; none is found without it.
    """
    index, scheme = title_index.search(), title_scheme()
    if index is None or not scheme:
        return {}
    best = {}
    for title in dict.fromkeys(titles):
        hits = index.search(title, scheme=scheme, limit=1, unfinished=False)
        if hits and hits[0].score >= NEAR and hits[0].match != How.MEANING:
            best[title] = (int(hits[0].concept), min(100, int(100 * hits[0].score)))
    known = Concept.objects.filter(pk__in=[pk for pk, _score in best.values()], kind__in=JOB_KINDS, retired=False)
    there = set(known.values_list("pk", flat=True))  # the index may be of another database
    return {title: pair for title, pair in best.items() if pair[0] in there}


def areas(names: Iterable[str]) -> dict[str, int]:
    """Areas that are called exactly so, by name."""
    wanted = {_plain(name) for name in names}
    if not wanted:
        return {}
    rows = Area.objects.public().annotate(plain=Lower("title")).filter(plain__in=wanted).order_by("-pk")
    return dict(rows.values_list("plain", "pk"))


def called_areas(found: Mapping[str, int], names: Iterable[str]) -> set[int]:
    return {found[plain] for name in names if (plain := _plain(name)) in found}


def near_skills(held: Collection[int]) -> list[Near]:
    return [Near(*row) for row in nearness.near_skills(held)]


def near_jobs(held: Collection[int]) -> list[Near]:
    """In the same group of the classification, or directly above or below."""
    if not held:
        return []
    with connection.cursor() as cursor:
        cursor.execute(NEAR_JOBS, [sorted(held)])
        return [Near(here, there, "group") for here, there in cursor.fetchall()]


def similar_jobs(held: Collection[int]) -> Iterator[Near]:
    """By the skills that they need (`lmi/similarity.py`): which part of what the other asks for is brought along."""
    stamp = crosswalk.stamp()
    for here in list(held)[:COMPARED]:
        for there, ready in _similar(here, stamp):
            yield Near(here, there, "similar", ready)


@lru_cache(maxsize=8192)
def _similar(occupation: int, _stamp: str) -> tuple[tuple[int, int], ...]:
    """Numbers only, so that all occupations of a classification can be kept: matching everybody asks for each again."""
    return tuple(likeness.brought(occupation).items())


def months(start: str, end: str, today: date, *, ongoing: bool) -> int | None:
    """From one partial date to another; of a year alone the middle counts. None when one of them is not said."""
    until = f"{today:%Y-%m}" if ongoing else end
    if not start or not until:
        return None
    return max(0, _month(until) - _month(start))


def _month(text: str) -> int:
    parts = text.split("-")
    return int(parts[0]) * 12 + (int(parts[1]) if len(parts) > 1 else 6)
