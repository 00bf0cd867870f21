"""All occupations in all areas for a year, in order: what may be chosen, and one page of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import F, QuerySet

from wayline.lmi import coverage, figures
from wayline.lmi.enums import Statistic
from wayline.lmi.figures import Figure
from wayline.lmi.indicators import words_of
from wayline.lmi.models import Coverage, Cut, Observation
from wayline.lmi.queries import places
from wayline.taxonomy import crosswalk
from wayline.taxonomy.models import Area, Scheme

RANKED = (
    "pay_annual", "pay_weekly", "pay_hourly", "pay_annual_eur", "pay_annual_usd", "pay_hourly_usd", "hours_weekly",
    "employment", "jobs", "projection", "projection_change", "total_requirement", "replacement_demand",
    "replacement_rate", "jobs_projection", "jobs_projection_change", "jobs_projection_growth", "unemployment_rate",
    "vacancies", "hard_to_fill_share", "skill_shortage_share", "vacancies_published", "pay_offered", "pay_offered_eur",
    "pay_offered_usd",
)  # fmt: skip
SHORTAGES = ("hard_to_fill_share", "skill_shortage_share", "vacancies")
FIRST = (Statistic.MEDIAN, Statistic.TOTAL, Statistic.RATE, Statistic.SHARE, Statistic.MEAN)
SORTS = {
    "-value": (F("value").desc(nulls_last=True), "occupation__code", "area__title", "pk"),
    "value": (F("value").asc(nulls_last=True), "occupation__code", "area__title", "pk"),
    "occupation": ("occupation__title", "area__title", "pk"),
    "-occupation": ("-occupation__title", "area__title", "pk"),
    "area": ("area__title", F("value").desc(nulls_last=True), "pk"),
    "-area": ("-area__title", F("value").desc(nulls_last=True), "pk"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What is loaded of an indicator: classifications, levels, periods (newest first), statistics and cuts."""

    schemes: tuple[Scheme, ...]
    levels: tuple[int, ...]
    days: tuple[date, ...]
    statistics: tuple[Statistic, ...]
    cuts: tuple[Cut, ...]
    published: date
    """When the newest of its releases came out: later periods are projections."""
    whole_years: bool
    """Every period begins with a January and ends with a December; else a last day alone does not name a year."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was asked for, with the usual value where nothing was said."""

    indicator: str
    scheme: Scheme
    level: int | None
    day: date
    statistic: Statistic
    cut: Cut
    area: Area | None
    sort: str
    choices: Choices

    def rows(self) -> QuerySet[Observation]:
        rows = figures.current().filter(
            indicator=figures.known_indicators()[self.indicator],
            statistic=self.statistic,
            period_end=self.day,
            cut=self.cut,
            occupation__scheme=self.scheme,
        )
        if self.level is not None:
            rows = rows.filter(occupation__level=self.level)
        if self.area is not None:
            rows = rows.filter(area=self.area)
        return rows.order_by(*SORTS[self.sort])


def indicators() -> tuple[str, ...]:
    """Those that can be ranked and of which something is loaded."""
    return _loaded(crosswalk.stamp())


@lru_cache(maxsize=2)
def _loaded(_stamp: str) -> tuple[str, ...]:
    known = coverage.current().filter(scheme__isnull=False)
    keys = set(known.values_list("indicator__key", flat=True).distinct())
    return tuple(key for key in RANKED if key in keys)


def ranking(asked: Mapping[str, str], *, keys: Sequence[str]) -> Ranking | None:
    """None when nothing is loaded of these indicators. Whatever is not known in the address gives the usual."""
    indicator = asked.get("indicator", "")
    indicator = indicator if indicator in keys else next(iter(keys), "")
    if not indicator:
        return None
    schemes = _schemes_of(indicator, crosswalk.stamp())
    scheme = next((one for one in schemes if one.key == asked.get("scheme")), schemes[0])
    choices = _choices(indicator, scheme.pk, crosswalk.stamp())
    return Ranking(
        indicator=indicator,
        scheme=scheme,
        level=_level(asked.get("level", ""), choices),
        day=next((day for day in choices.days if day.isoformat() == asked.get("day")), _usual_day(choices)),
        statistic=next((one for one in choices.statistics if one == asked.get("statistic")), choices.statistics[0]),
        cut=next((one for one in choices.cuts if str(one.pk) == asked.get("cut")), choices.cuts[0]),
        area=places.with_key(asked.get("a", "")) if asked.get("a") else None,
        sort=asked.get("sort", "") if asked.get("sort", "") in SORTS else "-value",
        choices=choices,
    )


def _level(asked: str, choices: Choices) -> int | None:
    """Levels are never mixed unless somebody asks for it: a group would be ranked against its own parts."""
    if asked == "all" or not choices.levels:
        return None
    return int(asked) if asked.isdigit() and int(asked) in choices.levels else choices.levels[-1]


def _usual_day(choices: Choices) -> date:
    """The newest that was past when it was published; of projections alone, the newest."""
    return next((day for day in choices.days if day <= choices.published), choices.days[0])


@lru_cache(maxsize=256)
def _schemes_of(indicator: str, _stamp: str) -> tuple[Scheme, ...]:
    rows = coverage.current().filter(indicator__key=indicator, scheme__isnull=False)
    found = {one.scheme for one in rows.select_related("scheme").order_by("-observations") if one.scheme}
    return tuple(sorted(found, key=lambda scheme: (scheme.key, scheme.version), reverse=True))


@lru_cache(maxsize=256)
def _choices(indicator: str, scheme: int, stamp: str) -> Choices:
    """As they were counted when the releases were added."""
    rows = list(coverage.current().filter(indicator__key=indicator, scheme=scheme).select_related("release"))
    cuts = Cut.objects.filter(pk__in={cut for row in rows for cut in row.cut_numbers})
    related = cuts.select_related("industry", "sex", "age", "status", "qualification")
    first = {one: place for place, one in enumerate((*FIRST, *(one for one in Statistic if one not in FIRST)))}
    statistics = {Statistic(one) for row in rows for one in row.statistics}
    return Choices(
        schemes=_schemes_of(indicator, stamp),
        levels=tuple(sorted({level for row in rows for level in row.levels})),
        days=tuple(sorted({day for row in rows for day in row.days}, reverse=True)),
        statistics=tuple(sorted(statistics, key=lambda one: first[one])),
        cuts=tuple(sorted(related, key=lambda cut: (len(cut.parts()), str(cut)))),
        published=_published(indicator),
        whole_years=all(_in_years(row) for row in rows),
    )


def _in_years(row: Coverage) -> bool:
    ends = {(day.month, day.day) for day in row.days}
    return ends == {(12, 31)} and (row.first_day.month, row.first_day.day) == (1, 1)


def _published(indicator: str) -> date:
    rows = coverage.current().filter(indicator__key=indicator).select_related("release")
    releases = {row.release for row in rows}
    return max((one.published_on or one.added_at.date() for one in releases), default=date.max)


def as_figures(rows: QuerySet[Observation]) -> list[Figure]:
    return figures.figures_of(rows)


def piece(found: Ranking, start: int, end: int) -> list[Figure]:
    """Rows `start` (from 0) up to `end`, which is left out."""
    return figures.figures_of(found.rows()[start:end])


def title_of(indicator: str) -> str:
    words = words_of(indicator)
    return str(words.title) if words else indicator
