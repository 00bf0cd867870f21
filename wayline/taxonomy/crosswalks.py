"""From a concept to another classification, over the mappings that publishers state, with every step named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import prod

from django.db.models import F

from wayline.taxonomy.enums import INVERSE, MappingKind
from wayline.taxonomy.models import Concept, Mapping, Release

MOST_CONCEPTS = 600
"""Concepts followed at a step. Beyond, an answer would say nothing."""
CLOSENESS = [MappingKind.EXACT, MappingKind.CLOSE, MappingKind.BROAD, MappingKind.NARROW, MappingKind.RELATED]


@dataclass(frozen=True, slots=True)
class Step:
    """One statement of a publisher, in the direction asked. `inverse`: it was stated the other way round."""

    source: Concept
    target: Concept
    kind: MappingKind
    release: Release
    share: float | None = None
    share_basis: str = ""
    confidence: float | None = None
    note: str = ""
    inverse: bool = False
    by_hierarchy: bool = False
    """Not a mapping: the one stands below the other in a hierarchy."""


@dataclass(frozen=True, slots=True)
class Route:
    """How a target is reached. `kind` is the loosest reading of its steps; `share` their product, when all have one."""

    steps: tuple[Step, ...]
    kind: MappingKind

    @property
    def target(self) -> Concept:
        return self.steps[-1].target

    @property
    def share(self) -> float | None:
        known = [step.share for step in self.steps if step.share is not None]
        return prod(known) if len(known) == len(self.steps) else None


def crosswalk(concept: Concept, to: str, *, version: str = "", most_steps: int = 2) -> list[Route]:
    """Every concept of the scheme `to` that is reached in the fewest steps, the closest first.

    Several targets are several: none of them is `exact` then. Empty: no publisher says anything.
    """
    routes: dict[int, tuple[Step, ...]] = {concept.pk: ()}
    frontier = {concept.pk: concept}
    for _ in range(most_steps):
        reached: dict[int, tuple[Step, ...]] = {}
        for step in _best(_hops(frontier)):
            if step.target.pk not in routes:
                reached.setdefault(step.target.pk, (*routes[step.source.pk], step))
        found = [steps for steps in reached.values() if _is_in(steps[-1].target, to, version)]
        if found:
            return _ordered(found)
        if not reached or len(reached) > MOST_CONCEPTS:
            return []
        routes |= reached
        frontier = {pk: steps[-1].target for pk, steps in reached.items()}
    return []


def _is_in(concept: Concept, key: str, version: str) -> bool:
    scheme = concept.scheme
    return scheme.key == key and (scheme.version == version if version else scheme.is_current)


def _ordered(found: list[tuple[Step, ...]]) -> list[Route]:
    routes = [Route(steps, _together(steps, alone=len(found) == 1)) for steps in found]
    return sorted(routes, key=lambda route: (-(route.share or 0), CLOSENESS.index(route.kind), route.target.code))


def _together(steps: Iterable[Step], *, alone: bool) -> MappingKind:
    kinds = {step.kind for step in steps} - {MappingKind.EXACT}
    if not kinds:
        return MappingKind.EXACT if alone else MappingKind.CLOSE
    if len(kinds) == 1:
        return kinds.pop()
    if kinds <= {MappingKind.CLOSE, MappingKind.BROAD}:
        return MappingKind.BROAD
    return MappingKind.NARROW if kinds <= {MappingKind.CLOSE, MappingKind.NARROW} else MappingKind.RELATED


def _best(steps: Iterable[Step]) -> list[Step]:
    """Of several statements on the same pair, the one that says most: typed, then direct, then with a share."""

    def says(step: Step) -> tuple[bool, bool, bool]:
        return step.kind == MappingKind.RELATED, step.inverse, step.share is None

    best: dict[tuple[int, int], Step] = {}
    for step in sorted(steps, key=says):
        best.setdefault((step.source.pk, step.target.pk), step)
    return sorted(best.values(), key=lambda step: (-(step.share or 0), CLOSENESS.index(step.kind)))


def _hops(frontier: dict[int, Concept]) -> Iterator[Step]:
    """Four queries, however many concepts."""
    stated = Mapping.objects.filter(release__superseded_at=None).select_related(
        "release", "source__scheme", "target__scheme"
    )
    for mapping in stated.filter(source__in=frontier, target__retired=False):
        yield _step(mapping, frontier[mapping.source_id], mapping.target, inverse=False)
    for mapping in stated.filter(target__in=frontier, source__retired=False):
        yield _step(mapping, frontier[mapping.target_id], mapping.source, inverse=True)
    yield from _hierarchy(frontier)


def _step(mapping: Mapping, source: Concept, target: Concept, *, inverse: bool) -> Step:
    kind = MappingKind(mapping.kind)
    if inverse:  # a share of the other side says nothing of this one
        return Step(source, target, INVERSE.get(kind, kind), mapping.release, note=mapping.note, inverse=True)
    return Step(
        source, target, kind, mapping.release, mapping.share, mapping.share_basis, mapping.confidence, mapping.note
    )


def _hierarchy(frontier: dict[int, Concept]) -> Iterator[Step]:
    """Up, to the group above; and across, from an ISCO group to the ESCO occupations below it."""
    above = {one.broader_id: one for one in frontier.values() if one.broader_id}
    for group in Concept.objects.filter(pk__in=above, retired=False).select_related("scheme", "release"):
        for one in frontier.values():
            if one.broader_id == group.pk:
                yield Step(one, group, MappingKind.BROAD, one.release, by_hierarchy=True)
    below = Concept.objects.filter(broader__in=frontier, retired=False).exclude(scheme=F("broader__scheme"))
    for one in below.select_related("scheme", "release"):
        if one.broader_id is not None:
            yield Step(frontier[one.broader_id], one, MappingKind.NARROW, one.release, by_hierarchy=True)
