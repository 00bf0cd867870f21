"""A run from its first setting to the certificate, by keyboard alone and without JavaScript."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.sends import sends
from tests.e2e.visitor import Visitor, about
from tests.e2e.ways import WAYS, Arrive, Named, Way, one_of, page_says, told

pytestmark = pytest.mark.parametrize("way", WAYS)


@sends(
    "learning:run_create",
    "learning:run_settings",
    "learning:run_dates",
    "learning:run_state",
    "learning:run_invitations",
    "learning:join",
    "learning:complete",
    "learning:poll",
    "learning:quiz",
    "learning:hand_in",
    "learning:hand_in_read",
    "learning:certificate_issue",
    "learning:leave",
)
def test_a_run_from_its_settings_to_the_certificate(
    visit: Arrive, way: Way, named: Named, ground: dict[str, Any]
) -> None:
    una = visit(one_of(way, "Una", "Vic"), **way)
    una.go(f"/programmes/{ground['short']}/edit/")
    una.follow("Offer a run")
    una.write("Name of the run", named("Autumn"))
    una.choose("Open to everybody with an account")
    una.press("Create the run")
    page_says(una, "The run is in preparation.")
    una.press("Save this date", within=una.page.locator("form", has_text="Opens on").last)
    page_says(una, "Saved.")
    una.press("Save this event")
    una.follow(named("Autumn"))
    expect(una.page.locator("h1")).to_have_text(named("Autumn"))
    run = una.page.url
    una.follow("Settings")
    una.write("Places", "1")
    una.press("Save")
    page_says(una, "Saved.")
    una.press("Open the run")
    page_says(una, "The run is open.")
    una.follow("Invitations")
    una.write("E-mail addresses", "somebody@example.net, someone@example.net")
    una.press("Invite")
    page_says(una, "2 people invited.")
    una.press(about("Withdraw", "someone@example.net"))
    page_says(una, "The invitation is withdrawn.")

    lou = visit(one_of(way, "Lou", "Max"), **way)
    lou.go(run)
    lou.press("Join this run")
    page_says(lou, "You take part now.")
    second = visit(one_of(way, "Jan", "Kay"), **way)
    second.go(run)
    second.press("Go on the waiting list")
    page_says(second, "You are on the waiting list.")
    work_through(lou)

    una.go(run)
    una.follow("Hand-ins")
    una.follow(re.compile(lou.name))
    una.press("Send feedback")
    expect(una.page.locator(".govuk-error-message").first).to_be_visible()
    una.examine()
    una.write("Your feedback", "Five good lines.")
    una.press("Send feedback")
    page_says(una, "Your feedback is sent.")
    una.go(run)
    una.follow("Learners")
    page_says(una, lou.name)
    una.go(run)
    una.follow("Participation")
    una.follow("Learners", within=una.page.locator("main"))
    una.follow(re.compile(lou.name))
    expect(una.page.locator("h1")).to_contain_text(lou.name)

    told(lou, re.compile("feedback"))
    lou.follow(re.compile("feedback"))
    page_says(lou, "Five good lines.")
    lou.go(run)
    lou.press("Get your certificate")
    page_says(lou, "This certificate is genuine")
    code = re.search(r"/certificates/([^/]+)/", lou.page.url)
    assert code is not None
    stranger = visit(**way)
    stranger.go("/certificates/")
    stranger.write("Code on the certificate", code[1])
    stranger.hands.press(stranger.page.locator("main button").first)
    page_says(stranger, lou.name)
    lou.go(run)
    lou.follow("Leave this run")
    lou.press("Leave")
    page_says(lou, "You have left.")
    second.go(run)
    expect(second.page.get_by_role("link", name="Start with the first step")).to_be_visible()


def work_through(learner: Visitor) -> None:
    """The six steps of the short programme (tests/learning/programmes.py)."""
    learner.follow("Start with the first step")
    learner.press("Mark as complete and go on")
    expect(learner.page.locator("h1")).to_have_text("What helps?")
    learner.choose("Training")
    learner.press("Answer")
    expect(learner.page.locator("#poll-results")).to_be_visible()
    learner.hands.press(learner.page.locator("a[rel=next]"))
    expect(learner.page.locator("h1")).to_have_text("Check")
    learner.choose("Listening")
    learner.press("Check your answers")
    expect(learner.page.locator("#work .govuk-notification-banner")).to_contain_text("You passed.")
    learner.hands.press(learner.page.locator("a[rel=next]"))
    expect(learner.page.locator("h1")).to_have_text("A talk")
    learner.write("Your text", "One, two, three, four, five.")
    learner.press("Hand in")
    expect(learner.page.locator("#handed-in")).to_be_visible()
    learner.hands.press(learner.page.locator("a[rel=next]"))
    expect(learner.page.locator("h1")).to_have_text("Meet")
    learner.press("Mark as complete and go on")
    expect(learner.page.locator("h1")).to_have_text("What will you try?")
    learner.press(re.compile("^Mark (as|it as) complete"))
    page_says(learner, re.compile("last open step|Completed"))


@sends("learning:finding", "learning:join", "lmi:choose_area")
def test_looking_something_up_for_a_step(visit: Arrive, way: Way, ground: dict[str, Any]) -> None:
    rob = visit(one_of(way, "Rob", "Sue"), **way)
    rob.go(f"/runs/{ground['kinds_run']}/")
    rob.press("Join this run")
    page_says(rob, "You take part now.")
    rob.follow(re.compile("A step: lmi"))
    expect(rob.page.locator("h1")).to_have_text("A step: lmi")
    rob.press("Keep your finding")
    expect(rob.page.locator(".govuk-error-message").first).to_be_visible()
    rob.examine()
    rob.write("What you found", "It pays 500 a week.")
    rob.press("Keep your finding")
    page_says(rob, "It pays 500 a week.")
    rob.go("/occupations/")
    rob.write(re.compile("^(Job|Words|Search|Title)"), "nurse", within=rob.page.locator("main"))
    rob.hands.press(rob.page.locator("main form button").first)
    page_says(rob, "urse")
    rob.examine()
    rob.hands.press(rob.page.locator("main a", has_text=re.compile("urse")).first)
    expect(rob.page.locator("h1")).to_contain_text(re.compile("urse"))
    choose_another_area(rob)
    rob.go("/occupations/compare/?o=soc-2020:2")
    expect(rob.page.locator("h1")).to_be_visible()


def choose_another_area(reader: Visitor) -> None:
    place = reader.page.get_by_label("Figures for")
    names = [one.strip() for one in place.locator("option").all_inner_texts()]
    reader.hands.pick(place, names[-1])
    reader.press("Show", within=reader.page.locator("form", has=place))
    expect(reader.page).to_have_url(re.compile(r"[?&]a="))
    reader.press("Always show me this area")
    expect(reader.page.get_by_label("Figures for").locator("option:checked")).to_have_text(names[-1])


@sends("learning:participation_count")
def test_counting_participation_again(visit: Arrive, way: Way, ground: dict[str, Any]) -> None:
    joan = visit("facilitator", **way)
    joan.go(f"/runs/{ground['crowded_run']}/")
    joan.follow("Participation")
    joan.press("Count again now")
    page_says(joan, "Counted again.")
