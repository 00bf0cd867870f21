"""Writes the rows of a classification into the database, and takes a release back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import DataError, connection, transaction

from wayline.taxonomy.enums import ConceptKind
from wayline.taxonomy.merging import (
    ANALYZE,
    BROADER,
    CHANGED_CONCEPTS,
    COLLECTION_ENTRIES,
    COLLECTIONS,
    EMPTY_COLLECTIONS,
    KEYS,
    LABELS,
    MAPPINGS,
    NEW_BROADER,
    NEW_CONCEPTS,
    NOTES,
    RELATIONS,
    RETIRED_CONCEPTS,
    SKILLS,
    TAKE_BACK,
    UNATTACHED,
)
from wayline.taxonomy.models import Area, Concept, Release, Scheme
from wayline.taxonomy.rows import AreaRow, SchemeRow
from wayline.taxonomy.sources.register import Advance, Defect, SourceError
from wayline.taxonomy.staging import CREATE, Schemes, Staging

TOLD_EVERY = 5000

# What the counts call concepts of a kind.
THINGS = {
    ConceptKind.GROUP: "occupation groups",
    ConceptKind.OCCUPATION: "occupations",
    ConceptKind.SKILL_GROUP: "skill groups",
    ConceptKind.SKILL: "skills",
    ConceptKind.KNOWLEDGE: "knowledge",
    ConceptKind.ABILITY: "abilities",
    ConceptKind.INTEREST: "interests",
    ConceptKind.WORK_STYLE: "work styles",
    ConceptKind.WORK_VALUE: "work values",
    ConceptKind.WORK_ACTIVITY: "work activities",
    ConceptKind.TASK: "tasks",
    ConceptKind.TECHNOLOGY: "technologies",
    ConceptKind.REQUIREMENT: "requirements",
}


def load(release: Release, rows: Iterable[Any], advance: Advance) -> Counter[str]:
    """Merge the rows into what is there: one transaction, the caller's.

    Counts by thing what is new, changed, the same and gone; "labels unattached" are statements about concepts that are
    not loaded (they attach when the release is added again after those). Concepts that are gone stay, as retired.
    """
    schemes = Schemes()
    areas: list[AreaRow] = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CREATE)
        staging = Staging(cursor, schemes)
        for number, row in enumerate(rows, start=1):
            if isinstance(row, SchemeRow):
                schemes.declare(row)
            elif isinstance(row, AreaRow):
                areas.append(row)
            else:
                staging.add(row)
            if number % TOLD_EVERY == 0:
                advance(number, 0)
        staging.finish()
        try:
            counts = _merge(cursor, release, schemes)
        except DataError as error:
            raise SourceError(Defect(release.title, f"a value does not fit ({error})")) from error
    return counts + load_areas(areas)


def _merge(cursor: Any, release: Release, schemes: Schemes) -> Counter[str]:
    known = {"release": release.pk, "own": own_releases(release)}
    counts: Counter[str] = Counter()
    cursor.execute("INSERT INTO stage_scheme SELECT unnest(%s::bigint[])", [schemes.ids()])
    cursor.execute(ANALYZE)
    cursor.execute(NEW_CONCEPTS, known)
    cursor.execute(KEYS)
    cursor.execute(NEW_BROADER)
    cursor.execute(CHANGED_CONCEPTS, known)
    for kind, added, changed, same in cursor.fetchall():
        _count(counts, THINGS[ConceptKind(kind)], added, changed, same, 0)
    cursor.execute(RETIRED_CONCEPTS, known)
    for kind, gone in cursor.fetchall():
        _count(counts, THINGS[ConceptKind(kind)], 0, 0, 0, gone)
    cursor.execute(BROADER, known)
    _count_links(counts, "broader links", cursor.fetchone())
    cursor.execute(LABELS, known)
    _count_links(counts, "labels", cursor.fetchone())
    cursor.execute(NOTES, known)
    _count_links(counts, "notes", cursor.fetchone())
    cursor.execute(SKILLS, known)
    _count_links(counts, "skills of occupations", cursor.fetchone())
    cursor.execute(RELATIONS, known)
    _count_links(counts, "related skills", cursor.fetchone())
    cursor.execute(COLLECTIONS, known)
    cursor.execute(COLLECTION_ENTRIES, known)
    _count_links(counts, "entries of collections", cursor.fetchone())
    cursor.execute(EMPTY_COLLECTIONS, known)
    cursor.execute(MAPPINGS, known)
    _count_links(counts, "mappings", cursor.fetchone())
    cursor.execute(UNATTACHED)
    for thing, number, examples in cursor.fetchall():
        counts[f"{thing} unattached"] = number
        what = f"{number} {thing} speak of concepts that are not loaded, for example {', '.join(sorted(examples))}"
        release.defects = [*release.defects, {"place": release.title, "what": what}]
    return counts


def _count_links(counts: Counter[str], thing: str, row: tuple[int, int, int, int]) -> None:
    every, added, changed, gone = row
    _count(counts, thing, added, changed, every - added - changed, gone)


def _count(counts: Counter[str], thing: str, added: int, changed: int, same: int, gone: int) -> None:
    for word, number in (("new", added), ("changed", changed), ("same", same), ("gone", gone)):
        if number:
            counts[f"{thing} {word}"] += number


def own_releases(release: Release) -> list[int]:
    """The release, and the earlier ones of its source whose place it takes (see Release.edition)."""
    words = set(release.edition.split())
    earlier = Release.objects.filter(source=release.source).exclude(pk=release.pk).values_list("pk", "edition")
    return [release.pk, *(pk for pk, edition in earlier if set(edition.split()) <= words)]


def load_areas(rows: Iterable[AreaRow]) -> Counter[str]:
    """Areas belong to no release: they are made when missing and corrected when a source says otherwise."""
    counts: Counter[str] = Counter()
    for row in rows:
        said = {"title": row.title, "titles": row.titles, "kind": row.kind, "country": row.country}
        area, made = Area.objects.get_or_create(scheme=row.scheme, code=row.code, defaults=said)
        parents = Area.objects.filter(scheme=row.parent_scheme or row.scheme, code=row.parent)
        parent = parents.first() if row.parent else None
        said["titles"] = {**area.titles, **row.titles}
        changed = [name for name, value in said.items() if getattr(area, name) != value]
        if parent and parent.pk != area.parent_id:
            area.parent = parent
            changed.append("parent")
        for name in changed:
            if name != "parent":
                setattr(area, name, said[name])
        if changed:
            area.save(update_fields=changed)
        counts["areas new" if made else "areas changed" if changed else "areas same"] += 1
    return counts


def remove(release: Release) -> None:
    """Take back what only this release says. Who refers to its concepts was asked before (see actions)."""
    known = {"release": release.pk}
    with connection.cursor() as cursor:
        cursor.execute(TAKE_BACK, known)
    concepts = Concept.objects.filter(release=release)
    schemes = set(concepts.values_list("scheme", flat=True))
    concepts.update(broader=None)
    concepts._raw_delete(concepts.db)  # what hangs on them went before
    for scheme in Scheme.objects.filter(pk__in=schemes, concepts=None):
        scheme.delete()
