"""Which concepts a text names: labels that stand in it word for word, the longest first.

No guessing: inflected words and other ways to say the same are not found. Whoever shows the result says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models.functions import Lower

from wayline.taxonomy.enums import ConceptKind, LabelKind
from wayline.taxonomy.models import Concept, Label
from wayline.taxonomy.search import folded

LONGEST_LABEL = 7
"""Words."""
MOST_WORDS = 3_000
One = TypeVar("One")
_WORD = re.compile(r"[\w+#]+")
SHORTEST = 3
"""Characters: labels of one or two letters stand in every text."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept, and the words by which the text names it."""

    concept: Concept
    words: str
    at: int
    """Number of the first word, from 0."""
    number: int = 1
    """Of words."""

    def span(self, spots: Sequence[tuple[int, int]]) -> tuple[int, int]:
        """From and to in the text whose words stand at these `places`."""
        return spots[self.at][0], spots[self.at + self.number - 1][1]


def places(text: str) -> list[tuple[int, int]]:
    """From and to of each of the words by whose numbers a mention says where it stands."""
    words = (one for one in _WORD.finditer(text) for _part in _WORD.findall(one[0].casefold()))
    return [one.span() for one in words][:MOST_WORDS]


def mentions(text: str, languages: Sequence[str], scheme: str, kinds: Sequence[ConceptKind]) -> list[Mention]:
    """In the order of the text, each concept once. A label inside a longer one that was found does not count."""
    return mentions_in([text], languages, scheme, kinds)[0]


def mentions_in(
    texts: Sequence[str], languages: Sequence[str], scheme: str, kinds: Sequence[ConceptKind]
) -> list[list[Mention]]:
    """Of several texts at once: the labels are looked up in one question."""
    split = [folded(text).split()[:MOST_WORDS] for text in texts]
    found = _labels({run for words in split for run in _runs(words)}, languages, scheme, kinds)
    return [_named(words, found) for words in split]


def _named(words: list[str], found: dict[str, list[Concept]]) -> list[Mention]:
    named: dict[int, Mention] = {}
    for concept, at, number in spot(words, found):
        named.setdefault(concept.pk, Mention(concept, " ".join(words[at : at + number]), at, number))
    return list(named.values())


def spot(words: Sequence[str], found: Mapping[str, Sequence[One]]) -> Iterator[tuple[One, int, int]]:
    """What is called so in a text, with the number of its first word and of its words; the longest name first."""
    at = 0
    while at < len(words):
        most = min(LONGEST_LABEL, len(words) - at)
        length = next((n for n in range(most, 0, -1) if " ".join(words[at : at + n]) in found), 0)
        for one in found.get(" ".join(words[at : at + length]), []) if length else []:
            yield one, at, length
        at += max(length, 1)


def _runs(words: list[str]) -> Iterator[str]:
    for at in range(len(words)):
        for length in range(1, LONGEST_LABEL + 1):
            run = " ".join(words[at : at + length])
            if len(run) >= SHORTEST:
                yield run


def _labels(
    runs: set[str], languages: Sequence[str], scheme: str, kinds: Sequence[ConceptKind]
) -> dict[str, list[Concept]]:
    rows = (
        Label.objects.annotate(folded=Lower("text"))
        .filter(
            folded__in=runs,
            language__in=set(languages),
            kind__in=(LabelKind.PREFERRED, LabelKind.ALTERNATIVE),
            concept__kind__in=kinds,
            concept__scheme__key=scheme,
            concept__scheme__is_current=True,
            concept__retired=False,
        )
        .select_related("concept__scheme")
        .order_by("kind", "pk")
    )
    found: dict[str, list[Concept]] = {}
    for row in rows:
        here = found.setdefault(row.folded, [])
        # A preferred label means its own concept; what else is called so only counts where nothing is named so.
        if not here or (row.kind == LabelKind.PREFERRED and row.concept not in here):
            here.append(row.concept)
    return found
