"""Skills in the words of ESCO: found by what is typed, suggested from what was entered, never added by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Q

from wayline.common import negation
from wayline.people.models import User
from wayline.portfolio.models import Item
from wayline.portfolio.record import Kind
from wayline.taxonomy import crosswalk, queries, search, skill_index
from wayline.taxonomy.enums import SKILLS, ConceptKind, SkillNeed
from wayline.taxonomy.mentions import mentions_in, places
from wayline.taxonomy.models import Concept, OccupationSkill

if TYPE_CHECKING:
    from wayline.taxonomy.skills.reading import Found

SCHEMES = ("esco", "starter")
"""Where skills are looked up: ESCO when it is loaded, the starter pack otherwise."""
SPEAKING = (Kind.EXPERIENCE, Kind.EDUCATION, Kind.PROJECT)
"""Kinds that say something about what a person can do."""
LOCAL = "urn:wayline:"
MOST_SKILLS = 12
"""Suggested from one item."""
NEAR = 0.55
"""How well a job title must fit to say something about its skills."""

Held = tuple[set[str], set[str]]


@dataclass(frozen=True, slots=True)
class Term:
    """A concept as a person reads it."""

    address: str
    title: str
    said: str = ""
    """The label that matched, where it differs from the title."""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Skills that an item may show, and why: the occupation that it seems to be, and what its text names."""

    item: Item
    occupation: Term | None
    skills: tuple[Term, ...]


def scheme_key() -> str:
    """The classification whose skills we offer; "" when none is loaded."""
    held = Concept.objects.current().filter(kind=ConceptKind.SKILL)
    return next((key for key in SCHEMES if held.filter(scheme__key=key).exists()), "")


def address_of(concept: Concept) -> str:
    """Its address in the web of data; what we wrote ourselves has a name of our own."""
    return concept.uri or f"{LOCAL}{concept.scheme.key}:{concept.code}"


def concepts_at(addresses: Iterable[str]) -> dict[str, Concept]:
    """By address, those that are loaded."""
    wanted = {address for address in addresses if address}
    local = [address.removeprefix(LOCAL).partition(":") for address in wanted if address.startswith(LOCAL)]
    which = Q(uri__in=[address for address in wanted if not address.startswith(LOCAL)])
    for key, _colon, code in local:
        which |= Q(scheme__key=key, code=code, uri="")
    if not wanted:
        return {}
    found = Concept.objects.public().filter(which).select_related("scheme").order_by("scheme__is_current", "pk")
    return {address_of(one): one for one in found}


def terms(concepts: Sequence[Concept], language: str) -> list[Term]:
    names = queries.titles(concepts, language)
    return [Term(address_of(one), _capital(names[one.pk])) for one in concepts]


def term_at(address: str, language: str) -> Term | None:
    concept = concepts_at([address]).get(address)
    return terms([concept], language)[0] if concept else None


def find(words: str, language: str, limit: int = 8) -> list[Term]:
    """Skills by what is typed, best first."""
    key = scheme_key()
    return _with_labels(search.find_skills(words, language, key, limit), language) if key else []


def find_occupations(words: str, language: str, limit: int = 5) -> list[Term]:
    key = scheme_key()
    if not key:
        return []
    hits = [hit for hit in search.find(words, language, key, limit * 2) if hit.concept.kind == ConceptKind.OCCUPATION]
    return _with_labels(hits[:limit], language)


def _with_labels(hits: Sequence[search.Hit], language: str) -> list[Term]:
    names = queries.titles([hit.concept for hit in hits], language)
    return [
        Term(
            address_of(hit.concept),
            _capital(names[hit.concept.pk]),
            "" if hit.label.casefold() == names[hit.concept.pk].casefold() else hit.label,
            hit.concept.description[:160],
        )
        for hit in hits
    ]


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]


