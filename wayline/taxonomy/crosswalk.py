"""From a concept to the concepts of another scheme, step by step, each step with its kind, share and publisher.

A path is never shorter than the truth: where a table gives three targets there are three paths, and none is "exact".
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, Max

from wayline.taxonomy.enums import MappingKind
from wayline.taxonomy.models import Concept, Mapping, Release, Scheme

INVERSE = {MappingKind.BROAD: MappingKind.NARROW, MappingKind.NARROW: MappingKind.BROAD}
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
    if known := _held.get():
        return known
    found = Release.objects.aggregate(newest=Max("added_at"), number=Count("pk"))
    return f"{found['number']}-{found['newest'].timestamp() if found['newest'] else 0}"


def ancestors(concept: Concept) -> list[Concept]:
    """Broader concepts in the same scheme, nearest first."""
    return ancestors_of([concept])[concept.pk]


def ancestors_of(concepts: Iterable[Concept]) -> dict[int, list[Concept]]:
    """`ancestors` of several, by number: a question for each level that is not known yet, however many they are."""
    asked = list(concepts)
    groups = _groups(stamp())
    wanted = {one.broader_id for one in asked if one.broader_id}
    for _ in range(DEEPEST):
        _read_groups(wanted - groups.keys(), groups)
        wanted = {above for number in wanted if number in groups and (above := groups[number].broader_id)}
    return {one.pk: list(_above(one, groups)) for one in asked}


@lru_cache(maxsize=2)
def _groups(_stamp: str) -> dict[int, Concept]:
    """The concepts that stand above others, as far as they were asked for: a few thousand in all classifications."""
    return {}


def _read_groups(numbers: set[int], groups: dict[int, Concept]) -> None:
    if numbers:
        groups.update(Concept.objects.select_related("scheme", "release").in_bulk(list(numbers)))


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
        for key in route:
            on = _onward(on, key)
        if route:
            found |= {pk: sorted(_once(some), key=_largest_share) for pk, some in on.items()}
    return found


def _largest_share(path: Path) -> tuple[float, float, str]:
    return -(path.share or 0), -path.weight, path.target.code


def _once(found: Iterable[Path]) -> list[Path]:
    """Of several paths to one target, the one with the largest share."""
    best: dict[int, Path] = {}
    for path in found:
        known = best.get(path.target.pk)
        if known is None or (path.share or 0, path.weight) > (known.share or 0, known.weight):
            best[path.target.pk] = path
    return list(best.values())


def _onward(found: dict[int, list[Path]], key: str) -> dict[int, list[Path]]:
    """Every path, by the number of its start, with each step that leads on from its end to scheme `key`."""
    ends: dict[int, list[tuple[int, Path]]] = {}
    for start, some in found.items():
        for path in some:
            ends.setdefault(path.steps[-1].target.pk if path.steps else start, []).append((start, path))
    on: dict[int, list[Path]] = {}
    for step in steps_from(ends, key):
        for start, path in ends[step.source.pk]:
            on.setdefault(start, []).append(Path((*path.steps, step)))
    return on


def steps_from(concepts: Iterable[int], key: str) -> list[Step]:
    """One step from each of these concepts to the current version of scheme `key`: tables first, then the hierarchy."""
    ids = list(concepts)
    tables = Mapping.objects.filter(release__superseded_at=None)
    forward = tables.filter(source__in=ids, target__scheme__key=key, target__scheme__is_current=True)
    rows = list(forward.order_by("source__code", "target__code").values_list("source", "target", *SAID))
    done = {source for source, *_rest in rows}
    back = tables.filter(target__in=set(ids) - done, source__scheme__key=key, source__scheme__is_current=True)
    inverse = back.order_by("target__code", "source__code").values_list("target", "source", "kind", "release")
    rows += [(here, there, INVERSE.get(MappingKind(kind), kind), by, None, "") for here, there, kind, by in inverse]
    steps = _steps(rows)
    done = {step.source.pk for step in steps}
    return [*_never_one_of_several(steps), *_by_hierarchy(set(ids) - done, key)]


SAID = ("kind", "release", "share", "share_basis")


def _steps(rows: Sequence[tuple[Any, ...]]) -> list[Step]:
    """Each concept is made once, however many rows name it; schemes and releases are those that all share."""
    concepts = Concept.objects.in_bulk({pk for source, target, *_rest in rows for pk in (source, target)})
    around = _around(
        {one.scheme_id for one in concepts.values()},
        {one.release_id for one in concepts.values()} | {release for _s, _t, _kind, release, *_rest in rows},
    )
    for one in concepts.values():
        one.scheme, one.release = around.schemes[one.scheme_id], around.releases[one.release_id]
    return [
        Step(concepts[source], concepts[target], kind, around.releases[release], share, basis)
        for source, target, kind, release, share, basis in rows
    ]


@dataclass(frozen=True, slots=True)
class _Around:
    schemes: dict[int, Scheme]
    releases: dict[int, Release]


def _around(schemes: set[int], releases: set[int]) -> _Around:
    """All there are; read anew when one of these came by another way than a release."""
    kept = _kept_around(stamp())
    if schemes <= kept.schemes.keys() and releases <= kept.releases.keys():
        return kept
    return _Around(Scheme.objects.in_bulk(schemes), Release.objects.in_bulk(releases))


@lru_cache(maxsize=2)
def _kept_around(_stamp: str) -> _Around:
    return _Around(Scheme.objects.in_bulk(), Release.objects.in_bulk())


def _never_one_of_several(steps: list[Step]) -> list[Step]:
    """A publisher may call two targets the same as one source; they cannot both be."""
    targets = Counter(step.source.pk for step in steps)
    return [
        replace(step, kind=MappingKind.CLOSE)
        if step.kind == MappingKind.EXACT and targets[step.source.pk] > 1
        else step
        for step in steps
    ]


def _by_hierarchy(ids: set[int], key: str) -> list[Step]:
    """ESCO occupations stand below ISCO-08 groups: the link up is broader, the links down are narrower."""
    if not ids:
        return []
    up = Concept.objects.filter(pk__in=ids, broader__scheme__key=key, broader__scheme__is_current=True)
    down = Concept.objects.filter(broader__in=ids, scheme__key=key, scheme__is_current=True, retired=False)
    below = down.exclude(broader__scheme__key=key).order_by("code")
    rows = [(here, there, MappingKind.BROAD, by, None, "") for here, there, by in up.values_list("pk", *ABOVE)]
    rows += [(here, there, MappingKind.NARROW, by, None, "") for there, here, by in below.values_list("pk", *ABOVE)]
    return _steps(rows)


ABOVE = ("broader", "release")


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
