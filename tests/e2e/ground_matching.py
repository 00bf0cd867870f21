"""People whose portfolio has something in common with what is on offer, and a match that was shown."""

from __future__ import annotations

from typing import Any

from tests.e2e.company import SEEKERS
from wayline.home.demo import cast, people
from wayline.opportunities import matching
from wayline.opportunities.actions import matching as actions
from wayline.opportunities.enums import MatchPart
from wayline.opportunities.models import Opportunity, ShownMatch
from wayline.opportunities.queries import match_person, match_record, match_search
from wayline.people.models import User
from wayline.portfolio.actions.items import add_item
from wayline.portfolio.record import Kind


def matching_pages() -> dict[str, Any]:
    """The walkers keep a skill and a wish; Joan has turned matching on, was shown one and set another aside."""
    joan = people.member(cast.JOAN.name)
    for user in (*User.objects.filter(email__in=[f"{name.lower()}@example.org" for name in SEEKERS]), joan.user):
        add_item(user, kind=Kind.SKILL, title="Measuring, cutting and joining wood")
        add_item(user, kind=Kind.ASPIRATION, title="Carpenter")
    actions.turn_on(joan.user, parts=MatchPart.values)
    actions.set_aside(joan.user, Opportunity.objects.public().filter(kind="mentoring")[0], reason="known")
    who = match_person.seeker(joan)
    assert who is not None
    rows, _number = match_search.best(who, matching.current())
    offer = Opportunity.objects.get(pk=rows[0][0])
    match = matching.match(who.person, match_search.offers([offer.pk])[offer.pk], matching.current(), who.rules)
    record = match_record.record_of(match, match_record.names([match], "en"))
    actions.record_shown(joan, [actions.Showing(offer, 1, match.score, match.version, record)])
    return {"match_offer": offer.pk, "match_shown": ShownMatch.objects.get(user=joan.user).pk}
