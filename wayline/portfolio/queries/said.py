"""What a text about a person says they can do, marked in it. Nothing is kept: the person ticks what is theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wayline.common import negation
from wayline.people.models import User
from wayline.portfolio.queries.skills import Term, held, scheme_key, terms
from wayline.taxonomy import skill_index
from wayline.taxonomy.enums import SKILLS
from wayline.taxonomy.mentions import mentions, places
from wayline.taxonomy.models import Concept
from wayline.taxonomy.search import folded

LONGEST = 20_000
"""Characters: some ten pages."""


@dataclass(frozen=True, slots=True)
class Said:
    """A skill, and whether the text names it. `number` stands at its words; `is_held`: in the portfolio already."""

    number: int
    term: Term
    is_named: bool
    is_held: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Of the text: plain, or marked as what led to the skill of this number."""

    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class ReadText:
    said: tuple[Said, ...]
    pieces: tuple[Piece, ...]


Mark = tuple[int, int, int, bool]
"""Concept, first and last place of the words, whether its whole name stands there."""


def read(text: str, user: User, language: str) -> ReadText:
    """In the order of the text, in the language of the page or in English; a word belongs to one skill. Not what the
    text says the person does not know."""
    text = text[:LONGEST].replace("\r\n", "\n")
    lacking = negation.lacking(text, (language, "en"))
    marks = _apart(mark for mark in _marks(text, language) if not negation.is_within(mark[1], mark[2], lacking))
    concepts = Concept.objects.current().select_related("scheme").in_bulk({mark[0] for mark in marks})
    marks = [mark for mark in marks if mark[0] in concepts]
    addresses, titles = held(user)
    named = terms([concepts[mark[0]] for mark in marks], language)
    said = tuple(
        Said(number, term, mark[3], term.address in addresses or folded(term.title) in titles)
        for number, (mark, term) in enumerate(zip(marks, named, strict=True), start=1)
    )
    return ReadText(said, tuple(_pieces(text, marks)))


def _marks(text: str, language: str) -> Iterator[Mark]:
    """By the trained index; before the first training only names that stand there word for word."""
    key, languages = scheme_key(), (language, "en")
    found = skill_index.read([text], languages) if key else [[]]
    if found is not None:
        for one in found[0]:
            yield int(one.found.concept), one.found.start, one.found.end, one.found.whole
        return
    spots = places(text)
    for said in mentions(text, languages, key, SKILLS):
        yield said.concept.pk, *said.span(spots), True


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark[1], -mark[2])):
        if not kept or mark[1] >= kept[-1][2]:
            kept.append(mark)
    return kept


def _pieces(text: str, marks: Sequence[Mark]) -> Iterator[Piece]:
    at = 0
    for number, (_concept, start, end, _whole) in enumerate(marks, start=1):
        if at < start:
            yield Piece(text[at:start])
        yield Piece(text[start:end], number)
        at = end
    if at < len(text):
        yield Piece(text[at:])
