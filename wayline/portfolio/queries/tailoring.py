"""A vacancy beside a CV: which of the skills that it names are in the portfolio, which in the CV, and which are not."""

from __future__ import annotations

from dataclasses import dataclass

from wayline.portfolio.models import CV, Item
from wayline.portfolio.queries.skills import Term, address_of, essential, scheme_key, terms
from wayline.portfolio.record import Kind
from wayline.taxonomy.enums import OCCUPATIONAL, SKILLS, ConceptKind, LabelKind
from wayline.taxonomy.mentions import SHORTEST, mentions
from wayline.taxonomy.models import Concept, Label
from wayline.taxonomy.search import folded


@dataclass(frozen=True, slots=True)
class Wanted:
    """A skill that is asked for. `items` of the portfolio name it; `in_cv` when one of them is shown in the CV."""

    term: Term
    items: tuple[Item, ...]
    in_cv: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """`named` stand in the vacancy word for word; `usual` belong to the occupation that it names, as ESCO sees it."""

    occupation: Term | None
    named: tuple[Wanted, ...]
    usual: tuple[Wanted, ...]

    @property
    def nothing(self) -> bool:
        return not self.named and not self.usual


def compare(cv: CV, language: str) -> Comparison:
    key = scheme_key()
    if not key or not cv.vacancy.strip():
        return Comparison(None, (), ())
    languages = tuple(dict.fromkeys((language, cv.language, "en")))
    named = [mention.concept for mention in mentions(cv.vacancy, languages, key, SKILLS)]
    jobs = [one.concept for one in mentions(cv.vacancy, languages, key, OCCUPATIONAL)]
    job = next((one for one in jobs if one.kind == ConceptKind.OCCUPATION), None)
    known = {concept.pk for concept in named}
    usual = [one for one in essential(job) if one.pk not in known] if job else []
    held = _holders([*named, *usual], cv, languages, language)
    return Comparison(
        terms([job], language)[0] if job else None,
        tuple(held[one.pk] for one in named),
        tuple(held[one.pk] for one in usual),
    )


def _holders(concepts: list[Concept], cv: CV, languages: tuple[str, ...], language: str) -> dict[int, Wanted]:
    """By concept, the items that hold it: named so by the person, or with one of its labels in their text."""
    items = list(Item.objects.of(cv.owner).exclude(kind__in=(Kind.GOAL, Kind.ASPIRATION)).order_by("kind", "title"))
    texts = [(item, f" {folded(f'{item.title} {item.description}')} ") for item in items]
    shown = set(cv.places.filter(is_hidden=False).values_list("item", flat=True))
    names = _names(concepts, languages)
    found = {}
    for concept, term in zip(concepts, terms(concepts, language), strict=True):
        address = address_of(concept)
        having = tuple(
            item
            for item, text in texts
            if item.details.get("concept") == address or any(f" {name} " in text for name in names[concept.pk])
        )
        found[concept.pk] = Wanted(term, having, any(item.pk in shown for item in having))
    return found


def _names(concepts: list[Concept], languages: tuple[str, ...]) -> dict[int, set[str]]:
    """What each is called, folded. Short names stand in every text and count for nothing."""
    found = {concept.pk: {folded(concept.title)} for concept in concepts}
    kinds = (LabelKind.PREFERRED, LabelKind.ALTERNATIVE)
    labels = Label.objects.filter(concept__in=found, language__in=languages, kind__in=kinds)
    for pk, text in labels.values_list("concept", "text"):
        found[pk].add(folded(text))
    return {pk: {name for name in names if len(name) >= SHORTEST} for pk, names in found.items()}
