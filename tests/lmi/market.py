"""A small labour market for tests of pages: two areas, electricians and plumbers, with pay, numbers and ratings."""

from __future__ import annotations

from dataclasses import dataclass

from tests.lmi import numbers
from tests.taxonomy import words
from wayline.lmi.enums import Quality, Statistic
from wayline.taxonomy.enums import AreaKind, ConceptKind, SkillNeed
from wayline.taxonomy.models import Area, Concept, OccupationSkill, Release


@dataclass(frozen=True)
class Market:
    country: Area
    england: Area
    london: Area
    group: Concept
    electricians: Concept
    plumbers: Concept
    release: Release

    @property
    def key(self) -> str:
        return f"soc-2020:{self.electricians.code}"


def market() -> Market:
    country, england, london = words.united_kingdom()
    soc = words.scheme("soc-2020", title="SOC 2020")
    group = words.concept(soc, "52", "Metal and electrical trades", kind=ConceptKind.GROUP)
    electricians = words.concept(soc, "5241", "Electricians and electrical fitters", broader=group)
    electricians.description = "They install and repair wiring in homes and works."
    electricians.save()
    plumbers = words.concept(soc, "5315", "Plumbers", broader=group)
    made = Market(country, england, london, group, electricians, plumbers, words.release("made-market"))
    _pay(made)
    _people(made)
    return made


def _pay(made: Market) -> None:
    amounts = {Statistic.P10: 20_000, Statistic.P25: 27_000, Statistic.MEDIAN: 35_000, Statistic.P75: 43_000}
    for statistic, value in {**amounts, Statistic.P90: 52_000}.items():
        numbers.figure(
            "pay_annual", made.electricians, made.london, value, statistic=statistic, unit="gbp_year", by=made.release,
            quality=Quality.PRECISE, cv=1.2,
        )  # fmt: skip
    numbers.figure(
        "pay_annual", made.plumbers, made.london, None, statistic=Statistic.MEDIAN, unit="gbp_year", by=made.release,
        reason="ashe-cv",
    )  # fmt: skip


def _people(made: Market) -> None:
    """A series to 2024 with a gap in 2022 and a break in 2023, and a projection for 2035."""
    for area, size in ((made.london, 1), (made.england, 9)):
        for year, value in ((2020, 30_000), (2021, 31_000), (2023, 33_000), (2024, 33_456), (2035, 36_789)):
            numbers.figure(
                "projection", made.electricians, area, value * size, year=year, by=made.release, breaks=year == 2023,
                low=value * size * 0.9, high=value * size * 1.1,
            )  # fmt: skip
        for year, value in ((2024, 20_000), (2035, 18_000)):
            numbers.figure("projection", made.plumbers, area, value * size * size, year=year, by=made.release)
    made.release.published_on = None
    made.release.save()


def region(code: str, title: str, made: Market) -> Area:
    return words.area(code, title, parent=made.england, kind=AreaKind.REGION)


def skill(title: str, *occupations: Concept, need: str = SkillNeed.ESSENTIAL) -> Concept:
    scheme = words.scheme("esco")
    made = words.concept(scheme, title, title, kind=ConceptKind.SKILL)
    for one in occupations:
        OccupationSkill.objects.create(occupation=one, skill=made, need=need, release=words.release())
    return made


def rating(made: Market, element: str, value: float | None, *, of: Concept | None = None, kind: str = "skill") -> None:
    numbers.indicator(kind, "scale", 2)
    content = words.scheme("onet-content", title="O*NET content model")
    rated = words.concept(content, element, element, kind=kind)
    numbers.figure(
        kind, of or made.electricians, made.country, value, statistic=Statistic.IMPORTANCE, unit="scale",
        by=made.release, element=rated, reason="" if value is not None else "onet-suppress",
    )  # fmt: skip
