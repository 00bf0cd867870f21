"""Matching: from turning it on to a match, a course that closes a gap, an application; saying no; a part stopped."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.sends import sends
from tests.e2e.visitor import Visitor, about
from tests.e2e.ways import WAYS, Arrive, Way, one_of, page_says, told

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
    "opportunities:move_not",
    "opportunities:move_back",
    "opportunities:about_you",
    "opportunities:about_you_delete",
    "opportunities:suggestion_source",
    "opportunities:suggestion_not_now",
    "opportunities:suggestion_back",
    "opportunities:suggestion_forget",
)
def test_from_a_match_to_a_course_and_an_application(visit: Arrive, way: Way) -> None:
    name = one_of(way, "Ole", "Pia")
    ole, helen = visit(name, **way), visit("employer", **way)
    turn_on(ole)
    ole.follow(re.compile(f"^Reasons and training.*{JOB}"))
    page_says(ole, "How the score comes about")
    page_says(ole, "Reading drawings in a workshop")
    before, after = re.findall(r"\d+", ole.page.locator("#courses ~ .wl-hits .wl-match__score").first.inner_text())[:2]
    assert int(before) < int(after)
    ole.examine()
    match = ole.page.url
    ole.follow("Read the offer")
    applies(ole)
    application = ole.page.url
    helen.go("/offers/")
    helen.follow("Applications", within=helen.page.locator("main"))
    helen.follow(f"{name} Seeker")
    page_says(helen, "For vans with a trailer")
    paper = helen.page.get_by_role("link", name=re.compile("pdf")).get_attribute("href")
    assert helen.context.request.get(str(paper)).headers["content-type"] == "application/pdf"
    ole.go(application)
    page_says(ole, "Helen Ostrowska")

    ole.go(match)
    ole.follow("Not for me because …")
    ole.press("Set aside")
    expect(ole.page.locator(".govuk-error-summary")).to_be_visible()
    ole.examine()
    ole.choose("It is too far away")
    ole.press("Set aside")
    page_says(ole, f"Set aside: {JOB}.")
    ole.press(about("Bring back", JOB))
    page_says(ole, f"Brought back: {JOB}.")

    looks_at_other_jobs(ole)
    is_suggested_something(ole)
    ole.go("/for-you/")
    ole.press(about("Hide", JOB))
    page_says(ole, f"Hidden: {JOB}.")
    ole.press(about("Switch off", "Skills"))
    page_says(ole, "Skills: off. It is no longer read.")
    ole.follow("Your conditions, and what counts how much")
    ole.choose("Permanent")
    ole.press("Save")
    page_says(ole, "Saved.")
    ole.follow("What you were shown")
    ole.follow(JOB)
    expect(ole.page.locator("h1")).to_have_text("Why did I see this?")
    ole.examine()
    ole.go("/for-you/")
    ole.press("Turn matching off")
    page_says(ole, "Matching is off.")
    says_who_they_are(ole)


def says_who_they_are(person: Visitor) -> None:
    """For fairness only: refused without agreeing, kept, changed, deleted."""
    person.go("/me/data/")
    person.follow("About you, for fairness only")
    person.choose("Limited, but not severely")
    person.press("Save")
    expect(person.page.locator(".govuk-error-summary")).to_be_visible()
    person.examine()
    person.choose(re.compile("^I agree that my answers are kept"))
    person.press("Save")
    page_says(person, "Saved. Your answers count from the first day of next month on.")
    person.examine()
    person.choose("Technical or craft work")
    person.press("Save")
    page_says(person, "Saved. Your answers count from the first day of next month on.")
    expect(person.page.get_by_label("Technical or craft work")).to_be_checked()
    person.press("Delete my answers and withdraw")
    page_says(person, "Deleted. Nothing about you is kept for this any more.")


def looks_at_other_jobs(person: Visitor) -> None:
    """From the portfolio to a job they could move to, a course for it, and no to one."""
    person.go("/for-you/")
    person.follow("Jobs you could move to")
    expect(person.page.locator("h1")).to_have_text("Jobs you could move to")
    person.examine()
    first = person.page.locator(".wl-hit__title").first.inner_text()
    person.follow(about("Reasons and training", first))
    page_says(person, "How the score comes about")
    person.examine()
    person.press(about("Not for me", first))
    page_says(person, f"Set aside: {first}.")
    person.go("/for-you/set-aside/")
    person.press(about("Bring back", first))
    page_says(person, f"Brought back: {first}.")


def is_suggested_something(person: Visitor) -> None:
    """Two sources are turned on; one suggestion is put off and brought back; what was opened is emptied."""
    person.go("/for-you/suggested/")
    page_says(person, "Every source is off")
    person.follow("What suggestions come from")
    person.press(about("Switch on", "Your portfolio, as far as matching reads it"))
    page_says(person, "Your portfolio, as far as matching reads it: on.")
    person.press(about("Switch on", "What you opened here"))
    page_says(person, "What you opened here: on.")
    person.go("/")
    person.follow("Suggested for you")
    page_says(person, "because you keep")
    person.examine()
    first = person.page.locator("#suggestions .wl-rows__row a").first.inner_text()
    person.follow(first, within=person.page.locator("#suggestions"))
    person.go("/for-you/suggested/")
    person.press(about("Not now", first))
    page_says(person, f"Not now: {first}.")
    person.examine()
    person.press(about("Bring back", first))
    page_says(person, f"Brought back: {first}.")
    person.press("Empty this list")
    page_says(person, "Emptied: nothing that you opened is kept.")


def applies(person: Visitor) -> None:
    person.follow("Apply here")
    person.press("Tailor a copy of this CV to the offer")
    page_says(person, "A copy of your CV for this offer.")
    person.press("Compare")
    person.follow(JOB, within=person.page.locator("nav.govuk-breadcrumbs"))
    person.go("/applications/")
    person.follow(JOB)
    person.choose("For vans with a trailer")
    person.press("Go on: check it")
    page_says(person, "For vans with a trailer")
    person.press("Send the application")
    page_says(person, "Sent. You are told when somebody answers.")


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


@sends(
    "opportunities:being_found",
    "opportunities:found_rule_out",
    "opportunities:found_let_in",
    "opportunities:found_people_ask",
    "opportunities:found_people_take_back",
    "opportunities:found_ask",
    "opportunities:found_end",
    "opportunities:found_off",
)
def test_somebody_is_found_says_yes_and_closes_the_name(visit: Arrive, way: Way) -> None:
    name = one_of(way, "Ivo", "Nia")
    ivo, helen = visit(name, **way), visit("employer", **way)
    lets_companies_find(ivo)

    helen.go("/offers/?state=published")
    helen.follow(JOB)
    helen.follow("People who asked to be found")
    page_says(helen, "You see no names")
    helen.examine()
    people = helen.page.url.partition("#")[0]
    while helen.page.get_by_role("link", name=re.compile("^Ask whether they are interested")).count():
        asks(helen)
        helen.go(people)
    helen.press(re.compile("^Take the question back"))
    page_says(helen, "Taken back.")
    asks(helen)
    expect(helen.page.locator("main")).not_to_contain_text(name)

    told(ivo, re.compile(f"asks whether you are interested: {JOB}"))
    ivo.follow(re.compile(f"asks whether you are interested: {JOB}"))
    page_says(ivo, "What the company saw")
    page_says(ivo, "We make stairs.")
    ivo.examine()
    ivo.write("A few words for the company", "Gladly.")
    ivo.press("Yes, show my name")
    page_says(ivo, "The company reads your name and e-mail now.")
    helen.go(people)
    page_says(helen, f"{name} Seeker")
    ivo.press("Close my name again")
    page_says(ivo, "Your name is closed to the company again.")
    helen.go(people)
    expect(helen.page.locator("main")).not_to_contain_text(name)
    ivo.go("/for-you/found/")
    page_says(ivo, "Who was shown you, without your name")
    ivo.press("Stop being found")
    page_says(ivo, "No company finds you any more.")


def lets_companies_find(person: Visitor) -> None:
    person.go("/for-you/")
    person.follow("Being found by companies")
    person.press("Let companies find me")
    expect(person.page.locator(".govuk-error-summary")).to_be_visible()
    person.examine()
    person.choose("Skills")
    person.choose("What I want to do")
    person.press("Let companies find me")
    page_says(person, "What companies are compared with is this")
    person.press("Rule it out")
    expect(person.page.locator(".govuk-error-summary")).to_be_visible()
    person.examine()
    person.write("Name of a company that must not find you", "Ostrowska Joinery")
    person.press("Rule it out")
    page_says(person, "Ostrowska Joinery does not find you.")
    person.press(about("Let it find me", "Ostrowska Joinery"))
    page_says(person, "Ostrowska Joinery may find you again.")


def asks(employer: Visitor) -> None:
    employer.follow(re.compile("^Ask whether they are interested"))
    employer.press("Ask")
    expect(employer.page.locator(".govuk-error-summary")).to_be_visible()
    employer.write("Message", "We make stairs. Would you come and see them?")
    employer.press("Ask")
    page_says(employer, "Asked. You are told when they answer")
