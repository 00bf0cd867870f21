"""Occupations and skills to choose from by their names."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language

from wayline.opportunities.models import Opportunity, Want
from wayline.opportunities.queries.resolving import title_scheme
from wayline.taxonomy import queries as words
from wayline.taxonomy import search as titles
from wayline.taxonomy.enums import ConceptKind
from wayline.taxonomy.models import Concept, Label, Scheme

SKILLS = (ConceptKind.SKILL, ConceptKind.KNOWLEDGE)
SKILL_SCHEMES = ("esco", "starter")
MOST = 10
Named = list[tuple[Concept, str]]


def skill_scheme() -> str:
    loaded = Concept.objects.filter(
        scheme__key__in=SKILL_SCHEMES, scheme__is_current=True, kind__in=SKILLS, retired=False
    )
    keys = set(loaded.order_by().values_list("scheme__key", flat=True).distinct())
    return next((key for key in SKILL_SCHEMES if key in keys), "")


def named(concepts: Iterable[Concept]) -> Named:
    """Each with its name in the language of the page."""
    found = list(concepts)
    in_words = words.titles(found, get_language() or "en")
    return [(one, in_words[one.pk]) for one in found]


def find_occupations(text: str) -> Named:
    scheme = title_scheme()
    if not text or not scheme:
        return []
    return named(hit.concept for hit in titles.find(text, get_language() or "en", scheme, MOST))


def find_skills(text: str) -> Named:
    """Every word must stand in a name of the skill, in the language of the page or in English; short names first."""
    said = titles.folded(text[: titles.LONGEST]).split()
    scheme = Scheme.objects.filter(key=skill_scheme(), is_current=True).first()
    if not said or scheme is None:
        return []
    rows = Label.objects.filter(concept__scheme=scheme, concept__kind__in=SKILLS, concept__retired=False)
    rows = rows.filter(language__in={"en", (get_language() or "en").split("-")[0]})
    for word in said:
        rows = rows.filter(text__icontains=word)
    best = sorted(rows.select_related("concept__scheme")[:300], key=lambda label: (len(label.text), label.text))
    once = {label.concept_id: label.concept for label in best}
    return named(list(once.values())[:MOST])


def of_occupations(offer: Opportunity) -> Named:
    """Skills that the tagged occupations ask for and that are not wanted yet: a click each."""
    tagged = [tag.concept_id for tag in offer.occupation_tags.all()]
    wanted = {one.concept_id for one in offer.wants.all() if one.concept_id}
    links = Concept.objects.filter(
        occupation_links__occupation__in=tagged, occupation_links__need="essential", kind__in=SKILLS, retired=False
    )
    return named(links.exclude(pk__in=wanted).select_related("scheme").distinct()[:MOST])


def occupations(offer: Opportunity) -> Named:
    tags = offer.occupation_tags.select_related("concept__scheme")
    return named(tag.concept for tag in tags)


def wants(offer: Opportunity) -> list[tuple[Want, str]]:
    """Needed first. What the classification has is named in the language of the page."""
    found = list(offer.wants.select_related("concept__scheme"))
    in_words = words.titles([one.concept for one in found if one.concept], get_language() or "en")
    return [(one, in_words.get(one.concept_id or 0, one.text)) for one in found]
