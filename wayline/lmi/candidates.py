"""Who may answer for an occupation, nearest first: itself, its equals in other classifications, the groups above."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from wayline.lmi import coverage
from wayline.taxonomy import crosswalk
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


@lru_cache(maxsize=4096)
def of(pk: int, schemes: frozenset[str], _stamp: str) -> tuple[Candidate, ...]:
    """Who may answer, nearest first: itself, exact equivalents, its groups, then what tables lead to."""
    occupation = Concept.objects.select_related("scheme", "release").get(pk=pk)
    ladder = [Candidate(0, occupation), *_groups(occupation)]
    found = list(ladder)
    for key in sorted(schemes - {occupation.scheme.key}):
        found += _in_scheme(ladder, key)
    return _nearest_way(found)


def _in_scheme(ladder: list[Candidate], key: str) -> list[Candidate]:
    """What the lowest rung with a way to scheme `key` reaches there, and the groups above that."""
    for height, rung in enumerate(ladder):
        reached = crosswalk.paths(rung.concept, key)
        if reached:
            return [
                candidate
                for path in reached
                for candidate in (_through(rung, path, height), *_groups_of_target(rung, path, height))
            ]
    return []


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