def held(user: User) -> Held:
    """Addresses and, folded, titles of the skills that the person keeps."""
    rows = Item.objects.of(user).filter(kind__in=(Kind.SKILL, Kind.DIGITAL, Kind.LANGUAGE))
    pairs = list(rows.values_list("details__concept", "title"))
    return {address for address, _title in pairs if address}, {search.folded(title) for _address, title in pairs}


def suggestions(kept: Held, language: str, items: Sequence[Item]) -> list[Suggestion]:
    """For each item that speaks of skills the person does not keep yet."""
    key = scheme_key()
    if not key:
        return []
    addresses, titles = kept
    found = []
    for item, named in zip(items, _spoken_of([_text(item) for item in items], language, key), strict=True):
        suggestion = _of_item(item, language, key, named, addresses, titles)
        if suggestion.skills:
            found.append(suggestion)
    return found


def of_item(item: Item, language: str) -> Suggestion | None:
    made = suggestions(held(item.owner), language, [item])
    return made[0] if made else None


def _spoken_of(texts: Sequence[str], language: str, key: str) -> list[list[Concept]]:
    """What each text says: read by the trained index, as far as it is sure; before, names word for word. Not what it
    says the person does not know."""
    languages = (language, "en")
    without = [negation.lacking(text, languages) for text in texts]
    read = skill_index.read(texts, languages)
    if read is None:
        return [
            [one.concept for one in said if not negation.is_within(*one.span(spots), spans)]
            for said, spots, spans in zip(
                mentions_in(texts, languages, key, SKILLS), map(places, texts), without, strict=True
            )
        ]
    sure = [
        [int(one.found.concept) for one in said if _is_sure(one.found, spans)]
        for said, spans in zip(read, without, strict=True)
    ]
    keys = {pk for pks in sure for pk in pks}
    held = Concept.objects.current().filter(scheme__key=key).select_related("scheme").in_bulk(keys)
    return [[held[pk] for pk in pks if pk in held] for pks in sure]


def _is_sure(found: Found, without: Sequence[negation.Span]) -> bool:
    return (found.whole or found.is_sure) and not negation.is_within(found.start, found.end, without)


def _of_item(
    item: Item, language: str, key: str, named: Sequence[Concept], addresses: set[str], titles: set[str]
) -> Suggestion:
    """`named`: what its text speaks of."""
    occupation = _occupation_of(item, language, key)
    needed = essential(occupation) if occupation else []
    every = {one.pk: one for one in (*named, *needed)}
    fresh = [
        term
        for term in terms(list(every.values()), language)
        if term.address not in addresses and search.folded(term.title) not in titles
    ]
    return Suggestion(item, terms([occupation], language)[0] if occupation else None, tuple(fresh[:MOST_SKILLS]))


def _text(item: Item) -> str:
    return "\n".join((item.title, item.description, *item.details.get("highlights", [])))


def _occupation_of(item: Item, language: str, key: str) -> Concept | None:
    """The one the person confirmed, else the one that the title names clearly."""
    confirmed = item.details.get("occupation", "")
    if confirmed:
        return concepts_at([confirmed]).get(confirmed)
    if item.kind != Kind.EXPERIENCE or not item.title:
        return None
    called = _called(item.title, language, key, crosswalk.stamp())
    return Concept.objects.select_related("scheme").filter(pk=called).first() if called else None


@lru_cache(maxsize=4096)
def _called(title: str, language: str, key: str, _stamp: str) -> int | None:
    """A title is looked up once: the same things stand on the page each time it is opened."""
    hits = [hit for hit in search.find(title, language, key, 5) if hit.concept.kind == ConceptKind.OCCUPATION]
    return hits[0].concept.pk if hits and hits[0].score >= NEAR else None


def essential(occupation: Concept) -> list[Concept]:
    """What ESCO says the occupation cannot do without, skills before knowledge."""
    links = OccupationSkill.objects.filter(
        occupation=occupation, need=SkillNeed.ESSENTIAL, skill__retired=False, skill__kind__in=SKILLS
    ).select_related("skill__scheme")
    return sorted((link.skill for link in links), key=lambda one: (one.kind != ConceptKind.SKILL, one.title.casefold()))
