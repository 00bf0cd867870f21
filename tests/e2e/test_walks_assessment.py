"""A questionnaire from its first section to the answers, and an instrument for oneself, in both ways."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import FilePayload, expect

from tests.e2e.sends import sends
from tests.e2e.visitor import Visitor, about
from tests.e2e.ways import WAYS, Arrive, Named, Way, one_of, page_says

pytestmark = pytest.mark.parametrize("way", WAYS)
JOB, WHY = "Do you have a job?", "What helps you?"
WORK = "Your work"
MOST_PAGES = 60


@sends(
    "assessment:instrument_create",
    "assessment:section_add",
    "assessment:section_edit",
    "assessment:question_add",
    "assessment:question_edit",
    "assessment:instrument_move",
    "assessment:instrument_about",
    "assessment:instrument_text",
    "assessment:instrument_preview",
    "assessment:instrument_copy",
    "assessment:instrument_publish",
    "assessment:instrument_delete",
)
def test_writing_a_questionnaire(visit: Arrive, way: Way, named: Named) -> None:
    joan = visit("facilitator", **way)
    write_questionnaire(joan, named("Written"))
    change_its_parts(joan)
    joan.follow("Preview")
    joan.press("Try these answers")
    expect(joan.page.locator(".govuk-error-summary")).to_be_visible()
    joan.examine()
    joan.choose("Yes")
    joan.press("Try these answers")
    page_says(joan, "These answers would be taken.")
    joan.follow("Back to the questionnaire")
    joan.press("Make a copy")
    page_says(joan, "This is your own copy.")
    joan.press("Publish")
    page_says(joan, "Version 1 is published.")
    joan.follow("Delete")
    joan.press("Delete")
    page_says(joan, "The questionnaire is gone.")


def write_questionnaire(author: Visitor, title: str) -> None:
    """One section with two questions, not published."""
    author.go("/questionnaires/")
    author.follow("New questionnaire")
    author.write("Title", title)
    author.press("Save")
    author.follow("Add a section")
    author.press("Save")
    expect(author.page.locator(".govuk-error-summary")).to_be_visible()
    author.write("Title", WORK)
    author.press("Save")
    add_question(author, JOB, "One answer", "yes | Yes\nno | No")
    add_question(author, WHY, "Text")


def add_question(author: Visitor, text: str, kind: str, options: str = "") -> None:
    main = author.page.locator("main")
    author.follow(about("Add a question", WORK), within=main)
    author.hands.pick(author.page.get_by_label("Kind"), kind)
    author.write("Question", text, within=main.locator("form").last)
    if options:
        author.write("Answers to choose from", options)
        author.choose("Must be answered")
    author.press("Save")
    page_says(author, text)


def change_its_parts(author: Visitor) -> None:
    author.press(about("Down", JOB))
    expect(author.page.locator("section ol > li").first).to_contain_text(WHY)
    author.press(about("Up", JOB))
    expect(author.page.locator("section ol > li").first).to_contain_text(JOB)
    author.follow(about("Change", WHY))
    author.write("Hint", "A few words.")
    author.press("Save")
    page_says(author, "Saved.")
    author.follow(about("Change", WORK))
    author.write("Text above the questions", "About *your work*.")
    author.press("Save")
    page_says(author, "Saved.")
    author.follow("Title and texts")
    author.write("Before the first question", "It takes a minute.")
    author.press("Save")
    author.follow("Edit as text")
    author.press("Save")
    page_says(author, "Saved.")


@sends("assessment:instrument_import")
def test_bringing_a_questionnaire_in(visit: Arrive, way: Way, named: Named) -> None:
    joan = visit("facilitator", **way)
    joan.go("/questionnaires/")
    joan.follow("Bring one in from a file")
    joan.press("Bring in")
    expect(joan.page.locator(".govuk-error-summary")).to_be_visible()
    joan.page.get_by_label("File").set_input_files(file_of(named("From a file")))
    joan.press("Bring in")
    page_says(joan, "The questionnaire was taken over whole.")
    expect(joan.page.locator("h1")).to_have_text(named("From a file"))


def file_of(title: str) -> FilePayload:
    return {"name": "work.toml", "mimeType": "application/toml", "buffer": definition(title)}


def definition(title: str) -> bytes:
    return f"""code = "work"
languages = ["en"]
title = {{ en = "{title}" }}

[[sections]]
code = "one"
title = {{ en = "{WORK}" }}

