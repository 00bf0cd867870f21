"""From words that a person types to occupations, each with the label that matched.

Every word must stand in a label. Labels that say the same and no more come first, then those that begin with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import QuerySet

from wayline.taxonomy.enums import OCCUPATIONAL, LabelKind
from wayline.taxonomy.models import Concept, Label

LONGEST = 100
"""Characters of a query that are read."""
READ = 1_500
"""Labels that are ranked; a query that matches more is too short to be ranked well."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept and why it was found. `score` is 1 for the same words and falls with what the label says beyond."""

    concept: Concept
    label: str
    qualifier: str
    language: str
    kind: str
    score: float


def folded(text: str) -> str:
    """Lower case, one blank between words, no punctuation."""
    return " ".join(re.findall(r"[\w+#]+", text.casefold()))


def find(text: str, language: str, scheme: str, limit: int) -> list[Hit]:
    """Occupations of the current version of `scheme`, best first; none for an empty text.

    Labels in `language` and in English are searched.
    """
    words = folded(text[:LONGEST]).split()
    if not words or limit < 1:
        return []
    best: dict[int, tuple[float, Label]] = {}
    for label in _labels(words, language, scheme):
        score = _score(words, label)
        if label.concept_id not in best or score > best[label.concept_id][0]:
            best[label.concept_id] = (score, label)
    ordered = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].concept.code))[:limit]
    return [
        Hit(label.concept, label.text, label.qualifier, label.language, label.kind, score) for score, label in ordered
    ]


def _labels(words: list[str], language: str, scheme: str) -> QuerySet[Label]:
    rows = Label.objects.filter(
        concept__scheme__key=scheme,
        concept__scheme__is_current=True,
        concept__retired=False,
        concept__kind__in=OCCUPATIONAL,
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
