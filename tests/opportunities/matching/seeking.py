"""People who turned matching on, for the tests."""

from __future__ import annotations

from typing import Any

from tests.opportunities import making
from tests.portfolio.keeping import keep
from wayline.opportunities import matching
from wayline.opportunities.actions import matching as actions
from wayline.opportunities.enums import MatchPart
from wayline.opportunities.models import MatchChoice
from wayline.opportunities.queries import match_person, match_search
from wayline.opportunities.queries.match_person import Seeker
from wayline.people.models import Membership
from wayline.portfolio.models import Item
from wayline.portfolio.queries.skills import address_of
from wayline.portfolio.record import Kind
from wayline.taxonomy.enums import ConceptKind, SkillNeed
from wayline.taxonomy.models import Concept, OccupationSkill, SkillRelation


def turn_on(member: Membership, *parts: str, **wishes: Any) -> MatchChoice:
    choice = actions.turn_on(member.user, parts=parts or MatchPart.values)
    if wishes:
        actions.set_wishes(choice, **wishes)
    return choice


def skilled(member: Membership, concept: Concept, **details: Any) -> Item:
    return keep(member, Kind.SKILL, concept.title, details={"concept": address_of(concept), **details})


def needs(job: Concept, *skills: Concept) -> None:
    for skill in skills:
        OccupationSkill.objects.create(occupation=job, skill=skill, need=SkillNeed.ESSENTIAL, release=making.release())


def related(one: Concept, other: Concept) -> None:
    SkillRelation.objects.create(skill=one, related=other, need=SkillNeed.OPTIONAL, release=making.release())


def narrower(title: str, broader: Concept) -> Concept:
    return making.concept(title, ConceptKind.SKILL, broader=broader)


def seeker(member: Membership) -> Seeker:
    found = match_person.seeker(member)
    assert found is not None
    return found


def found(member: Membership) -> list[matching.Match]:
    """The best, as the page makes them; the sums of the database and those of the rules are the same."""
    who, weights = seeker(member), matching.current()
    rows, _number = match_search.best(who, weights)
    offers = match_search.offers([key for key, _points in rows])
    made = [matching.match(who.person, offers[key], weights, who.rules) for key, _points in rows]
    assert [one.points for one in made] == [points for _key, points in rows]
    return made
