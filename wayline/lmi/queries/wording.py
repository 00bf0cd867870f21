"""What classifications say of an occupation in words. It changes with the releases only, so it is kept in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from wayline.common.lookups import Blank, Question, any_of
from wayline.lmi.queries.likeness import Nearness, names_skills, near
from wayline.taxonomy import crosswalk, known
from wayline.taxonomy import queries as words
from wayline.taxonomy.enums import INVERSE, ConceptKind, MappingKind, NoteKind, SkillNeed
from wayline.taxonomy.models import Concept, Label, Mapping, Note, OccupationSkill

WITH_SKILLS = "esco"
NEAR = 0.05
"""A job reached by less than this share of the entries that were counted is too far to be offered beside the others."""
OFFERED = 24
MOST_NAMES = 60
KEPT = 512
"""Occupations, in each language that somebody reads them in."""


@dataclass(frozen=True, slots=True)
class Skills:
    """Skills and knowledge that a classification itself names for the occupation (ESCO)."""

    essential: Sequence[Concept]
    optional: Sequence[Concept]
    tasks: Sequence[Concept]
    technologies: Sequence[Concept]

    def __bool__(self) -> bool:
        return bool(self.essential or self.optional or self.tasks or self.technologies)


@dataclass(frozen=True, slots=True)
class Wording:
    """Never changed once it is made: many pages share it."""

    groups: Sequence[Concept]
    """Broader ones, widest first."""
    members: Sequence[Concept]
    described: str
    notes: dict[str, str]
    other_names: Sequence[str]
    names: dict[int, str]
    """Titles in the reader's language, by number, where the classification has them."""
    skills: Skills
    in_detail: Sequence[Concept]
    """Jobs of a classification that names skills, when the occupation's own names none."""
    nearness: Nearness
    elsewhere: Sequence[tuple[Concept, str]]
    """The same or near work in other classifications, with the kind of the mapping."""


def wording(occupation: Concept, language: str) -> Wording:
    return _wording(occupation.pk, language, crosswalk.stamp())


@lru_cache(maxsize=KEPT)
def _wording(pk: int, language: str, stamp: str) -> Wording:
    occupation = known.concepts([pk], stamp)[pk]
    notes, skills = _notes(occupation, language), _skills(occupation)
    groups, members, alike = crosswalk.ancestors(occupation)[::-1], _members(occupation), near(occupation)
    detail = [] if skills.essential else _in_detail(occupation)
    titled = [occupation, *groups, *members, *detail, *skills.essential, *skills.optional, *alike.concepts()]
    return Wording(
        groups=groups,
        members=members,
        described=notes.pop(NoteKind.DEFINITION, "") or occupation.description,
        notes=notes,
        other_names=_names(occupation, language),
        names=words.titles(titled, language) if language != words.FALLBACK else {},
        skills=skills,
        in_detail=detail,
        nearness=alike,
        elsewhere=_elsewhere(occupation),
    )


def _members(occupation: Concept) -> list[Concept]:
    numbers = [number for (number,) in _below().ask(groups=[occupation.pk])]
    there = known.concepts(numbers, crosswalk.stamp())
    return [there[number] for number in numbers]


@lru_cache(maxsize=1)
def _below() -> Question:
    rows = Concept.objects.public().filter(any_of("broader_id", Blank("groups")), retired=False).occupational()
    return Question(rows.order_by("scheme__key", "code").values_list("pk")[:300])


def _notes(occupation: Concept, language: str) -> dict[str, str]:
    """Longer texts, in the person's language where there is one, or else in English."""
    rows = _texts(language).ask(concepts=[occupation.pk])
    return {kind: text for kind, _said, text in sorted(rows, key=lambda row: row[1] == language)}


@lru_cache(maxsize=32)
def _texts(language: str) -> Question:
    rows = Note.objects.filter(any_of("concept_id", Blank("concepts")), language__in={language, "en"})
    return Question(rows.values_list("kind", "language", "text"))


def _names(occupation: Concept, language: str) -> list[str]:
    rows = _labels(language).ask(concepts=[occupation.pk])
    others = [(said, text) for said, text in rows if text != occupation.title]
    own = [text for said, text in others if said == language]
    return (own or [text for _said, text in others])[:MOST_NAMES]


@lru_cache(maxsize=32)
def _labels(language: str) -> Question:
    rows = Label.objects.filter(any_of("concept_id", Blank("concepts")), language__in={language, "en"})
    return Question(rows.order_by("language", "kind", "text").values_list("language", "text"))


def _skills(occupation: Concept) -> Skills:
    if not names_skills(occupation):
        return Skills((), (), (), ())
    rows = OccupationSkill.objects.filter(occupation=occupation).select_related("skill").order_by("skill__title")
    links = list(rows)
    return Skills(
        essential=[one.skill for one in links if one.need == SkillNeed.ESSENTIAL],
        optional=[one.skill for one in links if one.need == SkillNeed.OPTIONAL],
        tasks=[one.skill for one in links if one.skill.kind == ConceptKind.TASK],
        technologies=[one.skill for one in links if one.skill.kind == ConceptKind.TECHNOLOGY],
    )


def _in_detail(occupation: Concept) -> list[Concept]:
    """Nearest first: what most entries of the coding index lead to."""
    paths = crosswalk.paths(occupation, WITH_SKILLS)
    near = [path.target for path in paths if path.weight >= NEAR] or [path.target for path in paths]
    return [one for one in near if one.kind == ConceptKind.OCCUPATION][:OFFERED]


def _elsewhere(occupation: Concept) -> list[tuple[Concept, str]]:
    """One step away by a table, or by the hierarchy that two classifications share."""
    rows = _mapped().ask(concepts=[occupation.pk])
    there = known.concepts({one for source, target, _kind in rows for one in (source, target)}, crosswalk.stamp())
    kinds = {source: str(INVERSE.get(MappingKind(kind), kind)) for source, _target, kind in rows}
    kinds |= {target: kind for source, target, kind in rows if source == occupation.pk}
    kinds.pop(occupation.pk, None)
    found = [(there[pk], kind) for pk, kind in kinds.items() if there[pk].scheme.is_current]
    return sorted(found, key=lambda pair: (pair[0].scheme.key, pair[0].code))[:40]


@lru_cache(maxsize=1)
def _mapped() -> Question:
    here = Q(any_of("source_id", Blank("concepts"))) | Q(any_of("target_id", Blank("concepts")))
    rows = Mapping.objects.filter(here, release__superseded_at=None)
    return Question(rows.order_by("pk").values_list("source_id", "target_id", "kind"))
