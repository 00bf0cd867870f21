"""The one way to read figures: each comes with its source, its quality, and every step from what was asked to it.

`exactly` reads what stands in the tables. `best` answers for an occupation in an area as near as publishers allow: the
occupation itself, the same one in a larger area, the same work in another classification, the group it belongs to. It
never swaps silently: the steps say what was done, and several figures stand for a mapping that is not one-to-one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Lookup, Q, QuerySet

from wayline.common.lookups import Blank, Question, any_of
from wayline.lmi import candidates, coverage
from wayline.lmi.candidates import Candidate
from wayline.lmi.enums import Quality, Statistic, Status
from wayline.lmi.known import Known
from wayline.lmi.models import Cut, Indicator, Observation
from wayline.taxonomy import crosswalk
from wayline.taxonomy.crosswalk import Step
from wayline.taxonomy.enums import MappingKind
from wayline.taxonomy.known import among
from wayline.taxonomy.models import Area, Concept, Release

COLUMNS = (
    "pk", "indicator_id", "occupation_id", "element_id", "area_id", "cut_id", "release_id", "statistic", "period_start",
    "period_end", "value", "status", "reason", "quality", "cv", "sample", "error", "low", "high", "breaks", "place",
)  # fmt: skip
POINTERS = slice(1, 7)
ORDER = ("indicator_id", "occupation_id", "element_id", "area_id", "cut_id", "statistic", "period_end", "pk")
STATISTICS = {one.value: one for one in Statistic}
STATUSES = {one.value: one for one in Status}
QUALITIES = {one.value: one for one in Quality}


class Figure(NamedTuple):
    """One published cell, as it may be shown. `value` is None exactly when `status` is not ACTUAL.

    A tuple: a page makes five hundred, and a frozen dataclass of as many members takes four times as long to make.
    """

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
    """What was asked for: an occupation, and areas from the nearest outwards, at last those of other countries."""

    occupation: Concept
    areas: tuple[Area, ...]

    @classmethod
    def of(cls, occupation: Concept, area: Area, others: Sequence[Area] = ()) -> Asked:
        return cls(occupation, with_others(area, others))


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
    others: tuple[Concept, ...] = ()
    """Occupations with figures that are as near and were not read."""

    def __bool__(self) -> bool:
        return bool(self.readings)

    @property
    def first(self) -> Reading:
        return self.readings[0]

    @property
    def more(self) -> int:
        return len(self.others)


Place = tuple[str, int, int, bool]
"""Indicator, occupation, area, and whether a part of the people stands in for everybody."""


def everybody() -> Cut | None:
    """The cut without any category; None before the first figure is loaded."""
    return _everybody(crosswalk.stamp())


@lru_cache(maxsize=2)
def _everybody(_stamp: str) -> Cut | None:
    return Cut.objects.filter(industry=None, sex=None, age=None, status=None, qualification=None).first()


def area_chain(area: Area) -> tuple[Area, ...]:
    """The area, then what it is part of, outwards."""
    chain, stamp = [area], crosswalk.stamp()
    while (above := chain[-1].parent_id) and len(chain) < 8:
        chain.append(among(Area.objects, [above], stamp)[above])
    return tuple(chain)


def with_others(area: Area, others: Sequence[Area]) -> tuple[Area, ...]:
    """The area, what it is part of, and at last other countries."""
    chain = area_chain(area)
    return (*chain, *(one for one in others if one not in chain))


def current() -> QuerySet[Observation]:
    """Figures of current releases, by their numbers: a join would have the database walk through each release."""
    return Observation.objects.public().filter(any_of("release_id", _current(crosswalk.stamp())))


@lru_cache(maxsize=2)
def _current(_stamp: str) -> tuple[int, ...]:
    return tuple(Release.objects.public().current().values_list("pk", flat=True))


def _numbers(keys: Iterable[str]) -> list[int]:
    """Of indicators that are known."""
    known = known_indicators()
    return [known[key] for key in keys if key in known]


def known_indicators() -> dict[str, int]:
    """Numbers of the indicators, by key."""
    return _indicators(crosswalk.stamp())


@lru_cache(maxsize=2)
def _indicators(_stamp: str) -> dict[str, int]:
    return dict(Indicator.objects.public().values_list("key", "pk"))


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
    numbers: dict[str, Iterable[int]] = {"releases": _current(crosswalk.stamp())}
    if indicators:
        numbers["indicators"] = _numbers(indicators)
    asked = None if occupations is None else list(occupations)
    if asked is not None:
        numbers["occupations"] = [one.pk for one in asked if one is not None]
    if areas:
        numbers["areas"] = [one.pk for one in areas]
    if cuts is None or cuts:
        numbers["cuts"] = _whole(cuts)
    together = asked is not None and None in asked
    return _figures(_exact(frozenset(numbers), tuple(statistics), years, together=together).ask(**numbers))


@lru_cache(maxsize=256)
def _exact(
    numbers: frozenset[str], statistics: Sequence[str], years: tuple[int, int] | None, *, together: bool
) -> Question:
    """`together`: also figures of all occupations together."""
    rows = Observation.objects.public().filter(*(_among(name) for name in numbers - {"occupations"}))
    if "occupations" in numbers:
        rows = rows.filter(Q(_among("occupations")) | Q(occupation=None) if together else _among("occupations"))
    if statistics:
        rows = rows.filter(statistic__in=statistics)
    if years:
        rows = rows.filter(period_end__range=(date(years[0], 1, 1), date(years[1], 12, 31)))
    return Question(rows.order_by(*ORDER).values_list(*COLUMNS))


def _among(name: str) -> Lookup[bool]:
    """`areas` are asked for by the column `area_id`."""
    return any_of(f"{name.removesuffix('s')}_id", Blank(name))


def one(number: int) -> Figure | None:
    """The figure of this row, of whatever release; None when there is no such row."""
    return next(iter(figures_of(Observation.objects.public().filter(pk=number))), None)


def figures_of(rows: QuerySet[Observation]) -> list[Figure]:
    """These rows as figures, in their order."""
    return _figures(list(rows.values_list(*COLUMNS)))


def _figures(rows: Sequence[tuple[Any, ...]]) -> list[Figure]:
    known = Known(row[POINTERS] for row in rows)
    return [_figure(row, known) for row in rows]


def _figure(row: tuple[Any, ...], known: Known) -> Figure:
    """By place, not by name, which takes twice as long."""
    number, indicator, occupation, element, area, cut, release, statistic, start, end, value, status, *rest = row
    reason, quality, cv, sample, error, low, high, breaks, place = rest
    measure = known.indicators[indicator]
    return Figure(
        measure.key, measure.unit, measure.decimals, STATISTICS[statistic],
        known.concepts[occupation] if occupation else None, known.concepts[element] if element else None,
        known.areas[area], known.cuts[cut], start, end, value, STATUSES[status], reason, QUALITIES[quality], cv, sample,
        error, low, high, breaks, known.releases[release], place, number,
    )  # fmt: skip


def best(
    occupation: Concept,
    *,
    indicators: Sequence[str],
    area: Area,
    others: Sequence[Area] = (),
    statistics: Sequence[str] = (),
    cuts: Sequence[Cut] | None = None,
    parts: Sequence[Cut] = (),
    divided: Sequence[str] | None = None,
    at_most: int = 12,
    single: Sequence[str] = (),
) -> dict[str, Answer]:
    """For each indicator the nearest published figures, all periods and statistics; `cuts` None means everybody.

    Nearness: the occupation in the area; in a larger area; the same work in another classification; the group it
    belongs to; what tables lead to. `others` are areas to try last (figures of another country), in order. Of a
    mapping to more than `at_most` occupations the first are read, and `others` says which were not; of the indicators
    in `single` only the first one. Where nobody in the country counts everybody, its figures of `parts` (part-time
    workers …) stand in, for the indicators in `divided`; None means all.
    """
    asked = Asked.of(occupation, area, others)
    return best_of(
        [asked], indicators=indicators, statistics=statistics, cuts=cuts, parts=parts, divided=divided, at_most=at_most,
        single=single,
    )[asked]  # fmt: skip


def best_of(
    questions: Sequence[Asked],
    *,
    indicators: Sequence[str],
    statistics: Sequence[str] = (),
    cuts: Sequence[Cut] | None = None,
    parts: Sequence[Cut] = (),
    divided: Sequence[str] | None = None,
    at_most: int = 12,
    single: Sequence[str] = (),
) -> dict[Asked, dict[str, Answer]]:
    """`best` for several occupations in several areas at once: as many queries as for one."""
    schemes, stamp = coverage.schemes_of(indicators), crosswalk.stamp()
    near = candidates.of_many((one.occupation.pk for one in questions), schemes, stamp)
    known = [near[one.occupation.pk] for one in questions]
    partial = {cut.pk for cut in parts}
    counted = {"releases": _current(stamp), "cuts": {*_whole(cuts), *partial}}
    there = _there(
        _presence(tuple(statistics)).ask(
            **counted,
            occupations={one.concept.id for found in known for one in found},
            areas={area.pk for one in questions for area in one.areas},
            indicators=_numbers(indicators),
        ),
        partial,
    )
    most = {key: 1 if key in single else at_most for key in indicators}
    split = set(indicators if divided is None else divided)
    ways = [
        {key: _nearest_ways(key, one, mine, there, divided=key in split) for key in indicators}
        for one, mine in zip(questions, known, strict=True)
    ]
    near_ways = [way for found in ways for key, some in found.items() for way in some[: most[key]]]
    read = _read(_exact(EVERY, tuple(statistics), None, together=False), counted, near_ways, partial)
    return {
        one: {key: _answer(key, one, found[key], most[key], read) for key in indicators}
        for one, found in zip(questions, ways, strict=True)
    }


def _whole(cuts: Sequence[Cut] | None) -> list[int]:
    return [cut.pk for cut in ((everybody(),) if cuts is None else cuts) if cut is not None]


def _answer(key: str, asked: Asked, ways: Sequence[_Way], at_most: int, read: Mapping[Place, list[Figure]]) -> Answer:
    readings = tuple(
        Reading(way.steps, way.area, tuple(read[way.place]), widened=way.area != asked.areas[0])
        for way in ways[:at_most]
        if way.place in read
    )
    return Answer(key, asked, readings, others=tuple(way.concept for way in ways[at_most:]))


@dataclass(frozen=True, slots=True)
class _Way:
    indicator: str
    concept: Concept
    steps: tuple[Step, ...]
    area: Area
    part: bool = False

    @property
    def place(self) -> Place:
        return (self.indicator, self.concept.id, self.area.id, self.part)


Sort = tuple[str, bool]
"""An indicator, and whether figures of a part of the people are meant."""
There = dict[int, dict[int, bool]]
"""By occupation and area, whether a value is known."""


EVERY = frozenset({"releases", "cuts", "occupations", "areas", "indicators"})


@lru_cache(maxsize=8)
def _presence(statistics: Sequence[str]) -> Question:
    """Where there are figures, and whether one of them has a value. Reading all of them would cost a hundredfold."""
    rows = Observation.objects.public().filter(*map(_among, EVERY))
    if statistics:
        rows = rows.filter(statistic__in=statistics)
    places = rows.order_by().values_list("indicator_id", "occupation_id", "area_id", "cut_id")
    return Question(places.annotate(known=BoolOr(Q(status=Status.ACTUAL))))


def _there(rows: Iterable[tuple[Any, ...]], partial: set[int]) -> dict[Sort, There]:
    """What `_presence` answers; True where a figure has a value."""
    keys = {number: key for key, number in known_indicators().items()}
    there: dict[Sort, There] = {}
    for number, occupation, area, cut, known in rows:
        here = there.setdefault((keys[number], cut in partial), {}).setdefault(occupation, {})
        here[area] = known or here.get(area, False)
    return there


def _nearest_ways(
    indicator: str, asked: Asked, near: Sequence[Candidate], there: Mapping[Sort, There], *, divided: bool
) -> tuple[_Way, ...]:
    """Of everybody; where only other countries count them, of a part of the people in the asked country."""
    found = _nearest(indicator, asked.areas, near, there)
    home = asked.areas[0].country
    if not divided or any(way.area.country == home for way in found):
        return found
    at_home = [one for one in asked.areas if one.country == home]
    return _nearest(indicator, at_home, near, there, part=True) or found


def _nearest(
    indicator: str,
    areas: Sequence[Area],
    near: Sequence[Candidate],
    there: Mapping[Sort, There],
    *,
    part: bool = False,
) -> tuple[_Way, ...]:
    """Ways of the lowest rank that has any; of each, the nearest area with a value, or else with a reason."""
    held = there.get((indicator, part), {})
    ranks: dict[int, list[_Way]] = {}
    for one in near:
        # `id`, for `pk` is looked up anew each time, and candidates are many.
        here = held.get(one.concept.id)
        if here and (area := _nearest_area(areas, here)):
            ranks.setdefault(one.rank, []).append(_Way(indicator, one.concept, one.steps, area, part))
    return tuple(ranks[min(ranks)]) if ranks else ()


def _nearest_area(areas: Sequence[Area], here: Mapping[int, bool]) -> Area | None:
    """`here`: whether a value is known, by area."""
    present = [area for area in areas if area.id in here]
    return next((area for area in present if here[area.id]), next(iter(present), None))


def _read(
    question: Question, counted: Mapping[str, Iterable[int]], ways: Sequence[_Way], partial: set[int]
) -> dict[Place, list[Figure]]:
    if not ways:
        return {}
    rows = question.ask(
        **counted,
        occupations={way.concept.pk for way in ways},
        areas={way.area.pk for way in ways},
        indicators=_numbers({way.indicator for way in ways}),
    )
    wanted = {way.place for way in ways}
    found: dict[Place, list[Figure]] = {}
    for figure in _figures(rows):
        # `id`, for `pk` is looked up anew each time, and figures are many.
        occupation = figure.occupation.id if figure.occupation else 0
        place = (figure.indicator, occupation, figure.area.id, figure.cut.id in partial)
        if place in wanted:
            found.setdefault(place, []).append(figure)
    return found
