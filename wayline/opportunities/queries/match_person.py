"""A person as matching sees them: read from the parts of the portfolio that they switched on, and from nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from wayline.opportunities import matching
from wayline.opportunities.enums import MatchPart
from wayline.opportunities.matching import Claim, Experience, Person, Skill
from wayline.opportunities.models import MatchChoice, StoppedPart
from wayline.opportunities.queries import match_terms as terms
from wayline.people.actions import has_consented
from wayline.people.models import Membership, Organisation, User
from wayline.portfolio.fields import CEFR, CEFR_PARTS
from wayline.portfolio.models import Item, ItemFile
from wayline.portfolio.queries.skills import concepts_at
from wayline.portfolio.record import Kind

PURPOSE = "matching"
"""What a person consents to (`people.registers.Purpose`)."""
READ: dict[str, tuple[Kind, ...]] = {
    MatchPart.SKILLS: (Kind.SKILL, Kind.DIGITAL),
    MatchPart.EXPERIENCE: (Kind.EXPERIENCE,),
    MatchPart.QUALIFICATIONS: (Kind.EDUCATION, Kind.QUALIFICATION, Kind.LANGUAGE),
    MatchPart.ASPIRATIONS: (Kind.ASPIRATION,),
    MatchPart.INTERESTS: (Kind.INTEREST,),
    MatchPart.CONDITIONS: (),
}
"""Kinds of items that a part reads. Nothing else of a portfolio is fetched."""
MOST = 500
"""Items that are read, the newest first."""


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who turned matching on: what they chose, which parts count, and what they bring."""

    choice: MatchChoice
    on: frozenset[str]
    """Parts that are on and not stopped by the service."""
    stopped: frozenset[str]
    person: Person
    items: int
    """How many items were read."""
    jobs: tuple[int, ...] = ()
    """Occupations of what they worked as, the latest first."""
    own_words: tuple[tuple[str, str], ...] = ()
    """Places and conditions in words that only the person can compare: (key of the item, words)."""

    @property
    def rules(self) -> tuple[str, ...]:
        return matching.counting(self.person, self.on)


def choice_of(user: User) -> MatchChoice | None:
    """None while matching is off."""
    if not has_consented(user, PURPOSE):
        return None
    return MatchChoice.objects.filter(user=user).prefetch_related("areas").first()


def is_suggested_to(user: User) -> bool:
    """Whether they turned a source of suggestions on."""
    return MatchChoice.objects.filter(user=user).exclude(suggests=[]).exists() and has_consented(user, PURPOSE)


def stopped(service: Organisation) -> frozenset[str]:
    return frozenset(StoppedPart.objects.filter(service=service, ended_at=None).values_list("part", flat=True))


def seeker(viewer: Membership, *, only: Collection[str] = tuple(MatchPart)) -> Seeker | None:
    """None while matching is off. `only`: parts that are read at most."""
    choice = choice_of(viewer.user)
    if choice is None:
        return None
    off = stopped(viewer.organisation)
    on = (frozenset(choice.parts) & frozenset(only)) - off
    items = _items(viewer.user, on)
    known = terms.areas(place for _key, place in _wishes(items, "areas"))
    unread = [(key, place) for key, place in _wishes(items, "areas") if place.lower().strip() not in known]
    own_words = (*unread, *_wishes(items, "conditions"))
    words = _words(items)
    person, jobs = _person(items, words, choice, on, known.values()), _latest(items, words)
    return Seeker(choice, on, off, person, len(items), jobs, own_words)


def _latest(items: Iterable[Item], words: _Words) -> tuple[int, ...]:
    """What is done now comes before what ended, and that before what says no end."""
    rows = sorted(items, key=lambda item: (item.ongoing, item.end, item.start), reverse=True)
    return tuple(dict.fromkeys(one.concept for one in _jobs(rows, words, Kind.EXPERIENCE)))


def _wishes(items: Iterable[Item], field: str) -> list[tuple[str, str]]:
    wanted = [item for item in items if item.kind == Kind.ASPIRATION]
    return [(item.key, text) for item in wanted for text in item.details.get(field, [])]


def _items(user: User, on: Collection[str]) -> list[Item]:
    kinds = [kind for part in on for kind in READ[part]]
    if not kinds:
        return []
    shown = Item.evidence.through.objects.filter(to_item=OuterRef("pk"), from_item__deleted_at=None)
    rows = Item.objects.of(user).filter(kind__in=kinds)
    rows = rows.only("key", "kind", "title", "start", "end", "ongoing", "details")
    files = ItemFile.objects.filter(item=OuterRef("pk"))
    return list(rows.annotate(shown=Exists(shown) | Exists(files)).order_by("-changed_at", "-pk")[:MOST])


@dataclass(frozen=True, slots=True)
class _Words:
    """Addresses, names and titles of the items as concepts."""

    at: dict[str, int]
    skills: dict[str, list[int]]
    jobs: dict[str, list[int]]
    alike: dict[str, tuple[int, int]]


