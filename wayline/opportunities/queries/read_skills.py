"""Skills that the program read in the text of an offer, and those that somebody left out, with their names."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from wayline.opportunities.enums import ReadAnswer
from wayline.opportunities.models import Opportunity, ReadingAnswer, ReadSkill
from wayline.opportunities.models.readings import SKILL
from wayline.taxonomy import queries as words
from wayline.taxonomy.models import Concept
from wayline.taxonomy.search import folded


@dataclass(frozen=True, slots=True)
class Read:
    """`words`: of the text, that led there."""

    concept: Concept
    name: str
    words: str

    @property
    def is_other(self) -> bool:
        """Whether the text says it in other words than its name."""
        return folded(self.words) != folded(self.name)


def read(offer: Opportunity) -> list[Read]:
    """In the order of the text."""
    found = offer.read_skills.select_related("concept__scheme")
    return _named([(one.concept, one.words) for one in found])


def left_out(offer: Opportunity) -> list[Read]:
    """In a vacancy from elsewhere, whose text the program reads."""
    said = _left_out(offer)
    concepts = Concept.objects.select_related("scheme").in_bulk([one.concept for one in said])
    return _named([(concepts[one.concept], one.words) for one in said if one.concept in concepts])


def of(offer: Opportunity, concept: int) -> ReadSkill | None:
    return offer.read_skills.filter(concept=concept).first()


def left_out_as(offer: Opportunity, concept: int) -> ReadingAnswer | None:
    return next((one for one in _left_out(offer) if one.concept == concept), None)


def _left_out(offer: Opportunity) -> list[ReadingAnswer]:
    return list(offer.reading_answers.filter(kind="skill", answer=ReadAnswer.NO, value__startswith=SKILL))


def _named(found: list[tuple[Concept, str]]) -> list[Read]:
    names = words.titles([concept for concept, _words in found], get_language() or "en")
    return [Read(concept, names[concept.pk], said) for concept, said in found]
