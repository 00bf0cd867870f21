"""Matching: from turning it on to a match, a course that closes a gap, and saying no; and a part that is stopped."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.sends import sends
from tests.e2e.visitor import Visitor, about
from tests.e2e.ways import WAYS, Arrive, Way, one_of, page_says

pytestmark = pytest.mark.parametrize("way", WAYS)
JOB = "Carpenter or joiner"


@sends(
    "opportunities:for_you",
    "opportunities:match_not",
    "opportunities:match_back",
    "opportunities:match_hide",
    "opportunities:match_part",
    "opportunities:match_choices",
    "opportunities:match_off",
)
def test_a_match_its_reasons_and_a_course(visit: Arrive, way: Way) -> None:
    ola = visit(one_of(way, "Ola", "Per"), **way)
    turn_on(ola)
    ola.follow(re.compile(f"^Reasons and training.*{JOB}"))
    page_says(ola, "How the score comes about")
    page_says(ola, "Reading drawings in a workshop")
    ola.examine()
    ola.follow("Not for me because …")
    ola.press("Set aside")
    expect(ola.page.locator(".govuk-error-summary")).to_be_visible()
    ola.examine()
    ola.choose("It is too far away")
    ola.press("Set aside")
    page_says(ola, f"Set aside: {JOB}.")
    ola.press(about("Bring back", JOB))
    page_says(ola, f"Brought back: {JOB}.")

    ola.go("/for-you/")
    ola.press(about("Hide", JOB))
    page_says(ola, f"Hidden: {JOB}.")
    ola.press(about("Switch off", "Skills"))
    page_says(ola, "Skills: off. It is no longer read.")
    ola.follow("Your conditions, and what counts how much")
    ola.choose("Permanent")
    ola.press("Save")
    page_says(ola, "Saved.")
    ola.follow("What you were shown")
    ola.follow(JOB)
    expect(ola.page.locator("h1")).to_have_text("Why did I see this?")
    ola.examine()
    ola.go("/for-you/")
    ola.press("Turn matching off")
    page_says(ola, "Matching is off.")


def turn_on(person: Visitor) -> None:
    person.go("/for-you/")
    person.press("Turn matching on")
    expect(person.page.locator(".govuk-error-summary")).to_be_visible()
    person.examine()
    person.choose("Skills")
    person.choose("What I want to do")
    person.press("Turn matching on")
    page_says(person, "Matching is on.")
    page_says(person, JOB)
    person.examine()


@sends("opportunities:match_rules")
def test_a_part_is_stopped_for_the_service(visit: Arrive, way: Way) -> None:
    owen, part = visit("administrator", **way), one_of(way, "Interests", "Conditions")
    owen.go("/offers/")
    owen.follow("Matching", within=owen.page.locator("main"))
    owen.press("Stop it")
    expect(owen.page.locator(".govuk-error-summary")).to_be_visible()
    owen.examine()
    owen.hands.pick(owen.page.get_by_label("Part", exact=True), part)
    owen.write("Why", "It reads too little.")
    owen.press("Stop it")
    page_says(owen, f"{part}: stopped. It is on record.")
    owen.press(about("Use again", part))
    page_says(owen, f"{part}: used again.")
