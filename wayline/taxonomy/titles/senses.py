"""A title that means several occupations: which, and by what words they differ, so that one can ask back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wayline.taxonomy.titles.labels import Hit, Match
from wayline.taxonomy.titles.search import Search
from wayline.taxonomy.titles.words import forms, normalise

# Concepts that are looked through: a coding index has a title in fifty groups at most.
LOOKED_THROUGH = 80


@dataclass(frozen=True)
class Sense:
    """One occupation a title may mean, with what its labels add to the title: "retail trade", "civil", "sales"."""

    hit: Hit
    differences: tuple[str, ...]


@dataclass(frozen=True)
class Senses:
    """`several`: the title alone does not tell which. One sense or none is no question."""

    senses: tuple[Sense, ...]

    @property
    def several(self) -> bool:
        return len(self.senses) > 1

    def grouped(self, group_of: Callable[[str], str]) -> dict[str, tuple[Sense, ...]]:
        """The senses by group (a major group of a classification), in the order of the best of each group."""
        found: dict[str, list[Sense]] = {}
        for sense in self.senses:
            found.setdefault(group_of(sense.hit.concept), []).append(sense)
        return {group: tuple(senses) for group, senses in found.items()}


def senses(search: Search, text: str, *, scheme: str, language: str | None = None) -> Senses:
    """The concepts of `scheme` that have the title `text`; if none has, those whose labels hold it with more words."""
    titles = [set(one.split()) for one in forms(text) if one]
    hits = search.search(text, scheme=scheme, language=language, limit=LOOKED_THROUGH, unfinished=False)
    holding = [
        hit for hit in hits if hit.match in (Match.SAME, Match.PART) and _beyond(hit.label, "", titles) is not None
    ]
    chosen = [hit for hit in holding if _beyond(hit.label, "", titles) == ""] or holding
    return Senses(tuple(Sense(hit, _differences(search, hit, titles, language)) for hit in chosen))


def _differences(search: Search, hit: Hit, titles: Sequence[set[str]], language: str | None) -> tuple[str, ...]:
    """What the labels of the concept say beyond the title, the shortest first: qualifiers if the title has some."""
    labels = search.index.labels_of(hit.scheme, hit.concept, language or hit.language)
    qualified = [qualifier for text, qualifier in labels if qualifier and _beyond(text, "", titles) == ""]
    found = qualified or [_beyond(text, qualifier, titles) or "" for text, qualifier in labels]
    return tuple(sorted({one for one in found if one}, key=lambda one: (len(one), one)))


def _beyond(label: str, qualifier: str, titles: Sequence[set[str]]) -> str | None:
    """The words of a label that are not of the title; None if the title does not stand in it."""
    for form in forms(label):
        for title in titles:
            words = f"{form} {normalise(qualifier)}".split()
            if title <= set(words):
                return " ".join(word for word in words if word not in title)
    return None
