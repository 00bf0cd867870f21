"""Up to five occupations in up to three areas, side by side: as many queries as for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from wayline.lmi import figures
from wayline.lmi.display import Shown, is_expected
from wayline.lmi.figures import Answer, Asked
from wayline.lmi.queries import places
from wayline.lmi.queries.profile import MARKET, PAY, READINGS, ReadingShown, readings_shown, status_cuts
from wayline.taxonomy.enums import SkillNeed
from wayline.taxonomy.models import Area, Concept, OccupationSkill

MOST_OCCUPATIONS, MOST_AREAS = 5, 3
MEASURES = (
    *PAY, "employment", "jobs", "projection", "projection_change", "total_requirement", "jobs_projection_growth",
    *MARKET,
)  # fmt: skip
SKILLS = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one measure, occupation and area. Several readings are never added up."""

    readings: list[ReadingShown]
    more: int = 0

    @property
    def beyond(self) -> int:
        """Readings for which a cell has no room: they stand on the occupation's page and in the file."""
        return max(0, len(self.readings) - 2) + self.more


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    area: Area
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Comparison:
    occupations: list[Concept]
    areas: list[Area]
    lines: list[Line]
    skills: list[list[Concept]]
    """Essential skills of each occupation, first those that others of the comparison need too."""
    shared: set[int]
    """Skills that more than one of them needs."""

    def shown(self) -> list[tuple[Shown, ReadingShown]]:
        cells = [cell for line in self.lines for cell in line.cells]
        return [(shown, reading) for cell in cells for reading in cell.readings for shown in reading.latest]


def occupations_of(keys: Sequence[str]) -> list[Concept]:
    """Of `soc-2020:2434` and the like, in their order; unknown ones are left out, and what is beyond five."""
    pairs = [key.partition(":")[::2] for key in dict.fromkeys(keys) if ":" in key][:MOST_OCCUPATIONS]
    rows = Concept.objects.public().occupational().filter(
        scheme__key__in={scheme for scheme, _code in pairs}, code__in={code for _scheme, code in pairs},
        scheme__is_current=True,
    )  # fmt: skip
    found = {(one.scheme.key, one.code): one for one in rows.select_related("scheme", "release", "broader")}
    return [found[pair] for pair in pairs if pair in found]


def areas_of(keys: Sequence[str]) -> list[Area]:
    return places.with_keys(list(dict.fromkeys(keys)))[:MOST_AREAS]


def compare(occupations: list[Concept], areas: list[Area]) -> Comparison:
    around = {area.pk: figures.with_others(area, places.fallbacks(area)) for area in areas}
    questions = {(area.pk, one.pk): Asked(one, around[area.pk]) for area in areas for one in occupations}
    answers = _answers(list(questions.values()))
    lines = []
    for measure in MEASURES:
        for area in areas:
            line = _line([answers[questions[area.pk, one.pk]][measure] for one in occupations], area)
            lines += [line] if line else []
    skills = _skills(occupations)
    return Comparison(occupations, areas, lines, *skills)


def _answers(questions: list[Asked]) -> dict[Asked, dict[str, Answer]]:
    """Where nobody says what everybody earns, what a part earns (part-time workers …) stands in."""
    if not questions:
        return {}
    return figures.best_of(questions, indicators=MEASURES, parts=status_cuts(), divided=PAY, at_most=READINGS)


def _line(answers: list[Answer], area: Area) -> Line | None:
    if not any(answers):
        return None
    cells = [
        Cell([shown for reading in answer.readings for shown in readings_shown(reading, area)], answer.more)
        for answer in answers
    ]
    title = next(cell.readings[0].median for cell in cells if cell.readings)
    named = f"{title.title} ({title.statistic})" if title.figure.statistic in NAMED else title.title
    return Line(named, area, cells)


NAMED = {"median", "mean"}


def change_of(reading: ReadingShown) -> Shown | None:
    """The last projected figure of a series, beside the newest observed one."""
    expected = [one for one in reading.series if is_expected(one) and one.value is not None]
    return Shown(expected[-1], reading.first.asked) if expected else None


def _skills(occupations: list[Concept]) -> tuple[list[list[Concept]], set[int]]:
    essential = OccupationSkill.objects.filter(need=SkillNeed.ESSENTIAL).select_related("skill")
    rows = Concept.objects.filter(pk__in=[one.pk for one in occupations])
    linked = {
        one.pk: one
        for one in rows.prefetch_related(Prefetch("skill_links", essential.order_by("skill__title"), to_attr="needed"))
    }
    needed = {pk: [link.skill for link in getattr(one, "needed", [])] for pk, one in linked.items()}
    counted: dict[int, int] = {}
    for skills in needed.values():
        for skill in skills:
            counted[skill.pk] = counted.get(skill.pk, 0) + 1
    shared = {pk for pk, number in counted.items() if number > 1}
    lists = [sorted(needed.get(one.pk, []), key=lambda skill: skill.pk not in shared)[:SKILLS] for one in occupations]
    return lists, shared
