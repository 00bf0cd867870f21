"""What the page “What employers ask for” shows of one group of occupations, one area and one quarter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from wayline.opportunities.intelligence.columns import quarter_days
from wayline.opportunities.intelligence.sums import ALL
from wayline.opportunities.models import VacancyCount, VacancyFigures
from wayline.opportunities.queries import tags, vacancy_lines
from wayline.people.models import Organisation
from wayline.taxonomy.models import Area, Concept

CHOICES = 2
"""Levels of groups to choose from; finer ones are reached by links."""
Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter of the series. `shown` is empty where it is hidden; `missing`: nothing was published."""

    key: str
    shown: dict[str, Any]
    hidden: bool = False

    @property
    def missing(self) -> bool:
        return not self.shown and not self.hidden

    @property
    def at(self) -> float:
        """On an axis of years."""
        return int(self.key[:4]) + int(self.key[5]) / 4

    @property
    def vacancies(self) -> int | None:
        return self.shown.get("vacancies")


@dataclass(frozen=True, slots=True)
class Part:
    """A group of occupations, or an area, within the one that is shown."""

    key: str
    title: str
    quarter: Quarter


@dataclass(slots=True)
class Page:
    count: VacancyCount
    quarter: Quarter
    occupation: Concept | None
    area: Area | None
    series: list[Quarter]
    occupations: Options
    areas: Options
    narrower: list[Part] = field(default_factory=list)
    within: list[Part] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    """Of skills and groups, by their keys."""

    @property
    def occupation_key(self) -> str:
        return vacancy_lines.key_of(self.occupation) if self.occupation else ALL

    @property
    def area_key(self) -> str:
        return f"{self.area.scheme}:{self.area.code}" if self.area else ALL

    @property
    def crossed(self) -> bool:
        """Skills and titles are not counted where occupation and area are both chosen."""
        return self.occupation is not None and self.area is not None

    @property
    def weights(self) -> dict[str, Any]:
        whole = self.occupation is None and self.area is None
        return dict(self.count.weights.get(self.quarter.key, {})) if whole and self.quarter.shown else {}

    @property
    def currency(self) -> str:
        """The one in which most vacancies name their pay, over all quarters."""
        numbers: dict[str, int] = {}
        for one in self.series:
            for currency, spread in one.shown.get("pay", {}).items():
                numbers[currency] = numbers.get(currency, 0) + spread["number"]
        return max(sorted(numbers), key=lambda name: numbers[name], default="")


def invented() -> bool:
    """In a demo service, nothing of it is real."""
    return Organisation.objects.filter(is_demo=True).exists()


def newest() -> VacancyCount | None:
    return VacancyCount.objects.first()


def page(count: VacancyCount, *, occupation: str, area: str, quarter: str) -> Page:
    """Unknown choices are as if not said; without a quarter the newest."""
    found = VacancyFigures.objects.public().filter(count=count)
    jobs = vacancy_lines.concepts(found.order_by().values_list("occupation", flat=True).distinct())
    places = vacancy_lines.areas(found.order_by().values_list("area", flat=True).distinct())
    job, place = jobs.get(occupation), places.get(area)
    made = Page(
        count=count,
        quarter=Quarter("", {}),
        occupation=job,
        area=place,
        series=_series(found, count, occupation if job else ALL, area if place else ALL),
        occupations=_occupations(jobs.values(), job),
        areas=sorted(
            ((key, one.title_in(get_language() or "en")) for key, one in places.items()), key=lambda one: one[1]
        ),
    )
    made.quarter = next((one for one in made.series if one.key == quarter), made.series[-1])
    _fill_parts(made, found, jobs, places)
    made.names = _names(made)
    return made


def _series(found: QuerySet[VacancyFigures], count: VacancyCount, occupation: str, area: str) -> list[Quarter]:
    known = {one.quarter: one for one in found.filter(occupation=occupation, area=area)}
    return [
        Quarter(key, known[key].shown, known[key].hidden) if key in known else Quarter(key, {})
        for key in _every(count.quarters)
    ]


def _every(quarters: Sequence[str]) -> Iterator[str]:
    """From the first to the last, those in between without a vacancy too."""
    number = [int(key[:4]) * 4 + int(key[5]) - 1 for key in (quarters[0], quarters[-1])]
    for one in range(number[0], number[1] + 1):
        yield f"{one // 4}Q{one % 4 + 1}"


