"""Adding, checking and removing releases of any source, words or figures."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from wayline.taxonomy.loading import own_releases
from wayline.taxonomy.models import Concept, Release, Scheme
from wayline.taxonomy.sources.files import sha256
from wayline.taxonomy.sources.register import Advance, Defect, Report, Source, SourceError, source_of
from wayline.taxonomy.sources.starter import FOLDER

LINKS = {"label", "note", "broader", "occupationskill", "skillrelation", "mapping", "collectionentry"}


STARTER = "starter"


class InUse(Exception):
    """A release cannot be removed: `users` says who refers to it."""

    def __init__(self, users: Sequence[str]) -> None:
        super().__init__("; ".join(users))
        self.users = users


@dataclass(frozen=True, slots=True)
class Outcome:
    """What adding a release did, or would do."""

    release: Release
    counts: Counter[str] = field(default_factory=Counter)
    already: bool = False
    """The same files were added before, and nothing was read."""
    replaced: tuple[str, ...] = ()
    """Releases whose place it takes."""

    @property
    def changes(self) -> bool:
        return any(number for what, number in self.counts.items() if not what.endswith((" same", " unattached")))


def add_release(source: Source, path: Path, *, write: bool, again: bool = False, advance: Advance) -> Outcome:
    """Read the files at `path` and merge them in: all of them or nothing; without `write`, nothing stays.

    A release that is there already is read again only when asked, or when it spoke of concepts that were not loaded.
    """
    files = source.find(path)
    if not files:
        raise SourceError(Defect(str(path), f"holds no files of {source.title}"))
    described = [{"name": file.name, "sha256": sha256(file), "bytes": file.stat().st_size} for file in files]
    digest = hashlib.sha256("".join(sorted(str(one["sha256"]) for one in described)).encode()).hexdigest()
    known = Release.objects.filter(source=source.key, digest=digest).first()
    if known and not again and known.superseded_at is None and not _may_attach_more(known, source):
        return Outcome(known, already=True)
    with transaction.atomic():
        outcome = _load(source, files, known or Release(source=source.key, digest=digest), described, advance)
        _count_tables()
        if not write:
            transaction.set_rollback(True)
    return outcome


def _count_tables() -> None:
    """PostgreSQL counts tables by itself a minute later, and small ones never. Uncounted, they are taken for a few
    rows, and questions are planned for that: those about current figures take eight times as long, and the first
    training after a release took minutes.
    """
    with connection.cursor() as cursor:
        cursor.execute(ANALYZE)


ANALYZE = """
ANALYZE taxonomy_release, taxonomy_scheme, taxonomy_area, taxonomy_concept, taxonomy_broader, taxonomy_label,
    taxonomy_note, taxonomy_occupationskill, taxonomy_skillrelation, taxonomy_collection, taxonomy_collectionentry,
    taxonomy_mapping
"""


def _may_attach_more(release: Release, source: Source) -> bool:
    """It spoke of concepts that were not loaded, and sources that have such were added since."""
    since = Release.objects.filter(source__in=source.after, added_at__gt=release.added_at)
    return bool(unattached(release)) and since.exists()


def _load(
    source: Source, files: Sequence[Path], release: Release, described: list[dict[str, Any]], advance: Advance
) -> Outcome:
    report = Report()
    reading = source.read(files, report)
    release.title = reading.title or source.title
    release.publisher, release.licence = source.publisher, source.licence
    release.attribution, release.homepage = source.attribution, source.homepage
    release.version, release.published_on, release.edition = reading.version, reading.published_on, reading.edition
    release.files, release.defects, release.superseded_at = described, [], None
    release.added_at = timezone.now()
    release.save()
    counted = _Counted(reading.rows)
    counts = source.load(release, counted, advance)
    release.rows = counted.number
    release.defects = [{"place": one.place, "what": one.what} for one in report.defects] + list(release.defects)
    release.counts = {what: number for what, number in sorted((counts + report.counts).items()) if number}
    release.save()
    replaced = _supersede(release)
    if not source.key.startswith(STARTER) and _brings_occupations(release):  # its figures are a source of their own
        _step_back()
    return Outcome(release, counts, replaced=replaced)


class _Counted:
    """Counts what streams by."""

    def __init__(self, rows: Any) -> None:
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Any:
        for row in self._rows:
            self.number += 1
            yield row


def _supersede(release: Release) -> tuple[str, ...]:
    earlier = Release.objects.current().filter(pk__in=own_releases(release)).exclude(pk=release.pk)
    replaced = tuple(str(one) for one in earlier)
    earlier.update(superseded_at=timezone.now())
    return replaced


def _brings_occupations(release: Release) -> bool:
    return any(number for what, number in release.counts.items() if what.startswith("occupation"))


def _step_back() -> None:
    """The starter pack is for a house without publishers' words: its occupations are still found, no longer offered."""
    Release.objects.current().filter(source=STARTER).update(superseded_at=timezone.now())
    Concept.objects.filter(scheme__key=STARTER, retired=False).update(retired=True)


