"""What people answered before to the same words: enough different ones, and reading follows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.db.models.functions import Lower

from wayline.opportunities.enums import ReadAnswer
from wayline.opportunities.models import ReadingAnswer
from wayline.opportunities.models.readings import SKILL
from wayline.taxonomy.mentions import spot
from wayline.taxonomy.search import folded

ENOUGH = 3
"""Different people who wrote the offers: one alone cannot teach the service anything."""
MOST = 5_000
"""Pairs of words and skill that are held in mind, those with most answers first."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """`refused`: words and concepts that do not go together. `confirmed`: the concept that words stand for."""

    refused: frozenset[tuple[str, int]] = frozenset()
    confirmed: Mapping[str, list[int]] = field(default_factory=dict)

    def refuses(self, words: str, concept: int) -> bool:
        return (folded(words), concept) in self.refused

    def named(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Concepts whose confirmed words stand in the text, with the number of the first word and of words."""
        yield from spot(folded(text).split(), self.confirmed)


def learnt(language: str) -> Learnt:
    """For texts in this language. Where more said yes than no the words are confirmed, and the other way round."""
    no = Q(answer=ReadAnswer.NO)
    people = "opportunity__created_by__user"
    rows = (
        ReadingAnswer.objects.filter(kind="skill", language=language, value__startswith=SKILL)
        .annotate(said=Lower("words"))
        .values("said", "value")
        .annotate(yes=Count(people, distinct=True, filter=~no), no=Count(people, distinct=True, filter=no))
        .filter(Q(yes__gte=ENOUGH) | Q(no__gte=ENOUGH))
        .order_by("-yes", "-no", "said", "value")
    )
    refused, confirmed = set(), defaultdict(list)
    for row in rows[:MOST]:
        words, concept = folded(row["said"]), int(row["value"].removeprefix(SKILL))
        if row["no"] > row["yes"]:
            refused.add((words, concept))
        elif row["yes"] > row["no"]:
            confirmed[words].append(concept)
    return Learnt(frozenset(refused), {words: found[:1] for words, found in confirmed.items()})