def _words(items: list[Item]) -> _Words:
    of_jobs = [item.title for item in items if item.kind in (Kind.EXPERIENCE, Kind.ASPIRATION) and not _addresses(item)]
    interests = [text for item in items if item.kind == Kind.INTEREST for text in _phrases(item)]
    of_skills = [item.title for item in items if item.kind in (Kind.SKILL, Kind.DIGITAL) and not _addresses(item)]
    jobs = terms.named([*of_jobs, *interests], terms.JOB_KINDS)
    addresses = {one for item in items for one in _addresses(item)}
    return _Words(
        {address: concept.pk for address, concept in concepts_at(addresses).items()},
        terms.named([*of_skills, *interests], terms.SKILL_KINDS),
        jobs,
        terms.alike(title for title in of_jobs if not terms.called(jobs, title)),
    )


def _addresses(item: Item) -> list[str]:
    said = item.details
    return [*said.get("occupations", []), *(said[key] for key in ("occupation", "concept") if said.get(key))]


def _phrases(item: Item) -> list[str]:
    return [item.title, *item.details.get("keywords", [])]


def _person(items: list[Item], words: _Words, choice: MatchChoice, on: Collection[str], areas: Iterable[int]) -> Person:
    weights = matching.current()
    skills, worked = list(_skills(items, words)), list(_jobs(items, words, Kind.EXPERIENCE))
    wanted = list(_jobs(items, words, Kind.ASPIRATION))
    jobs = terms.near_jobs({one.concept for one in (*worked, *wanted)})
    similar = terms.similar_jobs(dict.fromkeys(one.concept for one in worked))
    level, level_claim = _level(items)
    return Person(
        skills=matching.skilled(skills, terms.near_skills({one.concept for one in skills}), weights),
        experience=matching.experienced(worked, [*jobs, *similar], weights),
        aspirations=matching.aspired(wanted, jobs, weights),
        interests=dict(_interests(items, words)),
        level=level,
        level_claim=level_claim,
        licences=dict(_licences(items)),
        languages=dict(_languages(items, weights)),
        **_conditions(choice, on, areas),
    )


def _skills(items: Iterable[Item], words: _Words) -> Iterator[Skill]:
    for item in items:
        if item.kind not in (Kind.SKILL, Kind.DIGITAL):
            continue
        level = item.details.get("level", "") if item.kind == Kind.SKILL else ""
        concepts = _concepts(item, words) or terms.called(words.skills, item.title)
        for concept in concepts:
            yield Skill(concept, level, bool(item.shown), item.key, item.title)  # type: ignore[attr-defined]  # annotated


def _concepts(item: Item, words: _Words) -> list[int]:
    return [words.at[address] for address in _addresses(item) if address in words.at]


def _jobs(items: Iterable[Item], words: _Words, kind: Kind) -> Iterator[Experience]:
    today = timezone.localdate()
    for item in items:
        if item.kind != kind:
            continue
        time = terms.months(item.start, item.end, today, ongoing=item.ongoing)
        concepts = _concepts(item, words) or terms.called(words.jobs, item.title)
        for concept in concepts:
            yield Experience(concept, time, item.key, item.title)
        if not concepts and item.title in words.alike:
            concept, likeness = words.alike[item.title]
            yield Experience(concept, time, item.key, item.title, "title", likeness)


def _interests(items: Iterable[Item], words: _Words) -> Iterator[tuple[int, Claim]]:
    for item in items:
        if item.kind == Kind.INTEREST:
            for text in _phrases(item):
                for concept in (*terms.called(words.jobs, text), *terms.called(words.skills, text)):
                    yield concept, Claim(100, item.key, item.title, "named")


def _level(items: Iterable[Item]) -> tuple[int, Claim | None]:
    """The highest that a finished course or a qualification has."""
    held = [
        item
        for item in items
        if item.kind in (Kind.EDUCATION, Kind.QUALIFICATION) and item.details.get("eqf") and not item.ongoing
    ]
    best = max(held, key=lambda item: int(item.details["eqf"]), default=None)
    if best is None:
        return 0, None
    return int(best.details["eqf"]), Claim(100, best.key, best.title)


def _licences(items: Iterable[Item]) -> Iterator[tuple[str, Claim]]:
    for item in items:
        for said in item.details.get("categories", []):
            yield said.strip().upper(), Claim(100, item.key, item.title)


def _languages(items: Iterable[Item], weights: matching.Weights) -> Iterator[tuple[str, Claim]]:
    for item in items:
        if item.kind == Kind.LANGUAGE and item.details.get("code"):
            said = [item.details[part] for part in CEFR_PARTS if item.details.get(part)]
            level = min(said, key=CEFR.index) if said else "unsaid"
            level = "mother_tongue" if item.details.get("mother_tongue") else level
            code = item.details["code"].split("-")[0].lower()
            yield code, Claim(weights.languages[level], item.key, item.title, level=level)


def _conditions(choice: MatchChoice, on: Collection[str], areas: Iterable[int]) -> dict[str, Any]:
    """What was chosen for matching, and areas that an aspiration names."""
    if MatchPart.CONDITIONS not in on:
        return {}
    return {
        "areas": frozenset(area.pk for area in choice.areas.all()) | frozenset(areas),
        "hours": choice.hours if choice.hours != "either" else "",
        "contracts": frozenset(choice.contracts),
        "remote": frozenset(choice.remote),
        "pay": choice.pay or 0 if choice.currency else 0,
        "currency": choice.currency,
    }
