"""Stays that all have signed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.opportunities import making, sending
from wayline.opportunities.actions import agreements, received
from wayline.opportunities.enums import Party
from wayline.opportunities.models import Agreement, Opportunity
from wayline.people.models import Membership

GOALS = "How wood is measured\nWhat safe work is"
BORN = date(2010, 2, 1)


def offer(staff: Membership, contact: Membership, **values: Any) -> Opportunity:
    return sending.open_offer(
        staff, contact, **{"kind": "work_experience", "title": "One week in a workshop", **values}
    )  # fmt: skip


def terms(**values: Any) -> dict[str, Any]:
    """A week that began two days ago, four days at the company."""
    plain = {
        "rule": "", "goals": GOALS, "starts_on": making.in_days(-2), "ends_on": making.in_days(2), "days": 4,
        "hours_a_day": Decimal(6), "hours_a_week": Decimal(30), "place": "Northvale", "supervision": "Eve",
        "insurance": "Policy 12",
    }  # fmt: skip
    return {**plain, **values}


def open_one(participant: Membership, contact: Membership, place: Opportunity, **values: Any) -> Agreement:
    """Drawn up, with nobody's signature."""
    sent = sending.sent(participant, place)
    received.mark(sent, by=contact, state="invited")
    sent.refresh_from_db()
    return agreements.draw_up(sent, by=contact, **terms(**values))


def signed(
    participant: Membership, contact: Membership, staff: Membership, place: Opportunity, **values: Any
) -> Agreement:  # fmt: skip
    skills = values.pop("skills", ())
    born_on = values.pop("born_on", date(1990, 2, 1))
    made = open_one(participant, contact, place, **values)
    for text in skills:
        agreements.agree_skill(made, by=contact, text=text)
    agreements.say_who(made, by=participant, born_on=born_on, parent_name="Paula", parent_email="paula@example.org")
    for party, member in ((Party.PARTICIPANT, participant), (Party.EMPLOYER, contact), (Party.SERVICE, staff)):
        agreements.sign(made, party=party, name=member.user.name, by=member)
    if Party.PARENT in made.parties:
        agreements.sign(made, party=Party.PARENT, name="Paula", by=None)
    made.refresh_from_db()
    return made
