"""What stands behind every answer in numbers: a SOC 2010 code, its figures, and how one gets from one to the other.

Publishers count in SOC 2010 or in SOC 2020, some only groups. For a code of SOC 2010, in this order: its own figures;
those of the SOC 2020 codes that the published mapping leads to, put together by their shares; with `coarse`, those of
the groups above, nearest first. Whatever was done is told, and nothing is done without `coarse` that changes the group.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from wayline.lmi import figures
from wayline.lmi.api.answers import Refusal
from wayline.lmi.enums import Status
from wayline.lmi.figures import Figure
from wayline.lmi.models import Cut
from wayline.taxonomy import crosswalk
from wayline.taxonomy.crosswalk import Step
from wayline.taxonomy.enums import MappingKind
from wayline.taxonomy.models import Area, Concept

OLD, NEW = "soc-2010", "soc-2020"
ENOUGH = 0.5
"""Of an occupation spread over several codes, the part that must have a figure for a mean to say something."""


@dataclass(frozen=True, slots=True)
class Part:
    concept: Concept
    steps: tuple[Step, ...]
    weight: float
    """Part of what was asked that this code holds, 0 to 1."""
    backwards: float | None
    """Part of this code that what was asked holds: for counts. None where nobody counted it."""


@dataclass(frozen=True, slots=True)
class Rung:
    """Codes that together answer for the one asked. `height` 0 is the same work, 1 and more are groups above."""

    height: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """The figure of a period: one, or several put together."""

    year: int
    value: float | None
    """None when a publisher gives none; then the first of `figures` says why."""
    figures: tuple[Figure, ...]
    covered: float = 1.0
    """Part of the occupation that the value stands for."""


@dataclass(frozen=True, slots=True)
class Found:
    asked: Concept
    rung: Rung
    area: Area
    indicator: str
    points: tuple[Point, ...]

    @property
    def soc(self) -> int:
        return int(self.rung.parts[0].concept.code) if self.rung.height else int(self.asked.code)

    def with_value(self) -> list[Point]:
        return [point for point in self.points if point.value is not None]

    def first(self) -> Figure:
        return self.points[0].figures[0]


def occupation(soc: int) -> Concept:
    found = Concept.objects.public().filter(scheme__key=OLD, scheme__is_current=True, code=str(soc))
    concept = found.select_related("scheme", "release").first()
    if concept is None:
        raise Refusal(404, f"There is no code {soc} in SOC 2010 as it is loaded here.")
    return concept


@dataclass(frozen=True, slots=True)
class Group:
    """One value of a breakdown: areas and cuts in the order in which they are preferred."""

    areas: tuple[Area, ...]
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read: indicators and statistics in the order in which they are preferred."""

    indicators: Sequence[str]
    statistics: Sequence[str]
    coarse: bool
    counts: bool = False


def read(asked: Concept, wanted: Wanted, group: Group) -> Found | None:
    """The nearest figures of the code asked for."""
    return read_each(asked, wanted, [group])[0]


def read_each(asked: Concept, wanted: Wanted, groups: Sequence[Group]) -> list[Found | None]:
    """The nearest figures of each group. Reading thirteen regions costs as many queries as reading one."""
    rungs = [one for one in ladder(asked) if wanted.coarse or one.height == 0]
    areas = {area.pk: area for group in groups for area in group.areas}
    cuts = {cut.pk: cut for group in groups for cut in group.cuts}
    if not areas or not cuts:
        return [None] * len(groups)
    rows = figures.exactly(
        occupations=_once(part.concept for rung in rungs for part in rung.parts), indicators=wanted.indicators,
        areas=list(areas.values()), cuts=list(cuts.values()), statistics=wanted.statistics,
    )  # fmt: skip
    return [_nearest(asked, wanted, rungs, group, rows) for group in groups]


def _nearest(
    asked: Concept, wanted: Wanted, rungs: Sequence[Rung], group: Group, rows: Sequence[Figure]
) -> Found | None:
    """The first rung, indicator and area that have a value; else the first that say why they have none."""
    cuts = {cut.pk for cut in group.cuts}
    there: dict[tuple[str, int], list[Figure]] = {}
    for row in rows:
        if row.cut.pk in cuts:
            there.setdefault((row.indicator, row.area.pk), []).append(row)
    best: Found | None = None
    for rung, indicator, area in product(rungs, wanted.indicators, group.areas):
        points = _points(rung, there.get((indicator, area.pk), ()), wanted.counts)
        found = Found(asked, rung, area, indicator, tuple(points)) if points else None
        if found and found.with_value():
            return found
        best = best or found
    return best


def _once(concepts: Iterable[Concept]) -> list[Concept]:
    return list({concept.pk: concept for concept in concepts}.values())