def _occupations(jobs: Iterable[Concept], chosen: Concept | None) -> Options:
    """Groups on top and those below them, in the order of the classification; the chosen one always."""
    known = {one.pk: one for one in jobs}
    tops = [one for one in known.values() if one.broader_id not in known]
    wanted = {one.pk for one in tops}
    wanted |= {one.pk for one in known.values() if one.broader_id in wanted}
    wanted |= {chosen.pk} if chosen else set()
    named = tags.named(sorted((known[pk] for pk in wanted), key=lambda one: (one.scheme.key, one.code)))
    return [(vacancy_lines.key_of(one), name) for one, name in named]


def _fill_parts(made: Page, found: QuerySet[VacancyFigures], jobs: dict[str, Concept], places: dict[str, Area]) -> None:
    here = found.filter(quarter=made.quarter.key)
    above = made.occupation.pk if made.occupation else None
    known = {one.pk for one in jobs.values()}
    inside = [one for one in jobs.values() if (one.broader_id if one.broader_id in known else None) == above]
    titles = {vacancy_lines.key_of(one): name for one, name in tags.named(inside)}
    made.narrower = _parts(here.filter(area=made.area_key), "occupation", titles)
    within = {key: one.title_in(get_language() or "en") for key, one in _inside(places, made.area).items()}
    made.within = _parts(here.filter(occupation=made.occupation_key), "area", within)


def _inside(places: dict[str, Area], area: Area | None) -> dict[str, Area]:
    """The areas within; where there is one alone, such as the country of all, also those within it."""
    known = {one.pk for one in places.values()}
    around = area.pk if area else None
    found: dict[str, Area] = {}
    while True:
        above = {key: one.parent_id if one.parent_id in known else None for key, one in places.items()}
        step = {key: places[key] for key, parent in above.items() if parent == around}
        found |= step
        if len(step) != 1:
            return found
        around = next(iter(step.values())).pk


def _parts(rows: QuerySet[VacancyFigures], name: str, titles: dict[str, str]) -> list[Part]:
    """The most vacancies first; hidden ones at the end."""
    found = rows.filter(**{f"{name}__in": list(titles)})
    parts = [
        Part(getattr(one, name), titles[getattr(one, name)], Quarter(one.quarter, one.shown, one.hidden))
        for one in found
    ]
    return sorted(parts, key=lambda part: (-(part.quarter.vacancies or 0), part.title))


def _names(made: Page) -> dict[str, str]:
    shown = made.quarter.shown
    keys = {skill for skill, _number in shown.get("skills", [])}
    keys |= {one["item"] for one in shown.get("rising_skills", {}).get("rises", [])}
    keys |= {skill for skill, _share in made.weights.get("skills", [])}
    keys |= {one["group"] for one in made.weights.get("strata", [])}
    return {vacancy_lines.key_of(one): name for one, name in tags.named(vacancy_lines.concepts(keys).values())}


HEADER = (
    "quarter", "first_day", "last_day", "occupation", "area", "measure", "item", "value", "status", "counted_from",
)  # fmt: skip


def rows(made: Page) -> Iterator[tuple[object, ...]]:
    """Every quarter of the page as lines of a file. Hidden figures are empty, with their status."""
    for one in made.series:
        start, end = quarter_days(one.key)
        head = (one.key, start.isoformat(), end.isoformat(), made.occupation_key, made.area_key)
        if not one.shown:
            yield (*head, "vacancies", "", "" if one.hidden else 0, "hidden" if one.hidden else "shown", "")
            continue
        for measure, item, value in _measures(one.shown):
            yield (*head, measure, item, value, "shown", one.vacancies)


def _measures(shown: dict[str, Any]) -> Iterator[tuple[str, str, object]]:
    yield "vacancies", "", shown["vacancies"]
    yield "employers", "", shown["employers"]
    yield "concentration", "", shown["concentration"]
    for fact, number in sorted(shown["facts"].items()):
        if fact != "counted":
            yield f"about_{fact}", "", number
    yield "about_brought", "", shown["brought"]
    for currency, spread in shown["pay"].items():
        for name in ("number", "low", "middle", "high"):
            yield f"pay_{name}", currency, spread[name]
    yield from ((f"days_{name}", "", number) for name, number in shown["span"].items() if number is not None)
    for measure in ("contracts", "skills", "titles"):
        for item, number in shown[measure]:
            yield f"about_{measure}", item, number
    for measure in ("rising_skills", "rising_titles"):
        for rise in shown[measure].get("rises", []):
            yield measure, rise["item"], round(rise["share"] - rise["before"], 2)
