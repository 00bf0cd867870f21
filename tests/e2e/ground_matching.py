"""People whose portfolio has something in common with what is on offer, and a match that was shown."""

from __future__ import annotations

from typing import Any

from tests.e2e import company
from tests.e2e.company import FOUND, SEEKERS
from wayline.home.demo import cast, people
from wayline.opportunities import matching
from wayline.opportunities.actions import finding as finding_acts
from wayline.opportunities.actions import matching as actions
from wayline.opportunities.enums import MatchPart
from wayline.opportunities.matching import kept
from wayline.opportunities.models import FoundPerson, Opportunity, ShownMatch
from wayline.opportunities.queries import finding, match_person, match_record, match_search, move_person
from wayline.people.enums import Role
from wayline.people.models import Membership, User
from wayline.portfolio.actions.items import add_item
from wayline.portfolio.record import Kind
from wayline.taxonomy.models import Concept


def matching_pages() -> dict[str, Any]:
    """The walkers keep a skill and a wish; Joan has turned matching on, was shown one and set another aside."""
    joan = people.member(cast.JOAN.name)
    fay = company.member(company.person("Fay", "Seeker"), joan.organisation, Role.CLIENT)
    for user in (*(_user(name) for name in (*SEEKERS, *FOUND)), fay.user, joan.user):
        add_item(user, kind=Kind.SKILL, title="Measuring, cutting and joining wood")
        add_item(user, kind=Kind.ASPIRATION, title="Carpenter")
    for name in (*FOUND, "Fay"):
        actions.turn_on(_user(name), parts=[MatchPart.SKILLS, MatchPart.ASPIRATIONS])
    actions.turn_on(joan.user, parts=MatchPart.values)
    actions.set_aside(joan.user, Opportunity.objects.public().filter(kind="mentoring")[0], reason="known")
    who = match_person.seeker(joan)
    assert who is not None
    rows, _number = match_search.best(who, matching.current())
    offer = Opportunity.objects.get(pk=rows[0][0])
    match = matching.match(who.person, match_search.offers([offer.pk])[offer.pk], matching.current(), who.rules)
    record = match_record.record_of(match, match_record.names([match], "en"))
    actions.record_shown(joan, [actions.Showing(offer, 1, match.score, match.version, record)])
    shown = ShownMatch.objects.get(user=joan.user).pk
    return {"match_offer": offer.pk, "match_shown": shown, "move_job": _job_of(joan), **_found(fay)}


def _job_of(joan: Membership) -> int:
    """The best of the jobs she could move to; the next is set aside."""
    who = match_person.seeker(joan)
    found = move_person.reach(who) if who else None
    assert found is not None
    best, other = (key for key, _score in found.scores[:2])
    actions.set_job_aside(joan.user, Concept.objects.get(pk=other))
    return best


def _user(name: str) -> User:
    return User.objects.get(email=f"{name.lower()}@example.org")


def _found(fay: Membership) -> dict[str, Any]:
    """Both are found by the joinery: Danny was asked, before he applied elsewhere there, and nobody has asked Fay."""
    danny, helen = people.member(cast.DANNY.name), people.member(cast.HELEN.name)
    offer = Opportunity.objects.public().get(organisation=helen.organisation, title="Carpenter or joiner")
    finding_acts.turn_on(fay, parts=[MatchPart.SKILLS, MatchPart.ASPIRATIONS])
    found = finding.candidates(offer)
    own = kept.person(danny.user.findable.person)
    asked = match_search.offers([offer.pk])[offer.pk]
    match = matching.match(own, asked, matching.current(), matching.counting(own, danny.user.findable.parts))
    found.append(finding.Candidate(danny.user_id, match))
    finding_acts.show(offer, found, finding.records(found, "en"))
    rows = {one.user_id: one for one in FoundPerson.objects.filter(opportunity=offer)}
    finding_acts.ask(rows[danny.user_id], by=helen, message="We make stairs. Would you come and see them?")
    return {
        "finding_offer": offer.pk,
        "found_asked": rows[danny.user_id].key,
        "found_person": rows[fay.user_id].key,
    }
