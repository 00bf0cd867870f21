"""What classifications say of an occupation in words. It changes with the releases only, so it is kept in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from wayline.lmi.queries.likeness import Nearness, names_skills, near
from wayline.taxonomy import crosswalk, known
from wayline.taxonomy import queries as words
from wayline.taxonomy.enums import INVERSE, ConceptKind, MappingKind, NoteKind, SkillNeed
from wayline.taxonomy.models import Concept, Mapping, Note, OccupationSkill

WITH_SKILLS = "esco"
NEAR = 0.05
"""A job reached by less than this share of the entries that were counted is too far to be offered beside the others."""
OFFERED = 24
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
    rows = Concept.objects.public().filter(broader=occupation, retired=False).occupational()
    return list(rows.select_related("scheme").order_by("scheme__key", "code")[:300])


def _notes(occupation: Concept, language: str) -> dict[str, str]:
    """Longer texts, in the person's language where there is one, or else in English."""
    rows = Note.objects.filter(concept=occupation, language__in={language, "en"}).values_list(
        "kind", "language", "text"
    )
    found: dict[str, str] = {}
    for kind, said, text in sorted(rows, key=lambda row: row[1] == language):
        del said
        found[kind] = text
    return found


def _names(occupation: Concept, language: str) -> list[str]:
    rows = occupation.labels.filter(language__in={language, "en"}).exclude(text=occupation.title)
    own = list(rows.filter(language=language).values_list("text", flat=True)[:60])
    return own or list(rows.values_list("text", flat=True)[:60])


def _skills(occupation: Concept) -> Skills:
    rows = OccupationSkill.objects.filter(occupation=occupation).select_related("skill").order_by("skill__title")
    links = list(rows) if names_skills(occupation) else []

    def of(need: Iterable[str], *kinds: str) -> list[Concept]:
        return [one.skill for one in links if one.need in need and (not kinds or one.skill.kind in kinds)]

    return Skills(
        essential=of({SkillNeed.ESSENTIAL}),
        optional=of({SkillNeed.OPTIONAL}),
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
    tables = Mapping.objects.filter(release__superseded_at=None)
    here = Q(source=occupation, target__scheme__is_current=True) | Q(target=occupation, source__scheme__is_current=True)
    rows = list(tables.filter(here).values_list("source", "target", "kind"))
    kinds = {source: str(INVERSE.get(MappingKind(kind), kind)) for source, _target, kind in rows}
    kinds |= {target: kind for source, target, kind in rows if source == occupation.pk}
    kinds.pop(occupation.pk, None)
    there = known.concepts(kinds, crosswalk.stamp())
    found = [(there[pk], kind) for pk, kind in kinds.items()]
    return sorted(found, key=lambda pair: (pair[0].scheme.key, pair[0].code))[:40]
