"""Who may answer for an occupation, nearest first: itself, its equals in other classifications, the groups above."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from wayline.lmi import coverage
from wayline.taxonomy import crosswalk, known
from wayline.taxonomy.crosswalk import Path, Step
from wayline.taxonomy.enums import MappingKind
from wayline.taxonomy.models import Concept


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept that may answer, and how one gets to it. Low rank is near."""

    rank: int
    concept: Concept
    steps: tuple[Step, ...] = ()

    @property
    def order(self) -> tuple[int, float, str]:
        """Of equally near ones the one that most of the work goes to, where somebody counted, comes first."""
        return self.rank, -(Path(self.steps).share or 0), self.concept.code


MOST = 4096
"""Occupations that are remembered."""


def of(pk: int, schemes: frozenset[str], stamp: str) -> tuple[Candidate, ...]:
    """Who may answer, nearest first: itself, exact equivalents, its groups, then what tables lead to."""
    return of_many([pk], schemes, stamp)[pk]


def of_many(pks: Iterable[int], schemes: frozenset[str], stamp: str) -> dict[int, tuple[Candidate, ...]]:
    """`of` for several occupations, by number: about as many queries as for one."""
    asked, kept = dict.fromkeys(pks), _kept(schemes, stamp)
    fresh = [pk for pk in asked if pk not in kept]
    found = {pk: kept[pk] for pk in asked if pk in kept}
    if fresh:
        with crosswalk.held():
            found |= _found(fresh, schemes)
        kept.update(found)
        for pk in list(kept)[: max(0, len(kept) - MOST)]:
            kept.pop(pk, None)
    return found


@lru_cache(maxsize=8)
def _kept(_schemes: frozenset[str], _stamp: str) -> dict[int, tuple[Candidate, ...]]:
    return {}


def _found(pks: Sequence[int], schemes: frozenset[str]) -> dict[int, tuple[Candidate, ...]]:
    there = known.concepts(pks, crosswalk.stamp())
    occupations = {pk: there[pk] for pk in pks}
    crosswalk.ancestors_of(occupations.values())  # all at once; below they are known
    ladders = {pk: [Candidate(0, one), *_groups(one)] for pk, one in occupations.items()}
    found = {pk: list(ladder) for pk, ladder in ladders.items()}
    for key in sorted(schemes):
        elsewhere = {pk: ladder for pk, ladder in ladders.items() if occupations[pk].scheme.key != key}
        for pk, reached in _in_scheme(elsewhere, key).items():
            found[pk] += reached
    return {pk: _nearest_way(some) for pk, some in found.items()}


def _in_scheme(ladders: Mapping[int, Sequence[Candidate]], key: str) -> dict[int, list[Candidate]]:
    """What the lowest rung of each ladder with a way to scheme `key` reaches there, and the groups above that."""
    found: dict[int, list[Candidate]] = {}
    for height in range(max(map(len, ladders.values()), default=0)):
        rungs = {pk: ladder[height] for pk, ladder in ladders.items() if pk not in found and len(ladder) > height}
        reached = crosswalk.paths_of((rung.concept for rung in rungs.values()), key)
        crosswalk.ancestors_of(path.target for some in reached.values() for path in some)
        for pk, rung in rungs.items():
            if some := reached[rung.concept.pk]:
                found[pk] = [one for path in some for one in _by_path(rung, path, height)]
    return found


def _by_path(rung: Candidate, path: Path, height: int) -> list[Candidate]:
    return [_through(rung, path, height), *_groups_of_target(rung, path, height)]


def _groups(occupation: Concept) -> list[Candidate]:
    steps: tuple[Step, ...] = ()
    rungs = []
    below = occupation
    for height, group in enumerate(crosswalk.ancestors(occupation), start=1):
        steps = (*steps, Step(below, group, MappingKind.BROAD, group.release))
        rungs.append(Candidate(10 * height + 2, group, steps))
        below = group
    return rungs


def _through(rung: Candidate, path: Path, height: int) -> Candidate:
    rank = 10 * height + (1 if path.is_exact else 3 + len(path.steps))
    return Candidate(rank, path.target, (*rung.steps, *path.steps))


def _groups_of_target(rung: Candidate, path: Path, height: int) -> list[Candidate]:
    """Groups above what a table leads to, for publishers who count groups only."""
    steps = (*rung.steps, *path.steps)
    return [
        Candidate(10 * (height + up) + 4 + len(path.steps), group.concept, (*steps, *group.steps))
        for up, group in enumerate(_groups(path.target), start=1)
    ]


def _nearest_way(found: list[Candidate]) -> tuple[Candidate, ...]:
    best_of: dict[int, Candidate] = {}
    for candidate in found:
        known = best_of.get(candidate.concept.pk)
        if known is None or candidate.rank < known.rank:
            best_of[candidate.concept.pk] = candidate
    return tuple(sorted(best_of.values(), key=lambda one: one.order))


def way(occupation: Concept, other: Concept, indicator: str) -> tuple[Step, ...]:
    """The steps that `figures.best` takes from an occupation to one that answers for it; none where it takes none."""
    found = of(occupation.pk, coverage.schemes_of([indicator]), crosswalk.stamp())
    return next((one.steps for one in found if one.concept == other), ())
