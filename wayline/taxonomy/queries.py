"""Reading classifications: where a concept stands, what it is called, what an occupation asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from wayline.taxonomy.enums import INVERSE, ConceptKind, LabelKind, MappingKind, NoteKind, SkillNeed
from wayline.taxonomy.models import Concept, Label, Mapping, Note, OccupationSkill, Release

FALLBACK = "en"
ANCESTORS = """
WITH RECURSIVE line (id, broader_id, steps) AS (
    SELECT id, broader_id, 0 FROM taxonomy_concept WHERE id = %s
    UNION ALL
    SELECT c.id, c.broader_id, line.steps + 1 FROM taxonomy_concept c JOIN line ON c.id = line.broader_id
    WHERE line.steps < 20)
SELECT c.* FROM line JOIN taxonomy_concept c USING (id) WHERE line.steps > 0 ORDER BY line.steps DESC
"""


def concept(key: str, code: str, version: str = "") -> Concept | None:
    """The concept with a code, in a version of a scheme or its current one."""
    return Concept.objects.of(key, version).filter(code=code).select_related("scheme").first()


def ancestors(concept: Concept) -> list[Concept]:
    """From the top of the hierarchy down to the one directly above; for an ESCO occupation these are ISCO groups."""
    return list(Concept.objects.raw(ANCESTORS, [concept.pk]).prefetch_related("scheme"))


def children(concept: Concept) -> list[Concept]:
    return list(
        Concept.objects.below(concept).filter(retired=False).select_related("scheme").order_by("scheme", "code")
    )


def titles(concepts: Iterable[Concept], language: str) -> dict[int, str]:
    """By id, the preferred label in a language, else the title that the publisher gave (English, mostly)."""
    found = {one.pk: one.title for one in concepts}
    if language != FALLBACK:
        labels = Label.objects.filter(concept__in=found, language=language, kind=LabelKind.PREFERRED)
        found |= dict(labels.order_by("-pk").values_list("concept", "text"))
    return found


def title(concept: Concept, language: str) -> str:
    return titles([concept], language)[concept.pk]


def labels(
    concept: Concept, language: str, kinds: Sequence[str] = (LabelKind.PREFERRED, LabelKind.ALTERNATIVE)
) -> list[str]:
    """What it is called in a language, the preferred label first; in English when there is none."""
    for tried in dict.fromkeys((language, FALLBACK)):
        found = Label.objects.filter(concept=concept, language=tried, kind__in=kinds)
        ordered = sorted(found, key=lambda label: (label.kind != LabelKind.PREFERRED, label.text.casefold()))
        if ordered:
            return list(dict.fromkeys(label.text for label in ordered))
    return [concept.title]


def labels_by_language(concept: Concept) -> dict[str, list[Label]]:
    found: dict[str, list[Label]] = defaultdict(list)
    for label in concept.labels.all():
        found[label.language].append(label)
    for group in found.values():
        group.sort(key=lambda label: (label.kind != LabelKind.PREFERRED, label.text.casefold(), label.qualifier))
    return dict(sorted(found.items(), key=lambda item: (item[0] != FALLBACK, item[0])))


def note(concept: Concept, kind: str, language: str) -> Note | None:
    """A text on the concept in a language, else in English."""
    found = {one.language: one for one in concept.notes.filter(kind=kind, language__in={language, FALLBACK})}
    return found.get(language) or found.get(FALLBACK)


def description(concept: Concept, language: str) -> str:
    if language != FALLBACK:
        found = concept.notes.filter(kind=NoteKind.DESCRIPTION, language=language).first()
        if found:
            return found.text
    return concept.description


@dataclass(frozen=True, slots=True)
class SkillsOfKind:
    """What an occupation asks for, of one need and one kind, by title."""

    need: SkillNeed
    kind: ConceptKind
    skills: list[Concept]


def skills(occupation: Concept) -> list[SkillsOfKind]:
    """Essential before optional; skills before knowledge; tasks and technologies where the publisher has them."""
    links = OccupationSkill.objects.filter(occupation=occupation, skill__retired=False).select_related("skill__scheme")
    groups: dict[tuple[str, str], list[Concept]] = defaultdict(list)
    for link in links:
        groups[link.need, link.skill.kind].append(link.skill)
    needs, kinds = list(SkillNeed), list(ConceptKind)
    ordered = sorted(groups, key=lambda group: (needs.index(SkillNeed(group[0])), kinds.index(ConceptKind(group[1]))))
    return [
        SkillsOfKind(
            SkillNeed(need), ConceptKind(kind), sorted(groups[need, kind], key=lambda one: one.title.casefold())
        )
        for need, kind in ordered
    ]


def successors(concept: Concept) -> list[Concept]:
    """What stands for it now: itself in the current version of its scheme, else what it is mapped to there, else (the
    starter pack, which has stepped back) what it is mapped to anywhere."""
    here = Concept.objects.current().filter(scheme__key=concept.scheme.key).exclude(pk=concept.pk)
    same = here.filter(Q(code=concept.code) | (Q(uri=concept.uri) & ~Q(uri="")))
    if not concept.scheme.is_current and (found := list(same[:1])):
        return found
    mapped = Mapping.objects.filter(source=concept).values("target")
    anywhere = Concept.objects.current().filter(pk__in=mapped).select_related("scheme").order_by("scheme__key", "code")
    return list(here.filter(pk__in=mapped).order_by("code")) or list(anywhere)


def broader(concept: Concept) -> list[Concept]:
    """Every concept directly above, where a hierarchy lets several be; the first is on the line of `ancestors`."""
    links = concept.broader_links.select_related("broader__scheme").order_by("broader__code")
    return [link.broader for link in links]


def numbers_below(concepts: Iterable[Concept]) -> dict[int, int]:
    """How many concepts stand directly below each, by its first broader one."""
    counted = Concept.objects.filter(broader__in=[one.pk for one in concepts], retired=False).order_by()
    return dict(counted.values_list("broader").annotate(number=Count("pk")))


NOTES = (
    NoteKind.DEFINITION,
    NoteKind.SCOPE,
    NoteKind.TASKS,
    NoteKind.ENTRY_ROUTES,
    NoteKind.REGULATED,
    NoteKind.GROUPS,
)


def notes(concept: Concept, language: str) -> list[Note]:
    """The texts on a concept, each in the language when it has it, else in English."""
    found: dict[str, Note] = {}
    for one in concept.notes.filter(language__in={language, FALLBACK}).exclude(kind=NoteKind.DESCRIPTION):
        if one.kind not in found or one.language == language:
            found[one.kind] = one
    return [found[kind] for kind in NOTES if kind in found]


@dataclass(frozen=True, slots=True)
class MappingRow:
    """A mapping as seen from one of its ends."""

    other: Concept
    kind: MappingKind
    share: float | None
    basis: str
    note: str
    release: Release


def mappings(concept: Concept) -> list[MappingRow]:
    """Both ways, by classification; what was stated from the other end is turned round and has no share."""
    stated = Mapping.objects.filter(release__superseded_at=None)
    both = stated.filter(source=concept).select_related("target__scheme", "release")
    found = [
        MappingRow(one.target, MappingKind(one.kind), one.share, one.share_basis, one.note, one.release) for one in both
    ]
    seen = {(row.other.pk, row.release.pk) for row in found}
    for one in stated.filter(target=concept).select_related("source__scheme", "release"):
        if (one.source_id, one.release_id) not in seen:
            kind = MappingKind(one.kind)
            found.append(MappingRow(one.source, INVERSE.get(kind, kind), None, "", one.note, one.release))
    return sorted(found, key=lambda row: (row.other.scheme.key, -(row.share or 0), row.kind, row.other.code))


def releases_of(concept: Concept, more: Iterable[Release]) -> list[Release]:
    """Who says what the page shows, each once."""
    said = Label.objects.filter(concept=concept).values("release")
    told = Note.objects.filter(concept=concept).values("release")
    asked = OccupationSkill.objects.filter(occupation=concept).values("release")
    which = (
        Q(pk=concept.release_id) | Q(pk__in=said) | Q(pk__in=told) | Q(pk__in=asked) | Q(pk__in=[r.pk for r in more])
    )
    return list(Release.objects.filter(which).order_by("title"))