def _points(rung: Rung, rows: Sequence[Figure], counts: bool) -> list[Point]:
    """By year. Of several statistics the most general one that has a value is taken, the same for all years."""
    own = {part.concept.pk for part in rung.parts}
    mine = [row for row in rows if row.occupation is not None and row.occupation.pk in own]
    by_year: dict[int, dict[int, Figure]] = {}
    for statistic in dict.fromkeys(row.statistic for row in sorted(mine, key=_by_use)):
        chosen = [row for row in mine if row.statistic == statistic]
        by_year = {}
        for row in chosen:
            by_year.setdefault(row.year, {})[row.occupation.pk if row.occupation else 0] = row
        if any(row.status == Status.ACTUAL for row in chosen):
            break
    made = (_point(rung, year, known, counts) for year, known in sorted(by_year.items()))
    return [point for point in made if point is not None]


_USE = ("total", "rate", "share", "change", "median", "mean")


def _by_use(figure: Figure) -> int:
    return _USE.index(figure.statistic) if figure.statistic in _USE else len(_USE)


def _point(rung: Rung, year: int, known: dict[int, Figure], counts: bool) -> Point | None:
    parts = [(part, known[part.concept.pk]) for part in rung.parts if part.concept.pk in known]
    if not parts:
        return None
    given = tuple(figure for _, figure in parts)
    if len(rung.parts) == 1 and (not counts or rung.height or rung.parts[0].backwards == 1.0):
        return Point(year, given[0].value, given)
    return _sum(rung, year, parts, given) if counts else _mean(year, parts, given)


def _sum(rung: Rung, year: int, parts: list[tuple[Part, Figure]], given: tuple[Figure, ...]) -> Point:
    """People of each code, times the part of them that belongs to what was asked. All parts, or no sum."""
    shares = [(part.backwards, figure.value) for part, figure in parts]
    if len(parts) < len(rung.parts) or any(share is None or value is None for share, value in shares):
        return Point(year, None, given)
    return Point(year, sum(share * value for share, value in shares if share is not None and value is not None), given)


def _mean(year: int, parts: list[tuple[Part, Figure]], given: tuple[Figure, ...]) -> Point:
    """Weighted by the part of the occupation that goes to each code."""
    valued = [(part.weight, figure.value) for part, figure in parts if figure.value is not None]
    covered = sum(weight for weight, _ in valued)
    if covered < ENOUGH:
        return Point(year, None, given)
    return Point(year, sum(weight * value for weight, value in valued) / covered, given, round(min(covered, 1.0), 4))


# -- who may answer ---------------------------------------------------------------------------------------------------


def ladder(asked: Concept) -> tuple[Rung, ...]:
    """Itself, its SOC 2020 codes, then the groups above both, nearest first."""
    return _ladder(asked.pk, crosswalk.stamp())


@lru_cache(maxsize=2048)
def _ladder(pk: int, _stamp: str) -> tuple[Rung, ...]:
    asked = Concept.objects.select_related("scheme", "release").get(pk=pk)
    new = _new_codes(asked)
    rungs = [Rung(0, (Part(asked, (), 1.0, 1.0),)), *([Rung(0, new)] if new else [])]
    below = asked
    steps: tuple[Step, ...] = ()
    old_groups: list[Rung] = []
    for height, group in enumerate(crosswalk.ancestors(asked), start=1):
        steps = (*steps, Step(below, group, MappingKind.BROAD, group.release))
        old_groups.append(Rung(height, (Part(group, steps, 1.0, None),)))
        below = group
    return (*rungs, *sorted([*old_groups, *_new_groups(new)], key=lambda rung: rung.height))


def _new_codes(asked: Concept) -> tuple[Part, ...]:
    """The SOC 2020 codes of a SOC 2010 code; none when they are several and nobody says how it is shared out."""
    found = crosswalk.paths(asked, NEW)
    if len(found) > 1 and any(path.share is None for path in found):
        return ()
    return tuple(
        Part(path.target, path.steps, 1.0 if path.share is None else path.share, _backwards(path.target, asked))
        for path in found
    )


def _backwards(new: Concept, asked: Concept) -> float | None:
    way = next((path for path in crosswalk.paths(new, OLD) if path.target == asked), None)
    if way is None or (way.share is None and not way.is_exact):
        return None
    return 1.0 if way.share is None else way.share


def _new_groups(new: tuple[Part, ...]) -> list[Rung]:
    """The SOC 2020 group that holds most of the occupation, at each height."""
    weights: dict[tuple[int, int], float] = {}
    known: dict[int, tuple[Concept, tuple[Step, ...]]] = {}
    for part in new:
        below, steps = part.concept, part.steps
        for height, group in enumerate(crosswalk.ancestors(part.concept), start=1):
            steps = (*steps, Step(below, group, MappingKind.BROAD, group.release))
            known.setdefault(group.pk, (group, steps))
            weights[height, group.pk] = weights.get((height, group.pk), 0.0) + part.weight
            below = group
    most: dict[int, tuple[float, int]] = {}
    for (height, pk), weight in weights.items():
        most[height] = max(most.get(height, (0.0, 0)), (weight, pk))
    return [Rung(height, (Part(*known[pk], weight, None),)) for height, (weight, pk) in sorted(most.items())]
