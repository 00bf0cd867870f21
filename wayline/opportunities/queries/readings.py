"""What the text of an offer says, as proposals that a person confirms: marked in the text, never taken over unasked."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wayline.common.negation import is_within
from wayline.opportunities import extraction
from wayline.opportunities.enums import ReadAnswer
from wayline.opportunities.extraction.cues import cues
from wayline.opportunities.extraction.facts import need_at, sentences
from wayline.opportunities.fields import FIELDS
from wayline.opportunities.models import Opportunity
from wayline.opportunities.models.readings import skill_value
from wayline.opportunities.queries import tags
from wayline.opportunities.queries.readings_learnt import learnt
from wayline.opportunities.queries.resolving import title_scheme
from wayline.opportunities.queries.spoken import Why, spoken
from wayline.taxonomy import queries as words
from wayline.taxonomy import search as titles
from wayline.taxonomy.models import Concept

MOST_JOBS = 3
SURE = 0.6
"""How well a title must fit to be proposed."""
PAID = {"vacancy", "work_experience"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """`key` names it in the form; `marks` are the places in the text, from and to. `need`: must or nice; a fact that is
    either so or not is `must`."""

    key: str
    kind: str
    need: str
    marks: tuple[tuple[int, int], ...]
    value: tuple[str, ...] = ()
    concept: Concept | None = None
    name: str = ""
    others: tuple[tuple[Concept, str], ...] = ()
    """Other skills, with their names, that the same words may mean."""
    why: str = Why.NAMED

    @property
    def is_sure(self) -> bool:
        """Whether it is likely enough to be taken over when nobody objects."""
        return self.why != Why.PERHAPS

    @property
    def graded(self) -> bool:
        """Whether it may be needed or only welcome."""
        return self.kind == "skill"


@dataclass(frozen=True, slots=True)
class Piece:
    """Of the text: plain, or marked as what led to the proposals of these numbers."""

    text: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    proposals: tuple[Proposal, ...]
    pieces: tuple[Piece, ...]
    understood: bool
    """Whether there are cues for the language; without, only names of skills and jobs are found."""


def reading(offer: Opportunity, language: str) -> Reading:
    """`language` is the reader's; the text's own stands with the offer."""
    facts = list(_facts(offer))
    languages = [mark for one in facts if one.kind == "language" for mark in one.marks]
    jobs = list(_occupations(offer, language))
    tagged = [tag.concept for tag in offer.occupation_tags.select_related("concept")]
    likely = tagged or [one.concept for one in jobs if one.concept]
    # languages are skills of ESCO too, and asked about once
    skills = [one for one in _skills(offer, language, likely) if not is_within(*one.marks[0], languages)]
    found = [*jobs, *skills, *facts]
    left_out = set(offer.reading_answers.filter(answer=ReadAnswer.NO).values_list("value", flat=True))
    fresh = tuple(one for one in found if one.key not in left_out and not _is_said(offer, one))
    return Reading(fresh, tuple(pieces(offer.text, fresh)), cues(offer.language) is not None)


def _occupations(offer: Opportunity, language: str) -> Iterator[Proposal]:
    scheme = title_scheme()
    hits = titles.find(offer.title, offer.language, scheme, MOST_JOBS) if scheme else []
    named = words.titles([hit.concept for hit in hits], language)
    for hit in hits:
        if hit.score >= SURE:
            concept = hit.concept
            yield Proposal(f"occupation:{concept.pk}", "occupation", "must", (), (), concept, named[concept.pk])


def _skills(offer: Opportunity, language: str, jobs: Sequence[Concept]) -> Iterator[Proposal]:
    scheme = tags.skill_scheme()
    if not scheme:
        return
    found = spoken(offer.text, offer.language, scheme, learnt(offer.language), jobs)
    keys = {one.concept for one in found} | {other for one in found for other in one.others}
    concepts = Concept.objects.current().select_related("scheme").in_bulk(keys)
    named = words.titles(list(concepts.values()), language)
    once = {one.concept: one for one in reversed(found) if one.concept in concepts}
    known = cues(offer.language)
    said = sentences(offer.text, known) if known else []
    for one in sorted(once.values(), key=lambda one: one.mark):
        others = tuple((concepts[pk], named[pk]) for pk in one.others if pk in concepts)
        yield Proposal(
            skill_value(one.concept), "skill", need_at(said, one.mark[0]), (one.mark,), (), concepts[one.concept],
            named[one.concept], others, one.why,
        )  # fmt: skip


def _facts(offer: Opportunity) -> Iterator[Proposal]:
    for fact in extraction.read(offer.text, offer.language):
        if _has_place(offer, fact.kind):
            key = ":".join((fact.kind, *fact.value))
            yield Proposal(key, fact.kind, fact.need, ((fact.start, fact.end),), fact.value)


def _has_place(offer: Opportunity, kind: str) -> bool:
    """Whether offers of this kind keep it."""
    if kind == "pay":
        return offer.kind in PAID
    return kind != "licence" or any(one.key == "licences" for one in FIELDS[offer.kind])


def _is_said(offer: Opportunity, one: Proposal) -> bool:
    """Whether the offer says it already, in its own fields: those are never overwritten."""
    match one.kind:
        case "occupation":
            return any(tag.concept_id == (one.concept and one.concept.pk) for tag in offer.occupation_tags.all())
        case "skill":
            return any(want.concept_id == (one.concept and one.concept.pk) for want in offer.wants.all())
        case "pay":
            return offer.pay_from is not None or offer.pay_to is not None
        case "hours":
            return offer.hours_from is not None or offer.hours_to is not None
        case "time":
            return bool(offer.hours)
        case "language":
            return one.value[0] in offer.languages or one.need == "nice"
        case "licence":
            return one.value[0] in offer.details.get("licences", []) or one.need == "nice"
        case _:
            return offer.level is not None or one.need == "nice"


def pieces(text: str, proposals: Sequence[Proposal]) -> Iterator[Piece]:
    """The text from beginning to end; where marks overlap the piece belongs to all of them."""
    marks = [(start, end, number) for number, one in enumerate(proposals, start=1) for start, end in one.marks]
    cuts = sorted({0, len(text), *(place for start, end, _ in marks for place in (start, end))})
    for start, end in itertools.pairwise(cuts):
        numbers = tuple(sorted({number for first, last, number in marks if first <= start and end <= last}))
        if start < end:
            yield Piece(text[start:end], numbers)
