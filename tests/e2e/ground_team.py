"""Offices of their own for the walk of a team, one for each way; keys of what the demo service's team shows."""

from __future__ import annotations

from typing import Any

from tests.e2e import company
from wayline.home.demo import cast
from wayline.people.enums import Role
from wayline.people.models import Organisation
from wayline.portfolio.actions.items import add_item
from wayline.portfolio.models import TeamChoice, TeamNeed, TeamTraining
from wayline.portfolio.record import Kind

WALKED = (("Hedy", "Alma", "Dora"), ("Jory", "Arlo", "Egon"))
"""For each way: who leads, who lets the name be seen, who is counted only."""
SKILLS = ("Measuring, cutting and joining wood", "Working in a team")
"""What both keep, in words that the classification knows."""


def teams() -> dict[str, str]:
    """Their sessions, by name."""
    sessions = {}
    for number, (manager, *people) in enumerate(WALKED, start=1):
        office = Organisation.objects.create(name=f"Walkers’ office {number}", slug=f"walkers-{number}", is_demo=True)
        lead = company.member(company.person(manager, "Lead"), office, Role.MANAGER)
        sessions[manager] = company.session_of(lead.user, lead)
        for name in people:
            who = company.member(company.person(name, "Mason"), office)
            sessions[name] = company.session_of(who.user, who)
            for title in SKILLS:
                add_item(who.user, kind=Kind.SKILL, title=title)
    return sessions


def team_pages() -> dict[str, Any]:
    north = Organisation.objects.get(slug=cast.NORTH)
    training = TeamTraining.objects.filter(need__organisation=north)[0]
    return {
        "team_member": TeamChoice.objects.get(user__name="Beatriz Lopes").key,
        "team_need": TeamNeed.objects.filter(organisation=north)[0].key,
        "team_training": training.key,
    }
