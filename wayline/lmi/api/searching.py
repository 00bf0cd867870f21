"""Concepts by what people call them, with the label that matched."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wayline.taxonomy.models import Concept, Label

MOST_WORDS = 8
MOST_LABELS = 600
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    concept: Concept
    label: Label
    rank: int

    def told(self) -> dict[str, str]:
        """Which of its names matched."""
        return {"label": self.label.text, "language": self.label.language, "kind": self.label.kind}


def find(text: str, *, scheme: str, limit: int, language: str = "en") -> list[Hit]:
    """Every word must begin a word of the label. Ranked: the same words, begins with them, shorter."""
    words = [word.lower() for word in _WORD.findall(text)][:MOST_WORDS]
    if not words:
        return []
    labels = Label.objects.filter(
        concept__scheme__key=scheme, concept__scheme__is_current=True, concept__retired=False, language=language
    )
    for word in words:
        labels = labels.filter(text__iregex=rf"\m{re.escape(word)}")
    found = labels.select_related("concept__scheme", "concept__release")[:MOST_LABELS]
    ranked = sorted((_rank(label, words), len(label.text), label.concept.code, label.pk, label) for label in found)
    best: dict[int, Hit] = {}
    for rank, _length, _code, _pk, label in ranked:
        best.setdefault(label.concept_id, Hit(label.concept, label, rank))
    return list(best.values())[:limit]


def _rank(label: Label, words: list[str]) -> int:
    own = [word.lower() for word in _WORD.findall(label.text)]
    if sorted(own) == sorted(words):
        return 0
    if own[: len(words)] == words:
        return 1
    return 2 if set(words) <= set(own) else 3