def load_starter() -> bool:
    """Load the starter pack where no release of words is there. Whether it did."""
    source = source_of(STARTER)
    if source is None or any(map(_brings_occupations, Release.objects.current())):
        return False
    add_release(source, FOLDER, write=True, advance=lambda done, total: None)
    return True


def unattached(release: Release) -> int:
    """Statements about concepts that were not loaded when the release was added."""
    return sum(number for what, number in release.counts.items() if what.endswith(" unattached"))


def remove_release(release: Release) -> None:
    """Take a release back, unless others stand on it."""
    with transaction.atomic():
        if users := users_of(release):
            raise InUse(users)
        source = source_of(release.source)
        if source is None:
            raise InUse([f"nobody knows the source {release.source} any more"])
        source.remove(release)
        release.delete()


def users_of(release: Release) -> list[str]:
    """Who refers to the concepts of a release: other releases by their title, other rooms by the name of the thing."""
    concepts = Concept.objects.filter(release=release)
    users: Counter[str] = Counter()
    for relation in Concept._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        rows = model._base_manager.filter(**{f"{name}__in": concepts})
        if model._meta.app_label != "taxonomy":
            if any(field.name == "release" for field in model._meta.fields):
                rows = rows.exclude(release=release)  # its own figures go with it
            users[f"{model._meta.app_label}: {model._meta.verbose_name_plural}"] += rows.count()
        elif model._meta.model_name in LINKS - {"collectionentry"}:
            for title, number in _by_release(rows.exclude(release=release), "release"):
                users[title] += number
        elif model._meta.model_name == "collectionentry":
            for title, number in _by_release(rows.exclude(collection__release=release), "collection__release"):
                users[title] += number
    return [f"{title} ({number})" for title, number in users.items() if number]


def _by_release(rows: models.QuerySet[Any], path: str) -> list[tuple[str, int]]:
    counted = rows.order_by().values_list(f"{path}__title", f"{path}__version").annotate(number=models.Count("pk"))
    return [(f"{title} {version}", number) for title, version, number in counted]


def check_releases() -> list[Defect]:
    """Faults of what is loaded: counts that no longer hold, statements on concepts that are not there, lost schemes."""
    found: list[Defect] = []
    for release in Release.objects.current():
        title = str(release)
        if source_of(release.source) is None:
            found.append(Defect(title, f"the source {release.source} is not known to this version of Wayline"))
        expected = hashlib.sha256("".join(sorted(str(one["sha256"]) for one in release.files)).encode()).hexdigest()
        if release.files and expected != release.digest:
            found.append(Defect(title, "its digest is not that of its files"))
        source = source_of(release.source)
        if source and _may_attach_more(release, source):
            found.append(Defect(title, f"{unattached(release)} statements had no concept to attach to: add it again"))
        found += _lost(release, title)
    for scheme in Scheme.objects.filter(concepts=None):
        found.append(Defect(scheme.title, "has no concepts"))
    return found


def _lost(release: Release, title: str) -> list[Defect]:
    """Mappings are never shared between releases, so their number must be what was counted when they were added."""
    counted = sum(release.counts.get(f"mappings {word}", 0) for word in ("new", "changed", "same"))
    there = release.mappings.count()
    return [Defect(title, f"had {counted} mappings when it was added and has {there}")] if counted != there else []
