"""What the address of a search names: concepts, areas, and the words in the forms by which they are looked up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time

from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from wayline.opportunities.asked import Asked
from wayline.opportunities.text_search import service_configs
from wayline.taxonomy import search as titles
from wayline.taxonomy.models import Area, Concept, Scheme

SHORTEST = 3
OCCUPATIONS = 5
NEAR = 0.72
"""A job title found by the words counts when it is at least this near to them."""
SCHEMES = ("starter", "esco", "soc-2020", "onet-soc", "isco-08")
"""In which classification words are looked up as a job title: the first of these that is loaded."""
LEXEMES = """
SELECT tsvector_to_array(to_tsvector(config::regconfig, %s))
FROM unnest(%s::text[]) WITH ORDINALITY AS c (config, place) ORDER BY place
"""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The things that the address names, and the occupations that the words may mean."""

    occupation: Concept | None = None
    skill: Concept | None = None
    area: Area | None = None
    meant: tuple[Concept, ...] = ()
    unknown: bool = False
    """Something is named that is not there: nothing can fit."""


@dataclass(frozen=True, slots=True)
class Question:
    """A search as both ways of answering read it (`listed.py`, `shelved.py`)."""

    asked: Asked
    resolved: Resolved
    clauses: tuple[tuple[str, ...], ...] = ()
    """The words as lexemes: in each language of the service, and as they are written. All of one clause must be
    there."""
    after: datetime | None = None
    """Only what was published later."""
    of_few: bool = False
    """It is asked of few rows: reading each is faster than looking words up for all."""

    @property
    def sort(self) -> str:
        if self.asked.sort in ("pay", "deadline"):
            return self.asked.sort
        return "best" if self.asked.words and self.asked.sort != "newest" else "newest"

    @property
    def reached(self) -> int | None:
        return _reached(self.resolved.area, self.asked.reach).pk if self.resolved.area else None

    @property
    def since(self) -> datetime | None:
        """When the day begins from which on it may be published."""
        day = self.asked.since
        return timezone.make_aware(datetime.combine(day, time.min)) if day else None

    def without(self, name: str) -> Question:
        kept = Resolved(
            self.resolved.occupation if name != "occupation" else None,
            self.resolved.skill if name != "skill" else None,
            self.resolved.area if name != "area" else None,
            self.resolved.meant if name != "words" else (),
        )
        return replace(self, asked=self.asked.without(name), resolved=kept)


def question(asked: Asked, after: datetime | None = None) -> Question:
    return Question(asked, resolve(asked), lexemes(asked.words), after)


def lexemes(words: str) -> tuple[tuple[str, ...], ...]:
    """Every word, in the forms of the service's languages, or as it is written."""
    if not words:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES, [words, service_configs()])
        found = [tuple(said) for (said,) in cursor.fetchall()]
    return tuple(dict.fromkeys(clause for clause in found if clause))


def resolve(asked: Asked) -> Resolved:
    occupation, skill = _concept(asked.occupation), _concept(asked.skill)
    area = _area(asked.area)
    named = [(asked.occupation, occupation), (asked.skill, skill), (asked.area, area)]
    unknown = any(said and thing is None for said, thing in named)
    return Resolved(occupation, skill, area, tuple(_meant(asked.words)), unknown)


def _concept(key: str) -> Concept | None:
    scheme, _sign, code = key.partition(":")
    if not code:
        return None
    return Concept.objects.of(scheme).filter(code=code).select_related("scheme").first()


def _area(key: str) -> Area | None:
    scheme, _sign, code = key.partition(":")
    if not code:
        return None
    return Area.objects.public().filter(scheme=scheme, code=code).select_related("parent__parent").first()


def _meant(words: str) -> Iterator[Concept]:
    """Occupations that are called so in any loaded language: “infermiere” finds a place for a nurse."""
    if len(words) < SHORTEST:
        return
    scheme = title_scheme()
    if scheme:
        for hit in titles.find(words, get_language() or "en", scheme, OCCUPATIONS):
            if hit.score >= NEAR:
                yield hit.concept


def title_scheme() -> str:
    loaded = set(Scheme.objects.filter(key__in=SCHEMES, is_current=True).values_list("key", flat=True))
    return next((key for key in SCHEMES if key in loaded), "")


def _reached(area: Area, reach: str) -> Area:
    """Areas have no coordinates, so nearness goes by what holds them: the area, the one around it, the country."""
    if reach == "around" and area.parent:
        return area.parent
    while reach == "country" and area.parent:
        area = area.parent
    return area
