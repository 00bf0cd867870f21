"""A team: one agrees by name, another to be counted; the manager plans; who agreed withdraws and is gone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.sends import sends
from tests.e2e.visitor import Visitor, about
from tests.e2e.ways import WAYS, Arrive, Way, one_of, page_says, told

pytestmark = pytest.mark.parametrize("way", WAYS)
NEED = "Measuring, cutting and joining wood"


@sends(
    "portfolio:my_team",
    "portfolio:team_ask",
    "portfolio:team_need_new",
    "portfolio:team_need",
    "portfolio:team_need_remove",
    "portfolio:team_training_new",
    "portfolio:team_training",
    "portfolio:team_training_remove",
)
def test_a_manager_sees_who_agreed_plans_with_them_and_sees_them_no_more(visit: Arrive, way: Way) -> None:
    names = one_of(way, "Hedy", "Jory"), one_of(way, "Alma", "Arlo"), one_of(way, "Dora", "Egon")
    lead, seen, counted = (visit(name, **way) for name in names)
    lead.go("/team/")
    page_says(lead, "Nobody is seen by name yet")
    page_says(lead, "No needs yet")
    lead.examine()
    lead.press("Ask those who have not chosen")
    page_says(lead, "Those who had not chosen were asked on")
    agrees(seen, f"{names[0]} Lead")
    counted.go("/portfolio/")
    counted.follow("My team")
    counted.choose("I am counted without my name")
    counted.choose("My skills")
    counted.press("Save")
    page_says(counted, "Saved. You are counted without your name.")

    needs(lead)
    page_says(lead, f"{names[1]} Mason")
    page_says(lead, "Fewer than 5 are counted without a name")
    expect(lead.page.locator("main")).not_to_contain_text(names[2])
    plans(lead, f"{names[1]} Mason")
    seen.go("/portfolio/my-team/")
    page_says(seen, "A day in the workshop")
    lead.go("/team/")
    lead.follow(f"{names[1]} Mason")
    page_says(lead, "Nobody else is seen by name yet.")
    counted.go("/portfolio/my-team/")
    counted.choose("I am seen with my name")
    counted.press("Save")
    page_says(counted, "Saved. Your manager sees you with your name.")
    lead.go(lead.page.url)
    page_says(lead, f"{names[2]} Mason")
    page_says(lead, "covers 1 of 1")
    lead.examine()

    member = lead.page.url
    seen.choose("I do not take part")
    seen.press("Save")
    page_says(seen, "You do not take part.")
    assert lead.go(member).status == 404
    for page in ("/team/", "/team/plan/"):
        lead.go(page)
        expect(lead.page.locator("main")).not_to_contain_text(names[1])
    page_says(lead, "For somebody of the team")
    tidies_up(lead)
    seen.go("/me/data/seen/")
    page_says(seen, "read your name and what you show on the team’s page")


def agrees(person: Visitor, manager: str) -> None:
    told(person, re.compile("would like to know what the team can do"))
    person.follow(re.compile("would like to know what the team can do"))
    page_says(person, f"{manager} asked the team on")
    person.examine()
    person.choose("I am seen with my name")
    person.press("Save")
    expect(person.page.locator(".govuk-error-summary")).to_be_visible()
    person.examine()
    person.choose("My skills")
    person.press("Look first at what the manager sees")
    page_says(person, "What your manager would see of you (not saved)")
    page_says(person, NEED)
    person.examine()
    person.press("Save")
    page_says(person, "Saved. Your manager sees you with your name.")


def needs(lead: Visitor) -> None:
    lead.follow("Add a need")
    lead.write("Word or words", "joining wood")
    lead.press("Find")
    lead.follow(NEED)
    lead.write("How many people should have it?", "0")
    lead.press("Add this need")
    expect(lead.page.locator(".govuk-error-summary")).to_be_visible()
    lead.examine()
    lead.write("How many people should have it?", "2")
    lead.press("Add this need")
    page_says(lead, f"The team needs: {NEED}.")
    lead.follow(about("Change", NEED))
    lead.write("How many people should have it?", "3")
    lead.press("Save")
    page_says(lead, "at most 2 missing")
    page_says(lead, "hangs on one person")
    lead.examine()


def plans(lead: Visitor, name: str) -> None:
    lead.follow(about("Plan training", NEED))
    lead.press("Put it into the plan")
    expect(lead.page.locator(".govuk-error-summary")).to_be_visible()
    lead.examine()
    lead.write("Or other training", "A day in the workshop")
    lead.hands.pick(lead.page.get_by_label("For whom?"), name)
    lead.press("Put it into the plan")
    page_says(lead, "It is in the plan.")
    page_says(lead, f"For {name}")
    lead.examine()
    lead.follow("A day in the workshop")
    lead.choose("Under way")
    lead.press("Save")
    page_says(lead, "Under way")


def tidies_up(lead: Visitor) -> None:
    lead.follow("A day in the workshop")
    lead.press("Take it out of the plan")
    page_says(lead, "No training is planned")
    lead.go("/team/")
    lead.follow(about("Change", NEED))
    lead.press("The team needs this no more")
    page_says(lead, "No needs yet")
