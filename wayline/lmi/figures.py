"""The one way to read figures: each comes with its source, its quality, and every step from what was asked to it.

`exactly` reads what stands in the tables. `best` answers for an occupation in an area as near as publishers allow: the
occupation itself, the same one in a larger area, the same work in another classification, the group it belongs to. It
never swaps silently: the steps say what was done, and several figures stand for a mapping that is not one-to-one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import Q

from wayline.lmi import coverage
from wayline.lmi.enums import Quality, Statistic, Status
from wayline.lmi.models import Cut, Indicator, Observation
from wayline.taxonomy import crosswalk
from wayline.taxonomy.crosswalk import Path, Step
from wayline.taxonomy.enums import MappingKind
from wayline.taxonomy.models import Area, Concept, Release

RELATED = (
    "release",
    "indicator",
    "area",
    "occupation__scheme",
    "element__scheme",
    "cut__industry",
    "cut__sex",
    "cut__age",
    "cut__status",
    "cut__qualification",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One published cell, as it may be shown. `value` is None exactly when `status` is not ACTUAL."""

    indicator: str
    unit: str
    decimals: int
    statistic: Statistic
    occupation: Concept | None
    element: Concept | None
    area: Area
    cut: Cut
    period_start: date
    period_end: date
    value: float | None
    status: Status
    reason: str
    quality: Quality
    cv: float | None
    sample: int | None
    error: float | None
    low: float | None
    high: float | None
    breaks: bool
    release: Release
    place: str
    observation: int
    """Key of the row: `/lmi/figures/<key>/` shows all of it."""

    @property
    def year(self) -> int:
        return self.period_end.year


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: an occupation (None: all), areas from the nearest outwards, cut (everybody)."""

    occupation: Concept | None
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Figures of one occupation of a publisher's classification, and how one gets from the question to it."""

    steps: tuple[Step, ...]
    area: Area
    figures: tuple[Figure, ...]
    widened: bool = False
    """The area is larger than the one asked for."""

    @property
    def occupation(self) -> Concept | None:
        return self.figures[0].occupation

    @property
    def is_as_asked(self) -> bool:
        return not self.steps and not self.widened

    @property
    def is_same_work(self) -> bool:
        return all(step.kind == MappingKind.EXACT for step in self.steps)