[[sections.questions]]
code = "help"
kind = "text"
required = true
text = {{ en = "{WHY}" }}
""".encode()


@sends(
    "assessment:survey_create",
    "assessment:survey_edit",
    "assessment:wave_add",
    "assessment:wave_edit",
    "assessment:wave_state",
    "assessment:answer_start",
    "assessment:answer",
    "assessment:answer_check",
    "assessment:survey_delete",
)
def test_an_anonymous_survey_from_its_settings_to_the_answers(
    visit: Arrive, way: Way, named: Named, ground: dict[str, Any]
) -> None:
    joan = visit("facilitator", **way)
    make_survey(joan, ground["instrument"], named("A look around"), "Everybody who has the link")
    survey = joan.page.url
    joan.press(re.compile("^Open"))
    page_says(joan, "It is open. People can answer.")
    address = joan.page.locator("main a[href*='/s/']").get_attribute("href")
    assert address is not None

    answer_by_code(visit(**way), address)
    joan.go(survey)
    page_says(joan, "1 answer")
    joan.press(re.compile("^Close"))
    page_says(joan, "It is closed.")
    late = visit(**way)
    late.go(address)
    expect(late.page.get_by_role("button", name="Start")).to_have_count(0)
    joan.press("Ask another time")
    joan.write("Name of the wave", "Half a year later")
    joan.press("Save")
    page_says(joan, "Half a year later")
    joan.follow("Settings")
    joan.write("What the answers are for", "To plan the rooms of next year.")
    joan.press("Save")
    page_says(joan, "rooms of next year")
    joan.follow("Delete")
    joan.press("Delete")
    page_says(joan, "The survey and every answer to it are gone.")


def make_survey(sender: Visitor, instrument: int, title: str, audience: str) -> None:
    sender.go(f"/questionnaires/{instrument}/")
    sender.follow("Send it as a survey")
    sender.press("Save")
    expect(sender.page.locator(".govuk-error-summary")).to_be_visible()
    sender.examine()
    sender.write("Title", title)
    sender.write("What the answers are for", "To plan the rooms.")
    sender.choose(audience)
    sender.press("Save")
    page_says(sender, "The survey is in preparation.")


def answer_by_code(somebody: Visitor, address: str) -> None:
    """The questionnaire of tests/assessment/samples.py, left after its first page and taken up again by the code."""
    somebody.go(address)
    page_says(somebody, "This survey is anonymous")
    somebody.press("Start")
    somebody.press("Continue")
    expect(somebody.page.locator(".govuk-error-summary")).to_be_visible()
    somebody.choose("No")
    somebody.press("Save and come back later")
    page_says(somebody, "Write this code down")
    code = somebody.page.locator("main .govuk-inset-text").inner_text().strip()
    somebody.go(address)
    somebody.unfold("I have begun already")
    somebody.write("The code you were given", "WRONG-CODE")
    somebody.press("Go on")
    expect(somebody.page.locator(".govuk-error-summary")).to_be_visible()
    somebody.write("The code you were given", code)
    somebody.press("Go on")
    expect(somebody.page.get_by_label("No", exact=True)).to_be_checked()
    somebody.press("Continue")
    expect(somebody.page.locator("h1")).to_have_text("More")
    answer_all_pages(somebody)
    expect(somebody.page.locator("h1")).to_have_text("Check your answers")
    somebody.examine()
    somebody.press("Hand in")
    expect(somebody.page.locator("h1")).to_have_text("Thank you")


@sends("assessment:survey_create", "assessment:survey_people", "assessment:wave_state", "assessment:wave_remind")
def test_a_survey_for_people_on_a_list(visit: Arrive, way: Way, named: Named, ground: dict[str, Any]) -> None:
    joan = visit("facilitator", **way)
    make_survey(joan, ground["instrument"], named("By letter"), "People invited by e-mail")
    survey = joan.page.url
    joan.follow("People asked")
    joan.write("E-mail addresses", "somebody@example.net, someone@example.net")
    joan.press("Put on the list")
    page_says(joan, "2 people are on the list now")
    joan.press(about("Take off", "someone@example.net"))
    page_says(joan, "Taken off the list.")
    joan.go(survey)
    joan.press(re.compile("^Open"))
    page_says(joan, "It is open.")
    joan.press(re.compile("^Remind those"))
    page_says(joan, "A reminder goes to 1 person who has not answered.")


@sends("assessment:own_start", "assessment:own_page", "assessment:own_check", "assessment:own_result_delete")
def test_taking_an_instrument_for_oneself(visit: Arrive, way: Way) -> None:
    ada = visit(one_of(way, "Ada", "Elif"), **way)
    ada.go("/yourself/")
    ada.press(re.compile("^Start"))
    ada.wait_for("/begun/*/1/")
    answer_all_pages(ada)
    expect(ada.page.locator("h1")).to_have_text("Check your answers")
    ada.press("Show my result")
    page_says(ada, "Only you see this page.")
    ada.examine()
    ada.follow("Throw this result away")
    ada.press("Throw it away")
    page_says(ada, "The result is gone.")


def answer_all_pages(person: Visitor) -> None:
    """The first answer to every question that gives answers to choose from; the others are left out."""
    for _ in range(MOST_PAGES):
        person.page.wait_for_load_state()
        radios = person.page.locator("main input[type=radio]")
        for name in dict.fromkeys(radios.evaluate_all("all => all.map((one) => one.name)")):
            person.hands.choose(person.page.locator(f'main input[type=radio][name="{name}"]').first)
        before = person.page.url
        person.press("Continue")
        expect(person.page).not_to_have_url(before)
        if person.page.url.endswith("/check/"):
            return
    raise AssertionError(f"There is no end to the pages of {person.page.url}.")
