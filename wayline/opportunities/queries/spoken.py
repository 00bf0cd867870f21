"""Which skills a text speaks of: what people confirmed for the same words first, then what the trained index reads.

Left out: what the text says is not needed, and what people refused for the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from wayline.common import negation
from wayline.opportunities.queries.readings_learnt import Learnt
from wayline.taxonomy import skill_index
from wayline.taxonomy.enums import SKILLS
from wayline.taxonomy.mentions import mentions_in, places
from wayline.taxonomy.models import Concept

if TYPE_CHECKING:
    from wayline.taxonomy.skills.reading import Spoken as Said


class Why(StrEnum):
    """Why a skill is proposed: its name stands there; words that are much alike, or somewhat; others said so."""

    NAMED = "named"
    LIKELY = "likely"
    PERHAPS = "perhaps"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A skill and the words of the text that led there, from and to. `others`: skills the same words may mean."""

    concept: int
    mark: tuple[int, int]
    others: tuple[int, ...] = ()
    why: str = Why.NAMED


def spoken(text: str, language: str, scheme: str, known: Learnt, jobs: Sequence[Concept]) -> list[Spoken]:
    """Of one text, in no order. Skills that these occupations usually need are more likely."""
    (read,) = _read([text], language, scheme, skill_index.usual(jobs))
    return _kept(text, language, known, read)


def spoken_each(texts: Sequence[str], language: str, scheme: str, known: Learnt) -> Iterator[list[Spoken]]:
    """Of many texts in one language, each by its words alone."""
    for text, read in zip(texts, _read(texts, language, scheme, {}), strict=True):
        yield _kept(text, language, known, read)


def _kept(text: str, language: str, known: Learnt, read: Iterable[Spoken]) -> list[Spoken]:
    sure = list(_confirmed(text, known))
    more = [one for one in read if not any(_overlap(one.mark, other.mark) for other in sure)]
    spans = negation.unwanted(text, language)
    wanted = [one for one in (*sure, *more) if not negation.is_within(*one.mark, spans)]
    return [one for one in wanted if not known.refuses(text[slice(*one.mark)], one.concept)]


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _confirmed(text: str, known: Learnt) -> Iterator[Spoken]:
    if not known.confirmed:
        return
    spots = places(text)
    for concept, at, number in known.named(text):
        if at + number <= len(spots):
            yield Spoken(concept, (spots[at][0], spots[at + number - 1][1]), (), Why.CONFIRMED)


def _read(texts: Sequence[str], language: str, scheme: str, points: dict[int, float]) -> Iterator[list[Spoken]]:
    """By the trained index; before the first training only names that stand there word for word."""
    languages = (language, "en")
    read = skill_index.read_each(texts, languages, points)
    if read is None:
        for text, found in zip(texts, mentions_in(texts, languages, scheme, SKILLS), strict=True):
            spots = places(text)
            yield [Spoken(one.concept.pk, one.span(spots)) for one in found]
        return
    for said in read:
        yield [_spoken(one) for one in said]


def _spoken(said: Said) -> Spoken:
    found = said.found
    why = Why.NAMED if found.whole else Why.LIKELY if found.is_sure else Why.PERHAPS
    return Spoken(int(found.concept), (found.start, found.end), tuple(int(one.concept) for one in said.others), why)
