"""Offers: a company, what it offers, what the service decides, and whoever searches, in both ways."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.sends import sends
from tests.e2e.visitor import Visitor, about
from tests.e2e.ways import WAYS, Arrive, Named, Way, one_of, page_says
from wayline.home.demo.cast import NORTH, OFFICES

pytestmark = pytest.mark.parametrize("way", WAYS)
TABLE = b"title,text,employer\nGardener,You plant trees.,Park\n,No title,Park\n"


@sends("opportunities:employer_sign_up", "opportunities:company_edit", "opportunities:employer")
def test_a_company_asks_to_be_accepted(visit: Arrive, way: Way, named: Named) -> None:
    boss = visit(one_of(way, "Ewa", "Leo"), **way)
    boss.go("/opportunities/")
    boss.follow("You are an employer? Offer a place")
    boss.press("Send")
    expect(boss.page.locator(".govuk-error-summary")).to_be_visible()
    boss.examine()
    boss.write("Name of the company", named("Bakery"))
    boss.hands.pick(boss.page.get_by_label("Which service shall check it"), OFFICES[NORTH])
    boss.press("Send")
    page_says(boss, "Thank you. The service checks your company")

    owen = visit("administrator", **way)
    to_company(owen, named("Bakery"))
    owen.press("Refuse")
    expect(owen.page.locator(".govuk-error-summary")).to_be_visible()
    owen.write("Why", "Say where you are.")
    owen.press("Refuse")
    page_says(owen, "Refused. They are told why.")

    boss.go("/my-company/")
    page_says(boss, "Say where you are.")
    boss.follow("Change it and ask again")
    boss.write("Town", "Leeds")
    boss.press("Save and ask again")
    page_says(boss, "Saved.")
    to_company(owen, named("Bakery"))
    owen.press("Accept this employer")
    page_says(owen, "Accepted.")


def to_company(staff: Visitor, name: str) -> None:
    staff.go("/offers/")
    staff.follow(re.compile(r"^Employers\b"), within=staff.page.locator("main"))
    staff.follow(name)


@sends(
    "opportunities:company_edit",
    "opportunities:company_invite",
    "opportunities:company_uninvite",
    "opportunities:company_remove",
)
def test_who_speaks_for_a_company(visit: Arrive, way: Way) -> None:
    helen = visit("employer", **way)
    helen.go("/my-company/")
    helen.follow("Change what it says")
    helen.write("About the company", "We make doors, stairs and whole shops.")
    helen.press("Save")
    page_says(helen, "Saved.")
    helen.press("Invite")
    expect(helen.page.locator(".govuk-error-summary")).to_be_visible()
    helen.examine()
    helen.write("E-mail address of a colleague", "colleague@example.net")
    helen.press("Invite")
    page_says(helen, "The invitation is on its way.")
    helen.press(about("Withdraw", "colleague@example.net"))
    page_says(helen, "The invitation is withdrawn.")
    helen.press(about("Take off", f"{one_of(way, 'Kim', 'Lee')} Walker"))
    page_says(helen, "The person no longer speaks for the company.")


@sends(
    "opportunities:offer_new",
    "opportunities:offer_tags",
    "opportunities:offer_edit",
    "opportunities:offer_reading",
    "opportunities:offer_do send",
    "opportunities:offer_do withdraw",
    "opportunities:offer_do put-back",
    "opportunities:offer_do copy",
    "opportunities:offer_delete",
    "opportunities:review_read",
)
def test_an_offer_from_its_draft_to_the_shelf_and_back(visit: Arrive, way: Way, named: Named) -> None:
    title = named("Joiner or apprentice")
    helen, owen = visit("employer", **way), visit("administrator", **way)
    write_offer(helen, title)
    offer = helen.page.url
    helen.press("Send to the service")
    page_says(helen, "Sent. The service reads it before it is shown.")

    to_review(owen, title)
    owen.press("Ask for a change")
    expect(owen.page.locator(".govuk-error-summary")).to_be_visible()
    owen.examine()
    owen.write("Why", "Say when it begins.")
    owen.press("Ask for a change")
    page_says(owen, "Given back.")
    helen.go(offer)
    page_says(helen, "Say when it begins.")
    helen.follow("Change")
    helen.write("Text", "You build doors and stairs, from Monday on, 32 hours a week.")
    helen.press("Save")
    page_says(helen, "Saved.")
    helen.follow("Read the text")
    page_says(helen, "32 hours a week")
    helen.examine()
    helen.press("Take over")
    page_says(helen, "taken over.")
    helen.press("Send to the service")
    page_says(helen, "Sent. The service reads it before it is shown.")
    to_review(owen, title)
    owen.press("Publish")
    page_says(owen, f"Published: {title}")

    helen.go(offer)
    helen.press("Take it off")
    page_says(helen, "It is taken off.")
    helen.press("Put it back")
    page_says(helen, "Sent. The service reads it before it is shown.")
    to_review(owen, title)
    owen.press("Publish")
    page_says(owen, f"Published: {title}")
    helen.go(offer)
    helen.press("Copy")
    helen.press("Save")
    page_says(helen, "Saved.")
    helen.follow("Delete")
    helen.press("Delete the draft")
    page_says(helen, "The draft is deleted.")


def write_offer(employer: Visitor, title: str) -> None:
    """As a draft with an occupation and a skill in words only."""
    employer.go("/offers/")
    employer.follow("Offer a place")
    employer.follow("Job")
    employer.press("Keep as a draft")
    expect(employer.page.locator(".govuk-error-summary")).to_be_visible()
    employer.examine()
    employer.write("Title", title)
    employer.write("Text", "You build doors and stairs.")
    employer.press("Keep as a draft")
    page_says(employer, "Kept as a draft.")
    employer.write("Job title", "carpenter")
    employer.press("Find", within=employer.page.get_by_role("search", name="Find an occupation"))
    employer.press(re.compile("^Choose"))
    expect(employer.page.get_by_role("button", name=re.compile("^Remove"))).to_have_count(1)
    employer.write("Find another skill", "whittling of quaint spoons")
    employer.press("Find", within=employer.page.get_by_role("search", name="Find a skill"))
    employer.press(re.compile("in words only$"))
    page_says(employer, "not in the classification")
    employer.follow("Go on")
    expect(employer.page.locator("h1")).to_have_text(title)


def to_review(staff: Visitor, title: str) -> None:
    staff.go("/offers/")
    staff.follow(re.compile("to read$"))
    staff.follow(title)


@sends("opportunities:search_save", "opportunities:search_alerts", "opportunities:search_forget")
def test_searching_and_keeping_the_search(visit: Arrive, way: Way, named: Named) -> None:
    danny = visit("client", **way)
    danny.go("/opportunities/")
    danny.write("Job title or words", "joiner")
    danny.press("Find", within=danny.page.get_by_role("search", name="Find jobs and places"))
    page_says(danny, "found")
    danny.examine()
    danny.follow("Save this search")
    danny.write("Name of this search", "")
    danny.press("Save")
    expect(danny.page.locator(".govuk-error-summary")).to_be_visible()
    danny.write("Name of this search", named("Wood"))
    danny.press("Save")
    page_says(danny, "The search is saved.")
    danny.press(about("Stop telling me", named("Wood")))
    page_says(danny, "You are no longer told of new ones.")
    danny.follow(named("Wood"))
    expect(danny.page.get_by_label("Job title or words")).to_have_value("joiner")
    danny.follow("My saved searches")
    danny.press(about("Delete", named("Wood")))
    page_says(danny, "The saved search is deleted.")


@sends(
    "opportunities:rule",
    "opportunities:source_new",
    "opportunities:source_edit",
    "opportunities:source",
    "opportunities:source_pull",
    "opportunities:offer_read_skills",
)
def test_vacancies_from_elsewhere(visit: Arrive, way: Way, named: Named) -> None:
    owen = visit("administrator", **way)
    owen.go("/offers/")
    owen.follow("How offers are published")
    owen.write("Days that an offer without a deadline is shown", "60")
    owen.press("Save")
    page_says(owen, "Saved.")
    owen.go("/offers/sources/")
    owen.follow("Add a source")
    owen.press("Save")
    expect(owen.page.locator(".govuk-error-summary")).to_be_visible()
    owen.examine()
    owen.write("Name", named("A table"))
    owen.hands.pick(owen.page.get_by_label("Format"), "CSV table")
    owen.press("Save")
    page_says(owen, "Saved.")
    owen.page.get_by_label("File").set_input_files({"name": "jobs.csv", "mimeType": "text/csv", "buffer": TABLE})
    owen.press("Send")
    expect(owen.page.locator("h1")).to_have_text("What was read")
    page_says(owen, "Not taken, and why")
    owen.go("/offers/sources/")
    owen.follow(named("A table"))
    owen.follow("Change")
    owen.write("Address", f"{owen.service.address}/nothing.csv")
    owen.press("Save")
    page_says(owen, "Saved.")
    owen.press("Read it now")
    page_says(owen, "It is being read.")
    owen.go(f"/offers/{owen.service.ground['offer_brought']}/")
    page_says(owen, "Skills read from the text")
    owen.press("Leave out working in a team")
    page_says(owen, "Left out.")
    owen.press("Put back working in a team")
    page_says(owen, "Put back.")