@dataclass(frozen=True, slots=True)
class Answer:
    """The nearest readings of an indicator; several when a mapping is not one-to-one; none when nothing is known."""

    indicator: str
    asked: Asked
    readings: tuple[Reading, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.readings)

    @property
    def first(self) -> Reading:
        return self.readings[0]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A concept that may answer, and how one gets to it. Low rank is near."""

    rank: int
    concept: Concept
    steps: tuple[Step, ...] = ()


@dataclass(slots=True)
class _Found:
    figures: dict[tuple[str, int | None, int], list[Figure]] = field(default_factory=dict)
    """By indicator, occupation and area."""


def everybody() -> Cut | None:
    """The cut without any category; None before the first figure is loaded."""
    return Cut.objects.filter(industry=None, sex=None, age=None, status=None, qualification=None).first()


def area_chain(area: Area) -> tuple[Area, ...]:
    """The area, then what it is part of, outwards."""
    chain = [area]
    while chain[-1].parent_id and len(chain) < 8:
        chain.append(Area.objects.get(pk=chain[-1].parent_id))
    return tuple(chain)


def exactly(
    *,
    occupations: Iterable[Concept | None] | None = None,
    indicators: Sequence[str] = (),
    areas: Sequence[Area] = (),
    cuts: Sequence[Cut] | None = None,
    statistics: Sequence[str] = (),
    years: tuple[int, int] | None = None,
) -> list[Figure]:
    """Figures as they stand, of current releases, in order of occupation, element, area, cut, statistic and period.

    `cuts` None means everybody; an empty sequence means every cut. `years` are the first and last year of the period's
    end, both included.
    """
    rows = Observation.objects.public().current().select_related(*RELATED)
    if indicators:
        rows = rows.filter(indicator__in=Indicator.objects.filter(key__in=indicators).values("pk"))
    if occupations is not None:
        rows = rows.filter(_any_of(list(occupations)))
    if areas:
        rows = rows.filter(area__in=areas)
    if cuts is None:
        rows = rows.filter(cut=everybody())
    elif cuts:
        rows = rows.filter(cut__in=cuts)
    if statistics:
        rows = rows.filter(statistic__in=statistics)
    if years:
        rows = rows.filter(period_end__range=(date(years[0], 1, 1), date(years[1], 12, 31)))
    order = ("indicator_id", "occupation_id", "element_id", "area_id", "cut_id", "statistic", "period_end", "pk")
    return [figure_of(row) for row in rows.order_by(*order)]


def _any_of(occupations: Sequence[Concept | None]) -> Q:
    condition = Q(occupation__in=[one.pk for one in occupations if one is not None])
    if None in occupations:
        condition |= Q(occupation=None)
    return condition


def figure_of(row: Observation) -> Figure:
    return Figure(
        indicator=row.indicator.key,
        unit=row.indicator.unit,
        decimals=row.indicator.decimals,
        statistic=Statistic(row.statistic),
        occupation=row.occupation,
        element=row.element,
        area=row.area,
        cut=row.cut,
        period_start=row.period_start,
        period_end=row.period_end,
        value=row.value,
        status=Status(row.status),
        reason=row.reason,
        quality=Quality(row.quality),
        cv=row.cv,
        sample=row.sample,
        error=row.error,
        low=row.low,
        high=row.high,
        breaks=row.breaks,
        release=row.release,
        place=row.place,
        observation=row.pk,
    )


def best(
    occupation: Concept,
    *,
    indicators: Sequence[str],
    area: Area,
    others: Sequence[Area] = (),
    statistics: Sequence[str] = (),
) -> dict[str, Answer]:
    """For each indicator the nearest published figures, everybody, all periods and statistics.

    Nearness: the occupation in the area; in a larger area; the same work in another classification; the group it
    belongs to; what tables lead to. `others` are areas to try last (figures of another country), in order.
    """
    areas = (*area_chain(area), *others)
    asked = Asked(occupation, areas)
    candidates = _candidates(occupation, indicators)
    figures = exactly(
        occupations=[one.concept for one in candidates], indicators=indicators, areas=areas, statistics=statistics
    )
    found = _Found()
    for figure in figures:
        key = (figure.indicator, figure.occupation.pk if figure.occupation else None, figure.area.pk)
        found.figures.setdefault(key, []).append(figure)
    return {key: Answer(key, asked, _nearest(key, asked, candidates, found)) for key in indicators}


def _nearest(indicator: str, asked: Asked, candidates: Sequence[_Candidate], found: _Found) -> tuple[Reading, ...]:
    """Readings of the lowest rank that has any; of each, the nearest area with a value, or else with a reason."""
    for rank in sorted({candidate.rank for candidate in candidates}):
        readings = [
            reading
            for candidate in candidates
            if candidate.rank == rank and (reading := _reading(indicator, asked, candidate, found))
        ]
        if readings:
            return tuple(readings)
    return ()


def _reading(indicator: str, asked: Asked, candidate: _Candidate, found: _Found) -> Reading | None:
    readings = [
        Reading(candidate.steps, area, tuple(figures), widened=area != asked.areas[0])
        for area in asked.areas
        if (figures := found.figures.get((indicator, candidate.concept.pk, area.pk)))
    ]
    with_value = [one for one in readings if any(figure.status == Status.ACTUAL for figure in one.figures)]
    return next(iter(with_value or readings), None)


def _candidates(occupation: Concept, indicators: Sequence[str]) -> tuple[_Candidate, ...]:
    """Who may answer, nearest first: itself, exact equivalents, its groups, then what tables lead to."""
    return _remembered(occupation.pk, coverage.schemes_of(indicators), crosswalk.stamp())


@lru_cache(maxsize=4096)
def _remembered(pk: int, schemes: frozenset[str], _stamp: str) -> tuple[_Candidate, ...]:
    occupation = Concept.objects.select_related("scheme", "release").get(pk=pk)
    ladder = [_Candidate(0, occupation), *_groups(occupation)]
    found = list(ladder)
    for key in sorted(schemes - {occupation.scheme.key}):
        found += _in_scheme(ladder, key)
    return _nearest_way(found)


def _in_scheme(ladder: list[_Candidate], key: str) -> list[_Candidate]:
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


def _groups(occupation: Concept) -> list[_Candidate]:
    steps: tuple[Step, ...] = ()
    rungs = []
    below = occupation
    for height, group in enumerate(crosswalk.ancestors(occupation), start=1):
        steps = (*steps, Step(below, group, MappingKind.BROAD, group.release))
        rungs.append(_Candidate(10 * height + 2, group, steps))
        below = group
    return rungs


def _through(rung: _Candidate, path: Path, height: int) -> _Candidate:
    rank = 10 * height + (1 if path.is_exact else 3 + len(path.steps))
    return _Candidate(rank, path.target, (*rung.steps, *path.steps))


def _groups_of_target(rung: _Candidate, path: Path, height: int) -> list[_Candidate]:
    """Groups above what a table leads to, for publishers who count groups only."""
    steps = (*rung.steps, *path.steps)
    return [
        _Candidate(10 * (height + up) + 4 + len(path.steps), group.concept, (*steps, *group.steps))
        for up, group in enumerate(_groups(path.target), start=1)
    ]


def _nearest_way(found: list[_Candidate]) -> tuple[_Candidate, ...]:
    best_of: dict[int, _Candidate] = {}
    for candidate in found:
        known = best_of.get(candidate.concept.pk)
        if known is None or candidate.rank < known.rank:
            best_of[candidate.concept.pk] = candidate
    return tuple(sorted(best_of.values(), key=lambda one: (one.rank, one.concept.code)))
