"""A small labour market for the tests of the APIs: electricians and plumbers, in three areas, with everything once.

The examples in the published descriptions are asked on it, so its codes are those of the examples.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from tests.lmi import numbers
from tests.taxonomy import words
from wayline.lmi import coverage
from wayline.lmi.enums import Quality, Statistic, Unit
from wayline.lmi.models import Category, Cut, Observation
from wayline.taxonomy.enums import ConceptKind, LabelKind, MappingKind, NoteKind
from wayline.taxonomy.models import Area, Concept, Label, Note, Release

TITLES = {
    "5": "Skilled trades occupations", "52": "Skilled metal, electrical and electronic trades",
    "524": "Electrical and electronic trades", "5241": "Electricians and electrical fitters",
    "5249": "Electrical and electronic trades n.e.c.", "53": "Skilled construction trades",
    "531": "Construction trades", "5314": "Plumbers and heating engineers",
}  # fmt: skip
SKILLS = {"2.A.1.a": "Reading Comprehension", "2.B.3.j": "Repairing", "2.A.1.c": "Writing"}
INTERESTS = {"1.B.1.a": "Realistic", "1.B.1.b": "Investigative"}
ABILITIES = {"1.A.1.b.1": "Problem Sensitivity"}


@dataclass
class Ground:
    old: dict[str, Concept]
    new: dict[str, Concept]
    onet: Concept
    elements: dict[str, Concept]
    uk: Area
    england: Area
    london: Area
    words: Release
    pay: Release
    outlook: Release
    ratings: Release


def fill() -> Ground:
    with transaction.atomic():
        made = _words()
        _pay(made)
        _outlook(made)
        _survey(made)
        _ratings(made)
    for release in (made.pay, made.outlook, made.ratings):
        coverage.recount(release)
    return made


def _words() -> Ground:
    uk, england, london = words.united_kingdom()
    by = words.release("made-words", title="Made classifications")
    old, new = _soc("soc-2010", "SOC 2010", by), _soc("soc-2020", "SOC 2020", by)
    for one in (old["5241"], new["5241"]):
        Note.objects.create(
            concept=one, kind=NoteKind.TASKS, text="~examines drawings ~installs cables", **_by(Note, by)
        )
        Note.objects.create(concept=one, kind=NoteKind.ENTRY_ROUTES, text="An apprenticeship.", **_by(Note, by))
        for text in ("Electrician", "Electrician, maintenance", "Fitter, electrical"):
            Label.objects.create(concept=one, language="en", kind=LabelKind.INDEX, text=text, **_by(Label, by))
    return Ground(
        old=old, new=new, onet=_onet(old, by), elements=_elements(by), uk=uk, england=england, london=london, words=by,
        pay=words.release("made-pay", title="Made pay"), outlook=words.release("made-outlook", title="Made outlook"),
        ratings=words.release("made-ratings", title="Made ratings"),
    )  # fmt: skip


def _by(model: type, release: Release) -> dict[str, Any]:
    """Labels and notes name their release."""
    names = {field.name for field in model._meta.get_fields()}  # type: ignore[attr-defined]
    return {"release": release} if "release" in names else {}


def _soc(key: str, title: str, by: Release) -> dict[str, Concept]:
    scheme = words.scheme(key, title=title)
    made: dict[str, Concept] = {}
    for code, name in TITLES.items():
        kind = ConceptKind.OCCUPATION if len(code) == 4 else ConceptKind.GROUP
        broader = made.get(code[:-1])
        made[code] = words.concept(scheme, code, name, broader=broader, kind=kind, by=by, description=f"{name}: work.")
    return made


def _onet(old: dict[str, Concept], by: Release) -> Concept:
    """By way of ISCO-08, as with the real tables. 5241 of 2010 is 5241 and 5249 of 2020, nine parts to one."""
    isco = words.concept(words.scheme("isco-08", title="ISCO-08"), "7411", "Building and related electricians", by=by)
    onet = words.concept(words.scheme("onet-soc", title="O*NET-SOC 2019"), "47-2111.00", "Electricians", by=by)
    words.label(onet, "Journeyman Wireman")
    words.mapping(old["5241"], isco, MappingKind.EXACT, by=by)
    words.mapping(isco, onet, MappingKind.CLOSE, by=by)
    new = {one.code: one for one in Concept.objects.filter(scheme__key="soc-2020")}
    shares = {"share_basis": "entries of the coding index", "by": by}
    for source, target in ((old, new), (new, old)):
        words.mapping(source["5241"], target["5241"], MappingKind.CLOSE, share=0.9, **shares)
        words.mapping(source["5241"], target["5249"], MappingKind.CLOSE, share=0.1, **shares)
        words.mapping(source["5314"], target["5314"], MappingKind.EXACT, share=1.0, **shares)
    return onet


def _elements(by: Release) -> dict[str, Concept]:
    scheme = words.scheme("onet-content", title="O*NET content model")
    kinds = {ConceptKind.SKILL: SKILLS, ConceptKind.INTEREST: INTERESTS, ConceptKind.ABILITY: ABILITIES}
    return {
        code: words.concept(scheme, code, title, kind=kind, by=by, description=f"{title}.")
        for kind, known in kinds.items()
        for code, title in known.items()
    }


def category(dimension: str, scheme: str, code: str, title: str, position: int = 0) -> Category:
    given = {"title": title, "position": position}
    return Category.objects.get_or_create(dimension=dimension, scheme=scheme, code=code, defaults=given)[0]


def cut(**parts: Category) -> Cut:
    every: dict[str, Any] = dict.fromkeys(("industry", "sex", "age", "status", "qualification"))
    return Cut.objects.get_or_create(**every | parts)[0]


def sexes() -> tuple[Category, Category]:
    return category("sex", "sex", "1", "Men", 1), category("sex", "sex", "2", "Women", 2)


class _Table:
    """Writes figures row by row, as a file would give them."""

    def __init__(self, by: Release) -> None:
        self.by, self.row = by, 0

    def add(
        self, key: str, unit: Unit, occupation: Concept | None, area: Area, value: float | None, year: int,
        statistic: str = Statistic.TOTAL, **fields: Any,
    ) -> None:  # fmt: skip
        self.row += 1
        reason = fields.pop("reason", "ashe-cv")
        missing = {} if value is not None else {"status": 1, "reason": reason}
        given = {
            "cut": numbers.everybody(), "place": f"made.csv row {self.row}", "period_start": date(year, 1, 1),
            "period_end": date(year, 12, 31),
        }  # fmt: skip
        Observation.objects.create(
            release=self.by, indicator=numbers.indicator(key, unit), occupation=occupation, area=area, value=value,
            statistic=statistic, **{**given, **missing, **fields},
        )  # fmt: skip


def _pay(made: Ground) -> None:
    table, week, fitters = _Table(made.pay), Unit.POUNDS_A_WEEK, made.old["5241"]
    good = {"quality": Quality.PRECISE, "cv": 2.1}
    table.add("pay_weekly", week, fitters, made.uk, 654.0, 2023, Statistic.MEDIAN, **good)
    table.add("pay_weekly", week, fitters, made.uk, None, 2024, Statistic.MEDIAN)
    table.add("pay_weekly", week, fitters, made.uk, 716.0, 2025, Statistic.MEDIAN, breaks=True, **good)
    table.add("pay_weekly", week, fitters, made.uk, 900.0, 2025, Statistic.P90)
    table.add("pay_weekly", week, fitters, made.london, 801.0, 2025, Statistic.MEDIAN)
    for sex, value in zip(sexes(), (720.0, None), strict=True):
        table.add("pay_weekly", week, fitters, made.uk, value, 2025, Statistic.MEDIAN, cut=cut(sex=sex))
    part_time = category("status", "working-status", "employee-part-time", "Part-time employees", 3)
    table.add(
        "pay_annual", Unit.POUNDS_A_YEAR, fitters, made.uk, 11_240.0, 2025, Statistic.MEDIAN, cut=cut(status=part_time)
    )
    table.add("pay_annual", Unit.POUNDS_A_YEAR, made.new["5314"], made.uk, 36_400.0, 2025, Statistic.MEDIAN)
    table.add("pay_weekly", week, made.old["52"], made.london, 760.0, 2025, Statistic.MEDIAN)
    table.add("pay_weekly_change", Unit.PERCENT, fitters, made.uk, 4.24, 2025, Statistic.CHANGE)
    table.add("hours_weekly", Unit.HOURS_A_WEEK, fitters, made.uk, 39.46, 2025, Statistic.MEAN)
    table.add("employment", Unit.PEOPLE, fitters, made.uk, 231_000.0, 2018, sample=512)
    table.add("unemployment_rate", Unit.PERCENT, fitters, made.uk, 3.456, 2024, Statistic.RATE)
    for code, median in (("5241", 38_000.0), ("5249", 30_000.0)):
        table.add("pay_annual", Unit.POUNDS_A_YEAR, made.new[code], made.london, median, 2025, Statistic.MEDIAN)


def _outlook(made: Ground) -> None:
    table = _Table(made.outlook)
    industry = category("industry", "skills-imperative", "1.1", "Agriculture", 0)
    level = category("qualification", "skills-imperative", "3", "Level 3", 3)
    whole: dict[str, Any] = {"period_start": date(2020, 1, 1), "period_end": date(2035, 12, 31)}
    for code, people in (("5", 3_000_000.0), ("52", 1_000_000.0), ("53", None)):
        group = made.new[code]
        for year in (2020, 2025, 2035):
            value = None if people is None else people + 1_000.4 * (year - 2020)
            table.add("projection", Unit.PEOPLE, group, made.england, value, year, reason="si-under-1000")
        for part, share in ((sexes()[0], 0.9), (sexes()[1], 0.1), (industry, 0.2), (level, 0.5)):
            of = {"sex": "sex", "industry": "industry", "qualification": "qualification"}[part.dimension]
            value = None if people is None else people * share
            table.add(
                "projection",
                Unit.PEOPLE,
                group,
                made.england,
                value,
                2035,
                reason="si-under-1000",
                cut=cut(**{of: part}),
            )
        table.add("replacement_rate", Unit.PERCENT_A_YEAR, group, made.england, 2.70441, 2035, Statistic.RATE, **whole)
        table.add("replacement_demand", Unit.PEOPLE, group, made.england, 400_000.0, 2035, **whole)
    table.add("projection", Unit.PEOPLE, made.new["52"], made.london, 90_000.0, 2035)


def _survey(made: Ground) -> None:
    table = _Table(made.pay)
    for code, hard, short in (("5241", 40.0, 30.0), ("52", 35.0, 21.0)):
        for area in (made.uk, made.london):
            table.add("hard_to_fill_share", Unit.PERCENT, made.old[code], area, hard, 2024, Statistic.SHARE)
            table.add("skill_shortage_share", Unit.PERCENT, made.old[code], area, short, 2024, Statistic.SHARE)


def _ratings(made: Ground) -> None:
    table = _Table(made.ratings)
    america = words.area("US", "United States", kind="country", scheme="iso-3166")
    level, importance = Statistic.LEVEL, Statistic.IMPORTANCE
    for code, kind, lv, im in (
        ("2.A.1.a", "skill", 3.12, 3.25), ("2.B.3.j", "skill", 4.0, 4.12), ("2.A.1.c", "skill", None, None),
        ("1.A.1.b.1", "ability", 3.88, 4.0),
    ):  # fmt: skip
        for statistic, value in ((level, lv), (importance, im)):
            table.add(
                kind, Unit.SCALE, made.onet, america, value, 2024, statistic, element=made.elements[code],
                reason="onet-suppress", sample=24,
            )  # fmt: skip
    for code, value in (("1.B.1.a", 6.95), ("1.B.1.b", 3.0)):
        table.add(
            "interest", Unit.SCALE, made.onet, america, value, 2024, Statistic.RATING, element=made.elements[code]
        )
    table.add(
        "interest_high_point", Unit.CATEGORY, made.onet, america, 1.0, 2024, Statistic.RATING,
        element=made.elements["1.B.1.a"],
    )  # fmt: skip
