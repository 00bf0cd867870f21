"""Vacancies from elsewhere whose source names no skill: which of them nobody read yet, and what their texts say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from wayline.common import negation
from wayline.opportunities import extraction
from wayline.opportunities.enums import ReadAnswer, State
from wayline.opportunities.extraction.cues import cues
from wayline.opportunities.extraction.facts import need_at, sentences
from wayline.opportunities.models import Opportunity, ReadingAnswer, Source, TextReading
from wayline.opportunities.models.readings import skill_value
from wayline.opportunities.queries import tags
from wayline.opportunities.queries.readings_learnt import learnt
from wayline.opportunities.queries.spoken import Spoken, Why, spoken_each
from wayline.taxonomy.models import Concept

LONGEST = 200
MANY = 1_000


@dataclass(frozen=True, slots=True)
class Sure:
    """A skill that a text asks for, likely enough to count unconfirmed. `need` as the sentence sounds."""

    concept: int
    need: str
    words: str


def waiting() -> QuerySet[TextReading]:
    """Texts of what is on show that were not read yet, or not since they changed."""
    return TextReading.objects.filter(at=None, opportunity__state=State.PUBLISHED)


def number_waiting(source: Source) -> int:
    """Of one source; MANY stands for more."""
    return waiting().filter(opportunity__source=source)[:MANY].count()


def number_failed(source: Source) -> int:
    """Texts of one source on which the program failed."""
    return TextReading.objects.filter(
        failed=True, opportunity__source=source, opportunity__state=State.PUBLISHED
    ).count()


def reading_of(offer: Opportunity) -> TextReading | None:
    """None where its source names skills, or it came from no source."""
    return TextReading.objects.filter(opportunity=offer).first()


def read(offers: Sequence[Opportunity]) -> dict[int, list[Sure]]:
    """What these texts ask for, by key. Nothing that somebody left out of the same offer before."""
    scheme = tags.skill_scheme()
    if not scheme:
        return {}
    by_language: dict[str, list[Opportunity]] = defaultdict(list)
    for offer in offers:
        by_language[offer.language].append(offer)
    refused = set(
        ReadingAnswer.objects.filter(opportunity__in=offers, answer=ReadAnswer.NO).values_list("opportunity", "value")
    )
    found = {key: said for language, some in by_language.items() for key, said in _of_language(some, language, scheme)}
    held = Concept.objects.current().filter(pk__in={one.concept for said in found.values() for one in said})
    there = set(held.values_list("pk", flat=True))
    return {
        key: [one for one in said if one.concept in there and (key, skill_value(one.concept)) not in refused]
        for key, said in found.items()
    }


def _of_language(offers: Sequence[Opportunity], language: str, scheme: str) -> Iterator[tuple[int, list[Sure]]]:
    texts = [offer.text for offer in offers]
    told = spoken_each(texts, language, scheme, learnt(language))
    for offer, found in zip(offers, told, strict=True):
        yield offer.pk, list(_sure(offer.text, language, found))


def _sure(text: str, language: str, found: Sequence[Spoken]) -> Iterator[Sure]:
    """Each once, in the order of the text. A language that is spoken is no skill beside."""
    known = cues(language)
    said = sentences(text, known) if known and found else []
    facts = extraction.read(text, language) if found else []
    languages = [(one.start, one.end) for one in facts if one.kind == "language"]
    once: set[int] = set()
    for one in sorted(found, key=lambda one: one.mark):
        if one.why == Why.PERHAPS or one.concept in once or negation.is_within(*one.mark, languages):
            continue
        once.add(one.concept)
        yield Sure(one.concept, need_at(said, one.mark[0]), text[slice(*one.mark)][:LONGEST])
