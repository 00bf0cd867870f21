"""From a concept to the concepts of another scheme, step by step, each step with its kind, share and publisher.

A path is never shorter than the truth: where a table gives three targets there are three paths, and none is "exact".
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.db import connection
from django.db.models import F

from wayline.taxonomy import known
from wayline.taxonomy.enums import MappingKind
from wayline.taxonomy.links import links
from wayline.taxonomy.models import Concept, Mapping, Release

LONGEST = 3
"""Steps between schemes. SOC 2020 → ISCO-08 → US SOC 2010 → O*NET-SOC are three."""
DEEPEST = 12
"""No classification is deeper; a ring in the data ends here."""


@dataclass(frozen=True, slots=True)
class Step:
    """One use of a table of mappings, or of the hierarchy (then `release` is the classification's own)."""

    source: Concept
    target: Concept
    kind: str
    release: Release
    share: float | None = None
    """Part of the source that goes to this target, 0 to 1; None where nobody counted."""
    share_basis: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    steps: tuple[Step, ...]

    @property
    def target(self) -> Concept:
        return self.steps[-1].target

    @property
    def is_exact(self) -> bool:
        return all(step.kind == MappingKind.EXACT for step in self.steps)

    @property
    def share(self) -> float | None:
        """The product of the shares; None when a step has none."""
        product = 1.0
        for step in self.steps:
            if step.share is None:
                return None
            product *= step.share
        return product

    @property
    def weight(self) -> float:
        """For sorting: the shares that are known; a step nobody counted takes nothing away."""
        return math.prod(step.share for step in self.steps if step.share is not None)


_held: ContextVar[str] = ContextVar("the stamp of the question that is being answered", default="")


@contextmanager
def held() -> Iterator[str]:
    """Within it the stamp is asked for once: one answer stands on one state of the data."""
    token = _held.set(stamp())
    try:
        yield _held.get()
    finally:
        _held.reset(token)


def stamp() -> str:
    """Changes whenever a release is added or removed: the key of what is remembered about classifications."""
    if held_now := _held.get():
        return held_now
    with connection.cursor() as cursor:
        cursor.execute(RELEASES)
        newest, number = cursor.fetchone()
    return f"{number}-{newest.timestamp() if newest else 0}"


RELEASES = 'SELECT max(added_at), count(*) FROM "taxonomy_release"'
"""In SQL: every page and every answer asks it first, and writing it anew took Django six times as long as asking."""


def ancestors(concept: Concept) -> list[Concept]:
    """Broader concepts in the same scheme, nearest first."""
    return ancestors_of([concept])[concept.pk]


def ancestors_of(concepts: Iterable[Concept]) -> dict[int, list[Concept]]:
    """`ancestors` of several, by number: a question for each level that is not known yet, however many they are."""
    asked, now = list(concepts), stamp()
    groups: dict[int, Concept] = {}
    wanted = {one.broader_id for one in asked if one.broader_id}
    while wanted:
        there = known.concepts(wanted, now)
        groups |= {number: there[number] for number in wanted}
        wanted = {above for number in wanted if (above := there[number].broader_id)} - groups.keys()
    return {one.pk: list(_above(one, groups)) for one in asked}


def _above(concept: Concept, groups: dict[int, Concept]) -> Iterator[Concept]:
    above = concept.broader_id
    for _ in range(DEEPEST):
        group = groups.get(above) if above else None
        if group is None or group.scheme_id != concept.scheme_id:
            return
        yield group
        above = group.broader_id


def paths(concept: Concept, to: str, *, longest: int = LONGEST) -> list[Path]:
    """All shortest paths from `concept` to concepts of the current version of scheme `to`, largest share first.

    Empty when the concept stands in that scheme already, or no table leads there.
    """
    return paths_of([concept], to, longest=longest)[concept.pk]


def paths_of(concepts: Iterable[Concept], to: str, *, longest: int = LONGEST) -> dict[int, list[Path]]:
    """`paths` of several, by number: as many queries as for one of each scheme."""
    asked = {one.pk: one for one in concepts}
    found: dict[int, list[Path]] = {pk: [] for pk in asked}
    for scheme in {one.scheme.key for one in asked.values()} - {to}:
        on = {pk: [Path(())] for pk, one in asked.items() if one.scheme.key == scheme}
        route = _route(scheme, to, longest, stamp())
        for here, there in pairwise((scheme, *route)):
            on = _onward(on, here, there)
        if route:
            found |= {pk: sorted(_once(some), key=_largest_share) for pk, some in on.items()}
    return found


def _largest_share(path: Path) -> tuple[float, float, str]:
    return -(path.share or 0), -path.weight, path.target.code


def _once(found: Iterable[Path]) -> list[Path]:
    """Of several paths to one target, the one with the largest share."""
    best: dict[int, Path] = {}
    for path in found:
        other = best.get(path.target.pk)
        if other is None or (path.share or 0, path.weight) > (other.share or 0, other.weight):
            best[path.target.pk] = path
    return list(best.values())


def _onward(found: dict[int, list[Path]], here: str, there: str) -> dict[int, list[Path]]:
    """Every path, by the number of its start, with each step that leads on from its end, in `here`, to `there`."""
    ends: dict[int, list[tuple[int, Path]]] = {}
    for start, some in found.items():
        for path in some:
            ends.setdefault(path.steps[-1].target.pk if path.steps else start, []).append((start, path))
    on: dict[int, list[Path]] = {}
    for step in steps_from(ends, here, there):
        for start, path in ends[step.source.pk]:
            on.setdefault(start, []).append(Path((*path.steps, step)))
    return on


def steps_from(concepts: Iterable[int], here: str, there: str) -> list[Step]:
    """One step from each of these concepts of scheme `here` to the current version of `there`: tables first, then the
    hierarchy."""
    now, ids = stamp(), list(dict.fromkeys(concepts))
    leading = links(here, there, now)
    found = {pk: leading[pk] for pk in ids if pk in leading}
    by = known.among(Release.objects, (link.release for some in found.values() for link in some), now)
    named = known.concepts({*found, *(link.target for some in found.values() for link in some)}, now)
    return [
        Step(named[source], named[link.target], link.kind, by[link.release], link.share, link.basis)
        for source, some in found.items()
        for link in some
    ]


@lru_cache(maxsize=256)
def _route(start: str, to: str, longest: int, _stamp: str) -> tuple[str, ...]:
    """The shortest chain of scheme keys from `start` (left out) to `to`; of equal ones, tables before the hierarchy."""
    tables, hierarchy = _links(_stamp)
    chains: list[tuple[str, ...]] = [(start,)]
    for _ in range(longest):
        chains = [
            (*chain, key)
            for links in (tables, hierarchy)
            for chain in chains
            for key in sorted(links.get(chain[-1], ()))
            if key not in chain
        ]
        for chain in chains:
            if chain[-1] == to:
                return chain[1:]
    return ()


Links = dict[str, set[str]]


@lru_cache(maxsize=2)
def _links(_stamp: str) -> tuple[Links, Links]:
    """Which schemes are linked with which: by tables of mappings, by the hierarchy."""
    tables = Mapping.objects.filter(release__superseded_at=None)
    across = Concept.objects.filter(broader__isnull=False).exclude(broader__scheme=F("scheme"))
    return (
        _both_ways(tables.values_list("source__scheme__key", "target__scheme__key").distinct()),
        _both_ways(across.values_list("scheme__key", "broader__scheme__key").distinct()),
    )


def _both_ways(pairs: Iterable[tuple[str, str]]) -> Links:
    links: Links = {}
    for one, other in pairs:
        links.setdefault(one, set()).add(other)
        links.setdefault(other, set()).add(one)
    return links
