"""A work coach's own skill: from a Europass CV to a badge that a stranger checks, and the word of one who saw it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.sends import sends
from tests.e2e.visitor import Visitor, about
from tests.e2e.ways import WAYS, Arrive, Way, one_of, page_says
from wayline.home.demo.cast import OFFICES
from wayline.portfolio.badge_words import GENUINE

pytestmark = pytest.mark.parametrize("way", WAYS)
CV = "samples/europass/Europass_CV_V3.4.0_Example.xml"
SKILL, JOB, COURSES = "Communication skills", "Martial Arts Instructor", "Courses"
OTHER_SKILL = "Organisational and managerial skills"
SAW = "Thirty beginners, and not one who did not know what came next."


@sends(
    "portfolio:import",
    "portfolio:import_preview",
    "portfolio:assessors",
    "portfolio:claim_make",
    "portfolio:claim_edit",
    "portfolio:claim_withdraw",
    "portfolio:assess",
    "portfolio:endorsement_ask",
    "portfolio:endorse",
    "portfolio:endorse_withdraw",
    "portfolio:endorsement",
    "portfolio:endorsement_withdraw",
    "portfolio:endorsement_show",
    "portfolio:endorsement_remove",
    "credentials:check",
)
def test_the_coach(visit: Arrive, way: Way, shared: Path) -> None:
    coach = visit(one_of(way, "Abe", "Bea"), **way)
    assessor = visit(one_of(way, "Fia", "Gil"), **way)
    stranger = visit(**way)
    brings_a_cv(coach, shared / CV)
    may_assess(visit("manager", **way), assessor)
    claims(coach, assessor)
    asks_for_more(assessor, coach)
    sends_more(coach)
    certifies(assessor)
    check_the_badge(coach, stranger)
    thinks_better_of_a_claim(coach)

    address = f"olga-{coach.name.lower()}@example.net"
    asks_to_endorse(coach, address)
    link = coach.service.link_for(address, "/portfolio/endorse/")
    endorses(stranger, link)
    shows(coach)
    stranger.go(link)
    stranger.press("Withdraw my endorsement")
    expect(stranger.page.locator("h1")).to_have_text("Your endorsement is withdrawn")
    open_skill(coach)
    expect(coach.page.locator("main")).not_to_contain_text(SAW)
    coach.follow(about("Remove", address))
    coach.press("Remove it")
    page_says(coach, "It is gone.")
    a_colleague_endorses(coach, assessor)


def brings_a_cv(coach: Visitor, file: Path) -> None:
    coach.go("/portfolio/")
    coach.follow("Bring a CV or portfolio along")
    coach.page.get_by_label("Choose a file").set_input_files(file)
    coach.press("Look at what is in it")
    for thing in (SKILL, JOB, COURSES):
        page_says(coach, thing)
    coach.press("Take over what is chosen")
    page_says(coach, "25 things are in your portfolio.")


def may_assess(manager: Visitor, assessor: Visitor) -> None:
    manager.go("/portfolio/claims/")
    manager.follow("Who may assess")
    expect(manager.page.locator("h1")).to_have_text("Who may assess")
    manager.examine()
    manager.press(about("May assess", f"{assessor.name} Guide"))
    page_says(manager, f"{assessor.name} Guide may assess claims now.")


def open_skill(coach: Visitor, title: str = SKILL) -> None:
    coach.go("/portfolio/?kind=skill")
    coach.follow(title)


def claims(coach: Visitor, assessor: Visitor) -> None:
    open_skill(coach)
    coach.follow("Have it validated by an assessor")
    expect(coach.page.get_by_label("What do you want to have validated?").locator("option:checked")).to_have_text(SKILL)
    coach.write("What you can do, and how you learnt it", "I teach beginners and explain each step.")
    coach.choose(f"{assessor.name} Guide")
    coach.press("Send it")
    expect(coach.page.locator(".govuk-error-summary")).to_contain_text("Choose at least one thing that shows it")
    coach.examine()
    coach.choose(JOB)
    coach.press("Send it")
    page_says(coach, "Your claim is sent.")
    page_says(coach, "Nobody has looked yet.")
    coach.examine()


def asks_for_more(assessor: Visitor, coach: Visitor) -> None:
    assessor.go("/")
    assessor.follow("Look at them")
    expect(assessor.page.locator("h1")).to_have_text("Claims to assess")
    assessor.examine()
    assessor.follow(f"{coach.name} Coach: {SKILL}")
    page_says(assessor, "School of Ninjutsu")
    expect(assessor.page.locator("main")).not_to_contain_text(OTHER_SKILL)
    assessor.press("Write it down and tell the person")
    expect(assessor.page.locator(".govuk-error-summary")).to_be_visible()
    assessor.examine()
    decides(assessor, "Ask for more evidence", "Which courses on teaching did you take?")


def decides(assessor: Visitor, act: str, reasons: str) -> None:
    assessor.choose(act)
    assessor.choose("Reading the evidence")
    assessor.choose("Conversation")
    assessor.write("Reasons", reasons)
    assessor.press("Write it down and tell the person")
    page_says(assessor, "It is written down, and the person is told.")


def sends_more(coach: Visitor) -> None:
    coach.go("/")
    coach.follow(re.compile("^Notices"))
    coach.follow("Your assessor asks for more evidence.")
    page_says(coach, "Which courses on teaching did you take?")
    coach.follow("Change and send")
    coach.choose(COURSES)
    coach.examine()
    coach.press("Send it")
    page_says(coach, "Your claim is sent.")
    expect(coach.page.get_by_role("region", name="Who looked when")).to_contain_text("Guide")


def certifies(assessor: Visitor) -> None:
    assessor.page.reload()
    page_says(assessor, COURSES)
    decides(assessor, "Accept it for assessment", "We talk on Monday at ten.")
    assessor.write("Measured against", "Outcomes 1 to 4 of the unit on teaching a group")
    decides(assessor, "Certify it", "Clear, patient, and every question was answered.")
    expect(assessor.page.locator("main")).not_to_contain_text("School of Ninjutsu")  # decided: by name only
    assessor.examine()


def check_the_badge(coach: Visitor, stranger: Visitor) -> None:
    coach.page.reload()
    page_says(coach, "Clear, patient, and every question was answered.")
    coach.examine()
    coach.follow("Open the credential")
    page_says(coach, "Take it along")
    badge = coach.page.url
    with coach.page.expect_download() as download:
        coach.hands.press(coach.page.locator("main a[href$='/as/json/']"))
    text = Path(download.value.path()).read_text()
    assert "every question was answered" not in text  # reasons are the person's own
    stranger.go("/credentials/check/")
    stranger.page.get_by_label("Text").fill(text)
    stranger.press("Check")
    for said in (str(GENUINE), SKILL, f"{coach.name} Coach", next(iter(OFFICES.values())), "unit on teaching a group"):
        page_says(stranger, said)
    stranger.examine()
    stranger.go(badge)
    page_says(stranger, str(GENUINE))
    coach.go("/portfolio/")
    coach.follow("Credentials")
    page_says(coach, SKILL)
    open_skill(coach)
    page_says(coach, "Validated prior learning")
    coach.examine()


def thinks_better_of_a_claim(coach: Visitor) -> None:
    open_skill(coach, OTHER_SKILL)
    coach.follow("Have it validated by an assessor")
    coach.write("What you can do, and how you learnt it", "Perhaps.")
    coach.choose(f"Whoever assesses at {next(iter(OFFICES.values()))}")
    coach.press("Save for later")
    page_says(coach, "Nobody sees it until you send it.")
    coach.follow("Delete this draft")
    coach.press("Delete it")
    page_says(coach, "The draft is gone.")


def asks_to_endorse(coach: Visitor, address: str) -> None:
    open_skill(coach)
    coach.follow("Ask somebody to endorse it")
    coach.press("Ask")
    expect(coach.page.locator(".govuk-error-summary")).to_be_visible()
    coach.examine()
    coach.write("E-mail address", address)
    coach.press("Ask")
    page_says(coach, "The question is on its way.")


def endorses(stranger: Visitor, link: str) -> None:
    stranger.go(link)
    page_says(stranger, SKILL)
    stranger.press("Confirm it")
    expect(stranger.page.locator(".govuk-error-summary")).to_be_visible()
    stranger.examine()
    stranger.write("Your name", "Olga Master")
    stranger.write("How do you know each other?", "I ran the school")
    stranger.write("What did you see?", SAW)
    stranger.press("Confirm it")
    page_says(stranger, "What you said")
    page_says(stranger, "sees it.")
    stranger.examine()


def shows(coach: Visitor) -> None:
    coach.page.reload()
    page_says(coach, SAW)
    page_says(coach, "Only you see it.")
    coach.press(about("Show it", "Olga Master"))
    page_says(coach, "Whoever you share the skill with sees it too.")
    coach.examine()


def a_colleague_endorses(coach: Visitor, colleague: Visitor) -> None:
    """With an account: told here, answered here, taken back here."""
    asks_to_endorse(coach, f"{colleague.name.lower()}@example.org")
    colleague.go("/portfolio/received/")
    colleague.examine()
    colleague.follow(f"{coach.name} Coach: {SKILL}")
    colleague.write("How do you know each other?", "We share an office")
    colleague.write("What did you see?", "Clear words on the telephone, every day.")
    colleague.press("Confirm it")
    page_says(colleague, "Clear words on the telephone")
    colleague.press("Withdraw my endorsement")
    page_says(colleague, "Your endorsement is withdrawn.")
