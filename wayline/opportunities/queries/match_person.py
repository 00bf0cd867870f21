"""A person as matching sees them: read from the parts of the portfolio that they switched on, and from nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Self

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from wayline.opportunities import matching
from wayline.opportunities.enums import MatchPart
from wayline.opportunities.matching import Claim, Experience, Near, Person, Skill
from wayline.opportunities.models import MatchChoice, StoppedPart
from wayline.opportunities.queries import match_terms as terms
from wayline.people.models import Consent, Membership, Organisation, User
from wayline.portfolio.fields import CEFR, CEFR_PARTS
from wayline.portfolio.models import Item, ItemFile
from wayline.portfolio.queries.skills import concepts_at
from wayline.portfolio.record import Kind
from wayline.taxonomy import crosswalk

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
    return _choices([user.pk]).get(user.pk)


def _choices(users: Collection[int]) -> dict[int, MatchChoice]:
    return {choice.user_id: choice for choice in _agreed(users).prefetch_related("areas")}


def _agreed(users: Collection[int]) -> QuerySet[MatchChoice]:
    agreed = Consent.objects.filter(purpose=PURPOSE, withdrawn_at=None, user__in=users)
    return MatchChoice.objects.filter(user__in=agreed.values("user"))


def is_suggested_to(user: User) -> bool:
    """Whether they turned a source of suggestions on."""
    return _agreed([user.pk]).exclude(suggests=[]).exists()


def stopped(service: Organisation) -> frozenset[str]:
    return _stopped([service.pk])[service.pk]


def _stopped(services: Iterable[int]) -> dict[int, frozenset[str]]:
    parts: dict[int, set[str]] = {service: set() for service in services}
    for service, part in StoppedPart.objects.filter(service__in=parts, ended_at=None).values_list("service", "part"):
        parts[service].add(part)
    return {service: frozenset(off) for service, off in parts.items()}


def seeker(viewer: Membership, *, only: Collection[str] = tuple(MatchPart)) -> Seeker | None:
    """None while matching is off. `only`: parts that are read at most."""
    return seekers([viewer], only=only).get(viewer.user_id)


def seekers(viewers: Collection[Membership], *, only: Collection[str] = tuple(MatchPart)) -> dict[int, Seeker]:
    """By user, those who turned matching on; one membership of each. As many queries for all as for one."""
    choices = _choices([viewer.user_id for viewer in viewers])
    stops = _stopped({viewer.organisation_id for viewer in viewers})
    off = {viewer.user_id: stops[viewer.organisation_id] for viewer in viewers if viewer.user_id in choices}
    on = {user: (frozenset(choices[user].parts) & frozenset(only)) - out for user, out in off.items()}
    items = _items(on)
    everything = [item for kept in items.values() for item in kept]
    words = _words(items)
    near = _Near.to(everything, words)
    known = terms.areas(place for _key, place in _wishes(everything, "areas"))
    with crosswalk.held():
        return {
            user: Seeker(
                choices[user], on[user], off[user],
                _person(items[user], choices[user], on[user], known, words, near), len(items[user]),
                _latest(items[user], words), tuple(_own_words(items[user], known)),
            )
            for user in choices
        }  # fmt: skip


def _own_words(items: Sequence[Item], known: Collection[str]) -> Iterator[tuple[str, str]]:
    yield from ((key, place) for key, place in _wishes(items, "areas") if place.lower().strip() not in known)
    yield from _wishes(items, "conditions")


def _latest(items: Iterable[Item], words: _Words) -> tuple[int, ...]:
    """What is done now comes before what ended, and that before what says no end."""
    rows = sorted(items, key=lambda item: (item.ongoing, item.end, item.start), reverse=True)
    return tuple(dict.fromkeys(one.concept for one in _jobs(rows, words, Kind.EXPERIENCE)))


def _wishes(items: Iterable[Item], field: str) -> list[tuple[str, str]]:
    wanted = [item for item in items if item.kind == Kind.ASPIRATION]
    return [(item.key, text) for item in wanted for text in item.details.get(field, [])]


def _items(on: Mapping[int, frozenset[str]]) -> dict[int, list[Item]]:
    """By user, the newest first. Who has other parts on is asked for apart: nothing else of a portfolio is fetched."""
    people: dict[frozenset[Kind], list[int]] = {}
    for user, parts in on.items():
        people.setdefault(frozenset(kind for part in parts for kind in READ[part]), []).append(user)
    found: dict[int, list[Item]] = {user: [] for user in on}
    for kinds, users in people.items():
        for item in _rows(users, kinds) if kinds else ():
            if len(found[item.owner_id]) < MOST:
                found[item.owner_id].append(item)
    return found


def _rows(users: Collection[int], kinds: Collection[Kind]) -> QuerySet[Item]:
    shown = Item.evidence.through.objects.filter(to_item=OuterRef("pk"), from_item__deleted_at=None)
    files = ItemFile.objects.filter(item=OuterRef("pk"))
    rows = Item.objects.filter(owner__in=users, deleted_at=None, kind__in=kinds)
    rows = rows.only("owner", "key", "kind", "title", "start", "end", "ongoing", "details")
    return rows.annotate(shown=Exists(shown) | Exists(files)).order_by("-changed_at", "-pk")


@dataclass(frozen=True, slots=True)
class _Words:
    """Addresses, names and titles of the items as concepts."""

    at: dict[str, int]
    skills: dict[str, list[int]]
    jobs: dict[str, list[int]]
    alike: dict[int, dict[str, tuple[int, int]]]
    """By person: of each only so many titles are looked up."""


def _words(items: Mapping[int, Sequence[Item]]) -> _Words:
    everything = [item for kept in items.values() for item in kept]
    of_jobs = {user: [item.title for item in kept if _is_titled(item)] for user, kept in items.items()}
    interests = [text for item in everything if item.kind == Kind.INTEREST for text in _phrases(item)]
    of_skills = [item.title for item in everything if item.kind in READ[MatchPart.SKILLS] and not _addresses(item)]
    jobs = terms.named([*chain(*of_jobs.values()), *interests], terms.JOB_KINDS)
    addresses = {one for item in everything for one in _addresses(item)}
    unnamed = {user: _first(title for title in kept if not terms.called(jobs, title)) for user, kept in of_jobs.items()}
    alike = terms.alike(chain(*unnamed.values()))
    return _Words(
        {address: concept.pk for address, concept in concepts_at(addresses).items()},
        terms.named([*of_skills, *interests], terms.SKILL_KINDS),
        jobs,
        {user: {title: alike[title] for title in kept if title in alike} for user, kept in unnamed.items()},
    )


def _first(titles: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(titles))[: terms.TITLES]


def _is_titled(item: Item) -> bool:
    return item.kind in (Kind.EXPERIENCE, Kind.ASPIRATION) and not _addresses(item)


@dataclass(frozen=True, slots=True)
class _Near:
    """What is near in the classifications, by the concept to which it is."""

    skills: dict[int, list[Near]]
    jobs: dict[int, list[Near]]

    @classmethod
    def to(cls, items: Sequence[Item], words: _Words) -> Self:
        skills = {one.concept for one in _skills(items, words)}
        jobs = {one.concept for kind in (Kind.EXPERIENCE, Kind.ASPIRATION) for one in _jobs(items, words, kind)}
        return cls(_by_here(terms.near_skills(skills)), _by_here(terms.near_jobs(jobs)))


def _by_here(near: Iterable[Near]) -> dict[int, list[Near]]:
    found: dict[int, list[Near]] = {}
    for one in near:
        found.setdefault(one.here, []).append(one)
    return found


def _of(near: Mapping[int, list[Near]], held: Iterable[int]) -> list[Near]:
    return [one for concept in sorted(set(held)) for one in near.get(concept, ())]


def _addresses(item: Item) -> list[str]:
    said = item.details
    return [*said.get("occupations", []), *(said[key] for key in ("occupation", "concept") if said.get(key))]


def _phrases(item: Item) -> list[str]:
    return [item.title, *item.details.get("keywords", [])]


def _person(
    items: Sequence[Item],
    choice: MatchChoice,
    on: Collection[str],
    areas: Mapping[str, int],
    words: _Words,
    near: _Near,
) -> Person:
    weights = matching.current()
    skills, worked = list(_skills(items, words)), list(_jobs(items, words, Kind.EXPERIENCE))
    wanted = list(_jobs(items, words, Kind.ASPIRATION))
    jobs = _of(near.jobs, (one.concept for one in (*worked, *wanted)))
    similar = terms.similar_jobs(dict.fromkeys(one.concept for one in worked))
    level, level_claim = _level(items)
    return Person(
        skills=matching.skilled(skills, _of(near.skills, (one.concept for one in skills)), weights),
        experience=matching.experienced(worked, [*jobs, *similar], weights),
        aspirations=matching.aspired(wanted, jobs, weights),
        interests=dict(_interests(items, words)),
        level=level,
        level_claim=level_claim,
        licences=dict(_licences(items)),
        languages=dict(_languages(items, weights)),
        **_conditions(choice, on, terms.called_areas(areas, (place for _key, place in _wishes(items, "areas")))),
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
        if not concepts and item.title in (alike := words.alike.get(item.owner_id, {})):
            concept, likeness = alike[item.title]
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
