"""What several occupations pay in an area, and where they are going: every number with the figures it comes from.

A mapping that is not one-to-one gives several figures for one occupation: then both ends are kept, and nothing is
called more, less, growing or shrinking unless it is so for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wayline.lmi import figures
from wayline.lmi.display import Shown, is_expected
from wayline.lmi.enums import Statistic
from wayline.lmi.figures import Answer, Asked
from wayline.lmi.queries import places
from wayline.lmi.queries.profile import READINGS, ReadingShown, readings_shown
from wayline.taxonomy import crosswalk
from wayline.taxonomy.models import Area, Concept

PAY = ("pay_annual", "pay_weekly", "pay_hourly", "pay_annual_eur", "pay_annual_usd", "pay_hourly_usd")
OUTLOOK = ("projection", "jobs_projection")
KEPT = 1500
"""Occupations of areas whose prospects a process keeps: those of one area, or the best of many pages."""
_kept: dict[tuple[int, int | None, str], Prospects] = {}
STILL = 0.5
"""Per cent: a smaller change is no change, for the figures are estimates."""


@dataclass(frozen=True, slots=True)
class Pay:
    """Medians of one indicator, area and year, lowest first; several when the occupation maps to several."""

    medians: tuple[Shown, ...]

    @property
    def kind(self) -> tuple[str, int, int]:
        """Only pay of the same kind is compared: indicator, area, year."""
        one = self.medians[0].figure
        return one.indicator, one.area.pk, one.year

    @property
    def low(self) -> Shown:
        return self.medians[0]

    @property
    def high(self) -> Shown:
        return self.medians[-1]

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(one.figure.observation for one in self.medians)


@dataclass(frozen=True, slots=True)
class Difference:
    """What the other job pays more (or less, below 0), from `low` to `high`, in the unit of the figures."""

    low: float
    high: float
    unit: str
    decimals: int

    @property
    def is_one(self) -> bool:
        return self.low == self.high

    @property
    def at_least_as_much(self) -> bool:
        return self.low >= 0


@dataclass(frozen=True, slots=True)
class Trend:
    """From the newest observed to the last projected number of people, of one occupation that publishers count."""

    start: Shown
    end: Shown

    @property
    def percent(self) -> float:
        return 100 * ((self.end.figure.value or 0) - (self.start.figure.value or 0)) / (self.start.figure.value or 1)


@dataclass(frozen=True, slots=True)
class Outlook:
    trends: tuple[Trend, ...]
    """Lowest first."""
    whole: bool = True
    """Whether all that may stand for the occupation is projected; else nothing is certain but what may be."""

    @property
    def low(self) -> float:
        return self.trends[0].percent

    @property
    def high(self) -> float:
        return self.trends[-1].percent

    @property
    def first(self) -> Trend:
        return self.trends[0]

    @property
    def is_one(self) -> bool:
        return len(self.trends) == 1

    @property
    def declines(self) -> bool:
        """In every figure that stands for the occupation."""
        return self.whole and self.high <= -STILL

    @property
    def may_decline(self) -> bool:
        return self.low <= -STILL and not self.declines

    @property
    def grows(self) -> bool:
        return self.whole and self.low >= STILL


@dataclass(frozen=True, slots=True)
class Prospects:
    """None: no source that is loaded says it."""

    pay: Pay | None = None
    outlook: Outlook | None = None


def decline_word(outlook: Outlook | None) -> str:
    """`yes`, `perhaps`, `no`, or `not known`: never silent."""
    if outlook is None:
        return "not known"
    if outlook.declines or outlook.may_decline:
        return "yes" if outlook.declines else "perhaps"
    return "no" if outlook.whole else "not known"


def prospects(occupations: Sequence[Concept], area: Area | None) -> dict[int, Prospects]:
    """For each occupation, by number; as many queries for many as for one. What was worked out is kept for a while."""
    stamp = crosswalk.stamp()
    keys = {one.pk: (one.pk, area.pk if area else None, stamp) for one in occupations}
    told = {pk: found for pk, key in keys.items() if (found := _kept.get(key))}
    missing = [one for one in occupations if one.pk not in told]
    if not missing:
        return told
    new = _worked_out(missing, area)
    if len(_kept) > KEPT:
        _kept.clear()
    _kept.update({keys[pk]: one for pk, one in new.items()})
    return told | new


def _worked_out(occupations: Sequence[Concept], area: Area | None) -> dict[int, Prospects]:
    if area is None:
        return {one.pk: Prospects() for one in occupations}
    others = places.fallbacks(area)
    questions = {one.pk: Asked.of(one, area, others) for one in occupations}
    read = figures.best_of(list(questions.values()), indicators=(*PAY, *OUTLOOK), at_most=READINGS)
    return {pk: _prospects(read[asked], area) for pk, asked in questions.items()}


def _prospects(answers: Mapping[str, Answer], area: Area) -> Prospects:
    pay = (_pay(answers[key], area) for key in _ordered(PAY, answers, area))
    outlook = (_outlook(answers[key], area) for key in _ordered(OUTLOOK, answers, area))
    return Prospects(next(filter(None, pay), None), next(filter(None, outlook), None))


def _ordered(keys: Sequence[str], answers: Mapping[str, Answer], area: Area) -> list[str]:
    """Figures of the reader's country first."""
    known = [key for key in keys if answers[key]]
    return sorted(known, key=lambda key: answers[key].first.area.country != area.country)


def _shown(answer: Answer, area: Area) -> list[ReadingShown]:
    return [one for reading in answer.readings for one in readings_shown(reading, area)]


def _pay(answer: Answer, area: Area) -> Pay | None:
    """None when a part of what the occupation maps to has no median, or they are of several areas or years: what is
    left would stand for the whole."""
    medians = [one.median for one in _shown(answer, area)]
    same = {(one.figure.area.pk, one.figure.year) for one in medians}
    whole = all(one.known and one.figure.statistic == Statistic.MEDIAN for one in medians)
    if answer.more or not whole or len(same) != 1:
        return None
    return Pay(tuple(sorted(medians, key=lambda one: one.figure.value or 0)))


def _outlook(answer: Answer, area: Area) -> Outlook | None:
    """A part that is not read or not projected leaves the rest in place: a decline is never kept silent."""
    shown = _shown(answer, area)
    trends = [trend for one in shown if (trend := _trend(one))]
    whole = not answer.more and len(trends) == len(shown)
    return Outlook(tuple(sorted(trends, key=lambda one: one.percent)), whole) if trends else None


def _trend(reading: ReadingShown) -> Trend | None:
    known = [one for one in reading.series if one.value is not None]
    past = [one for one in known if not is_expected(one)]
    if not past or len(past) == len(known) or not past[-1].value:
        return None
    return Trend(Shown(past[-1], reading.first.asked), Shown(known[-1], reading.first.asked))


def difference(here: Pay | None, there: Pay | None) -> Difference | None:
    """None when one is not known, or they are of different kinds."""
    if here is None or there is None or here.kind != there.kind:
        return None
    one = here.low.figure
    lowest, highest = _value(there.low) - _value(here.high), _value(there.high) - _value(here.low)
    return Difference(lowest, highest, one.unit, one.decimals)


def _value(shown: Shown) -> float:
    return shown.figure.value or 0.0


def same_figures(here: Pay | None, there: Pay | None) -> bool:
    """Whether publishers count both occupations in one group, so that the figures cannot tell them apart."""
    return here is not None and there is not None and set(here.numbers) == set(there.numbers)
