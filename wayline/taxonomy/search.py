"""From words that a person types to occupations, each with the label that matched and how it matched.

The trained index (`title_index.py`) answers: any loaded language, misspelt or unfinished. Before the first training
plain search does: every word must stand in a label, and labels that say the same and no more come first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import QuerySet

from wayline.taxonomy import title_index
from wayline.taxonomy.enums import OCCUPATIONAL, SKILLS, ConceptKind, LabelKind
from wayline.taxonomy.models import Concept, Label
from wayline.taxonomy.titles import labels as titles
from wayline.taxonomy.titles.labels import Match

LONGEST = 100
"""Characters of a query that are read."""
READ = 1_500
"""Labels that are ranked; a query that matches more is too short to be ranked well."""


FAR = 0.42
"""A label found by meaning alone with a lower score has nothing to do with what was typed."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept and why it was found. `score` is near 1 for the same words; what else a label says lowers it."""

    concept: Concept
    label: str
    qualifier: str
    language: str
    kind: str
    score: float
    match: Match


def folded(text: str) -> str:
    """Lower case, one blank between words, no punctuation."""
    return " ".join(re.findall(r"[\w+#]+", text.casefold()))


def find(text: str, language: str, scheme: str, limit: int) -> list[Hit]:
    """Occupations of the current version of `scheme`, best first; none for an empty text.

    Plain search reads labels in `language` and in English; the index reads every language.
    """
    if not folded(text) or limit < 1:
        return []
    index = title_index.search()
    if index is None:
        return _plainly(text, language, scheme, limit)
    found = [hit for hit in index.search(text, scheme=scheme, limit=limit) if _is_near(hit)]
    known = _concepts([hit.concept for hit in found])
    if found and not known:  # the index was made from another database
        return _plainly(text, language, scheme, limit)
    return [_hit(hit, known[hit.concept]) for hit in found if hit.concept in known]


def _is_near(hit: titles.Hit) -> bool:
    return hit.match != Match.MEANING or hit.score >= FAR


def _concepts(keys: list[str]) -> dict[str, Concept]:
    rows = Concept.objects.filter(pk__in=keys).select_related("scheme", "release", "broader")
    return {str(one.pk): one for one in rows}


def _hit(hit: titles.Hit, concept: Concept) -> Hit:
    return Hit(concept, hit.label, hit.qualifier, hit.language, hit.kind, hit.score, hit.match)


def find_skills(text: str, language: str, scheme: str, limit: int) -> list[Hit]:
    """Skills and knowledge of the current version of `scheme`, best first: every word stands in a label."""
    if not folded(text) or limit < 1:
        return []
    return _plainly(text, language, scheme, limit, SKILLS)


def _plainly(
    text: str, language: str, scheme: str, limit: int, kinds: tuple[ConceptKind, ...] = OCCUPATIONAL
) -> list[Hit]:
    words = folded(text[:LONGEST]).split()
    best: dict[int, tuple[float, Label]] = {}
    for label in _labels(words, language, scheme, kinds):
        score = _score(words, label)
        if label.concept_id not in best or score > best[label.concept_id][0]:
            best[label.concept_id] = (score, label)
    ordered = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].concept.code))[:limit]
    return [
        Hit(one.concept, one.text, one.qualifier, one.language, one.kind, score, _how(words, one))
        for score, one in ordered
    ]


def _how(words: list[str], label: Label) -> Match:
    return Match.SAME if set(folded(label.text).split()) == set(words) else Match.PART


def _labels(words: list[str], language: str, scheme: str, kinds: tuple[ConceptKind, ...]) -> QuerySet[Label]:
    rows = Label.objects.filter(
        concept__scheme__key=scheme,
        concept__scheme__is_current=True,
        concept__retired=False,
        concept__kind__in=kinds,
        language__in={language.split("-")[0], language, "en"},
    )
    for word in words:
        rows = rows.filter(text__icontains=word)
    return rows.select_related("concept__scheme", "concept__release", "concept__broader").order_by("text", "pk")[:READ]


def _score(words: list[str], label: Label) -> float:
    """Between 0 and 1: whole words before beginnings, short labels before long, names before aliases."""
    said = folded(label.text).split()
    whole = sum(word in said for word in words)
    begun = sum(any(one.startswith(word) for one in said) for word in words)
    met = (whole + 0.6 * (begun - whole) + 0.2 * (len(words) - begun)) / len(words)
    brevity = len(words) / max(len(said), len(words))
    begins = 0.1 if said[: len(words)] == words else 0
    name = 0.05 if label.kind == LabelKind.PREFERRED else 0
    return min(1.0, 0.65 * met + 0.2 * brevity + begins + name)
