"""What people of each role do all day, by keyboard alone and without JavaScript."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.sends import sends
from tests.e2e.visitor import Visitor, about
from tests.e2e.ways import WAYS, Arrive, Named, Way, one_of, wait_for_the_worker
from wayline.home.demo.cast import AMARA

pytestmark = pytest.mark.parametrize("way", WAYS)


@sends("learning:join", "learning:complete", "learning:poll", "learning:leave")
def test_joining_a_run_and_leaving_it(visit: Arrive, ground: dict[str, Any], way: Way) -> None:
    learner = visit(one_of(way, "Ada", "Elif"), **way)
    learner.go("/")
    learner.follow("Programmes")
    learner.follow("Short walk")
    learner.follow("Spring run")
    learner.press("Join this run")
    expect(learner.page.locator("main")).to_contain_text("You take part now.")
    learner.follow("Start with the first step")
    expect(learner.page.locator("h1")).to_have_text("Welcome")
    learner.press("Mark as complete and go on")
    expect(learner.page.locator("h1")).to_have_text("What helps?")
    learner.press("Answer")
    expect(learner.page.get_by_text("Choose an answer.")).to_be_visible()
    learner.examine()
    learner.choose("Training")
    learner.press("Answer")
    expect(learner.page.locator("#poll-results")).to_be_visible()
    learner.go(f"/runs/{ground['short_run']}/")
    learner.follow("Leave this run")
    learner.press("Leave")
    expect(learner.page.locator("main")).to_contain_text("You have left.")


@sends(
    "discussion:post",
    "discussion:facilitation_next",
    "discussion:facilitation_item",
    "discussion:facilitation_do endorse",
)
def test_the_facilitators_queue(visit: Arrive, ground: dict[str, Any], way: Way, named: Named) -> None:
    for name in ("Ben", "Cora", "Dev"):
        learner = visit(name)
        learner.go(f"/runs/{ground['live_run']}/steps/{ground['live_step']}/")
        learner.write("Your comment", named(f"What would you ask, {name}?"))
        learner.press("Post", within=learner.page.locator("#new-comment"))
        expect(learner.page.locator("#comments")).to_contain_text(named(f"What would you ask, {name}?"))

    fia = visit("Fia", **way)
    fia.go("/")
    fia.follow("Facilitation")
    fia.unfold("How a comment comes here")
    expect(fia.page.get_by_text("Whoever presses Answer has the comment")).to_be_visible()
    fia.press("Answer the first")
    fia.press("Post and go on")
    expect(fia.page.locator(".govuk-error-summary")).to_be_visible()
    fia.examine()
    fia.write("Your answer", named("Their name."))
    fia.press("Post and go on")
    expect(fia.page.locator(".govuk-notification-banner")).to_contain_text("Your answer is posted.")
    fia.press(re.compile("^Endorse"))
    expect(fia.page.locator("[role=status]", has_text="Endorsed.")).to_be_visible()
    fia.press("Later")
    fia.press(re.compile("^Needs no answer"))
    expect(fia.page.locator("[role=status]:visible").first).to_be_visible()


@sends(
    "learning:programme_create",
    "learning:week_add",
    "learning:step_add",
    "learning:step_edit",
    "learning:programme_publish",
)
def test_writing_a_step(visit: Arrive, way: Way, named: Named) -> None:
    tomasz = visit("author", **way)
    title = named("Listening")
    tomasz.go("/")
    tomasz.follow("Write programmes")
    tomasz.follow("Write a new programme")
    tomasz.write("Title", title)
    tomasz.press("Make the draft")
    tomasz.follow("Add a week")
    tomasz.write("Title", "One week")
    tomasz.press("Save")
    tomasz.follow(about("Add a step", "One week"))
    tomasz.write("Title of the step", "Hear them out")
    tomasz.choose("Article")
    tomasz.press("Add it and write")
    tomasz.write("Text", "Wait for *three* seconds.")
    tomasz.press("Preview")
    expect(tomasz.page.locator("#preview em")).to_have_text("three")
    tomasz.press("Save the draft")
    expect(tomasz.page.locator(".govuk-notification-banner")).to_be_visible()
    tomasz.follow("See it as a learner")
    expect(tomasz.page.locator(".wl-prose em")).to_have_text("three")
    tomasz.follow("Back to writing")
    tomasz.press("Save and publish")
    expect(tomasz.page.locator(".govuk-notification-banner")).to_be_visible()
    tomasz.follow(title)
    tomasz.follow("Publish …")
    tomasz.press("Publish all of this")
    expect(tomasz.page.locator(".govuk-notification-banner")).to_be_visible()
    tomasz.go("/programmes/")
    expect(tomasz.page.get_by_role("link", name=title)).to_be_visible()


@sends(
    "discussion:new_topic",
    "discussion:reply",
    "discussion:do like",
    "discussion:report",
    "discussion:queue_do hide",
)
def test_talking_in_a_space_and_moderating_it(visit: Arrive, way: Way, named: Named) -> None:
    amara = visit("practitioner", **way)
    amara.go("/")
    amara.follow("Spaces")
    amara.follow("Practice exchange")
    amara.follow("Topics")
    amara.follow("Open a new topic")
    amara.write("Title", named("Lunch with employers"))
    amara.write("Your first comment", named("Who has tried it?"))
    amara.press("Open the topic")
    expect(amara.page.locator("#comments")).to_contain_text(named("Who has tried it?"))
    topic = amara.page.url
    amara.follow("Reply")
    amara.write(f"Your answer to {AMARA.name}", named("I have, twice."))
    amara.press("Post", within=amara.page.locator("form", has=amara.page.get_by_text("Your answer to")))
    expect(amara.page.locator(".wl-replies")).to_contain_text(named("I have, twice."))

    ruth = visit("researcher", **way)
    ruth.go(topic)
    ruth.press(re.compile("^Like"))
    expect(ruth.page.get_by_role("button", name=re.compile("^Like")).first).to_have_attribute("aria-pressed", "true")
    ruth.follow("More")
    ruth.follow("Report")
    ruth.press("Report")
    expect(ruth.page.locator(".govuk-error-summary")).to_be_visible()
    ruth.examine()
    ruth.choose("It is advertising")
    ruth.press("Report")
    expect(ruth.page.locator(".govuk-notification-banner")).to_contain_text("Thank you.")

    joan = visit("facilitator", **way)
    joan.go(topic)
    joan.follow("Practice exchange")
    joan.follow("Moderation")
    reported = joan.page.get_by_role("row", name=named("Lunch with employers"))
    joan.follow(about("Decide", AMARA.name), within=reported)
    joan.unfold("Hide the comment")
    joan.write("Why you hide it", "It was agreed to keep advertising out.")
    joan.press("Hide the comment")
    expect(joan.page.locator("main")).to_contain_text("The comment is hidden; its author reads your reason.")


@sends("discussion:edit_page")
def test_writing_a_page_together(visit: Arrive, way: Way, named: Named) -> None:
    amara = visit("practitioner", **way)
    amara.go("/spaces/")
    amara.follow("Practice exchange")
    amara.follow("Pages")
    amara.follow("How we visit firms")
    amara.follow("Edit")
    amara.write("Text", named("One page for each visit."))
    amara.write("What you changed", named("All of it"))
    amara.press("Save")
    expect(amara.page.locator(".wl-prose").first).to_have_text(named("One page for each visit."))
    amara.follow("History")
    expect(amara.page.locator("main")).to_contain_text(named("All of it"))


@sends("learning:package_send", "learning:run_create", "learning:run_state", "learning:join", "learning:complete")
@pytest.mark.parametrize("package", ["imscc/moodle_py4e_export.imscc", "mbz/backup.mbz"])
def test_bringing_a_course_in_and_taking_it(visit: Arrive, way: Way, shared: Path, package: str) -> None:
    tomasz = visit("author", **way)
    tomasz.go("/")
    tomasz.follow("Write programmes")
    tomasz.follow("Import a package")
    tomasz.press("Import")
    expect(tomasz.page.locator(".govuk-error-summary")).to_be_visible()
    tomasz.examine()
    tomasz.page.get_by_label("Package").set_input_files(shared / "samples" / package)
    tomasz.press("Import")
    wait_for_the_worker(tomasz)
    tomasz.follow("Publish …")
    tomasz.press("Publish all of this")
    expect(tomasz.page.locator(".govuk-notification-banner")).to_be_visible()
    tomasz.follow("About the programme")  # past the steps, which may be 170
    tomasz.follow("Offer a run")
    tomasz.write("Name of the run", Path(package).name)
    tomasz.choose("Open to everybody with an account")
    tomasz.press("Create the run")
    expect(tomasz.page.locator("main")).to_contain_text("The run is in preparation.")
    tomasz.follow(Path(package).name)
    tomasz.follow("Settings")
    tomasz.press("Open the run")
    expect(tomasz.page.get_by_role("link", name="Facilitation queue")).to_be_visible()
    take_it(visit("Finn", **way), tomasz.page.url)


def take_it(learner: Visitor, run: str) -> None:
    learner.go(run)
    learner.press("Join this run")
    learner.follow("Start with the first step")
    expect(learner.page.locator("#work")).to_be_attached()
    step = learner.page.url
    learner.press(re.compile("^Mark (as|it as) complete"))
    learner.page.wait_for_url(lambda url: url != step)
    learner.go(run)
    expect(learner.page.locator("main")).to_contain_text(re.compile(r"1 of \d+ steps"))
