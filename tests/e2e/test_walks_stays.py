"""A pupil's work experience, from the search to the credential that a stranger checks; and a job taken from a file."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, expect

from tests.e2e.sends import sends
from tests.e2e.test_walks_portfolio import check
from tests.e2e.visitor import Visitor
from tests.e2e.ways import WAYS, Arrive, Named, Way, one_of, page_says
from wayline.portfolio.badge_words import GENUINE, SENTENCES
from wayline.portfolio.badges.findings import Code

pytestmark = pytest.mark.parametrize("way", WAYS)
SIGN = "I have read it and sign"
NAME = "Your name, as your signature"
PLACE = "One week in a joiner's workshop"
SIXTEEN = timedelta(days=16 * 365 + 40)


@sends(
    "opportunities:apply",
    "opportunities:application_check",
    "opportunities:received_mark invited",
    "opportunities:agreement_draw_up",
    "opportunities:agreed_skills",
    "opportunities:agreement_who",
    "opportunities:agreement_sign",
    "opportunities:agreement_change",
    "opportunities:agreement_parent",
    "opportunities:agreement_sort",
    "opportunities:entry_new",
    "opportunities:entry",
    "opportunities:entry_delete",
    "opportunities:check_in_new",
    "opportunities:check_in",
    "opportunities:check_in_delete",
    "opportunities:stay_feedback",
    "opportunities:stay_complete",
    "opportunities:stay_take_up",
    "opportunities:stay_take_back",
    "opportunities:agreement_call_off",
    "credentials:check",
)
def test_a_pupils_work_experience(visit: Arrive, way: Way) -> None:
    """Of one day, which is today: so the walk sees the stay before, during and after."""
    name = f"{one_of(way, 'Val', 'Zia')} Pupil"
    helen, pupil, amara = visit("employer", **way), visit(name.split()[0], **way), visit("practitioner", **way)
    finds_a_place_and_applies(pupil)
    invites(helen, name)
    draws_up(helen)
    agreement = helen.page.url
    all_sign(helen, pupil, amara, visit(**way), agreement)

    keeps_a_diary(pupil, agreement)
    looks_after(amara, name, agreement)
    says_how_it_was(helen, pupil, agreement)
    helen.go(agreement)
    page_says(helen, "The foreman shouts.")

    stranger = visit(**way)
    credential = gets_a_credential(helen, pupil, agreement)
    verdict = stranger.page.locator("main .govuk-notification-banner")
    check(stranger, credential)
    expect(verdict).to_contain_text(str(GENUINE))
    page_says(stranger, name)
    page_says(stranger, "Work experience at Ostrowska Joinery")
    stranger.examine()
    takes_it_into_the_portfolio(pupil, agreement)

    ends_for_the_company(helen, pupil, agreement)
    check(stranger, credential)
    page_says(stranger, str(SENTENCES[Code.REVOKED]))


def finds_a_place_and_applies(pupil: Visitor) -> None:
    pupil.go("/opportunities/?q=workshop&kind=work_experience")
    pupil.follow(PLACE)
    pupil.follow("Apply here")
    pupil.press("Go on: check it")
    pupil.wait_for("/check/")
    pupil.press("Send the application")
    page_says(pupil, "Sent. You are told when somebody answers.")


def invites(employer: Visitor, name: str) -> None:
    employer.go("/received/")
    employer.follow(name)
    employer.follow("Invite")
    employer.write("Message", "Come today at eight, to the gate.")
    employer.press("Invite")
    page_says(employer, "They are told.")
    employer.follow("Agreement on the stay")


def draws_up(employer: Visitor) -> None:
    today = timezone.localdate()
    employer.press("Save the agreement")
    expect(employer.page.locator(".govuk-error-summary")).to_be_visible()
    employer.examine()
    employer.choose("FR: Mini-stage")
    employer.write("What is to be learned", "How wood is measured, cut and joined")
    for label in ("First day", "Last day"):
        employer.hands.write_day(employer.page.get_by_label(label), today)
    for label, text in (
        ("Days at the company", "1"),
        ("Hours a day", "7"),
        ("Hours a week", "35"),
        ("Where", "Sawpit Lane 3, Northvale"),
        ("Who looks after the participant", "Helen Ostrowska"),
        ("Insurance", "Policy NV 4411 of the company"),
    ):
        employer.write(label, text)
    employer.press("Save the agreement")
    page_says(employer, "Drawn up. The participant is told, and signs first.")
    agrees_on_skills(employer)


def agrees_on_skills(employer: Visitor) -> None:
    employer.follow("Agree on skills")
    employer.press(re.compile("^Remove"))  # what the offer names
    page_says(employer, "None is chosen.")
    employer.write("Name of a skill", "planing a board")
    employer.press("Find", within=employer.page.get_by_role("search", name="Find a skill"))
    employer.press("Add “planing a board” in words only")
    page_says(employer, "not in the classification")
    employer.examine()
    employer.follow("Back to the agreement")
    page_says(employer, "Signatures")


def all_sign(helen: Visitor, pupil: Visitor, amara: Visitor, guardian: Visitor, agreement: str) -> None:
    name = pupil.name
    pupil.go(agreement)
    pupil.press("Save")
    expect(pupil.page.locator(".govuk-error-summary")).to_be_visible()
    pupil.examine()
    born = timezone.localdate() - SIXTEEN
    for part, number in (("Day", born.day), ("Month", born.month), ("Year", born.year)):
        pupil.write(re.compile(rf"^\s*{part}"), str(number))
    parent = f"parent-of-{name.lower()}@example.org"
    pupil.write("Name of a parent or guardian", "Paula Pupil")
    pupil.write("E-mail of the parent or guardian", parent)
    pupil.press("Save")
    page_says(pupil, "Saved.")
    signs(pupil, f"{name} Pupil")
    pupil.examine()

    helen.go(agreement)
    helen.follow("Change")
    helen.write("Who looks after the participant", "Helen Ostrowska and her foreman")
    helen.press("Save the agreement")
    page_says(helen, "Whoever signed before signs the new text again.")
    for visitor, signature in ((pupil, f"{name} Pupil"), (helen, "Helen Ostrowska"), (amara, "Amara Nwosu")):
        visitor.go(agreement)
        signs(visitor, signature)

    guardian.go(helen.service.link_for(parent, "/agreements/parent/"))
    page_says(guardian, "Helen Ostrowska and her foreman")
    guardian.examine()
    guardian.press(SIGN)
    expect(guardian.page.locator("h1")).to_have_text("Nothing to sign here")
    pupil.go(agreement)
    page_says(pupil, "Paula Pupil")
    expect(pupil.page.locator("main")).to_contain_text("Signed by all")


def signs(visitor: Visitor, name: str) -> None:
    visitor.write(NAME, name)
    visitor.press(SIGN)
    page_says(visitor, "Signed. Thank you.")


def keeps_a_diary(pupil: Visitor, agreement: str) -> None:
    """Two fields are enough. Written anew after it was deleted; shown to the service in the end."""
    pupil.go("/")
    pupil.follow("Write in my diary")
    pupil.press("Save")
    expect(pupil.page.locator(".govuk-error-summary")).to_be_visible()
    pupil.examine()
    pupil.write("What did you do?", "I sanded a table.")
    pupil.press("Save")
    page_says(pupil, "Written down.")
    page_says(pupil, "7 of 7 hours written down")
    pupil.examine()
    pupil.follow(re.compile("^Delete"))
    pupil.press("Delete it")
    page_says(pupil, "Nothing written yet")
    pupil.follow("Write about a day")
    pupil.write("What did you do?", "I planed a board.")
    pupil.unfold("Say more")
    pupil.choose("planing a board")
    pupil.press("Save")
    page_says(pupil, "Written down.")
    pupil.follow(re.compile("^Change"))
    pupil.write("What did you learn?", "To go with the grain.")
    pupil.choose("Me and my service")
    pupil.press("Save")
    page_says(pupil, "To go with the grain.")


def looks_after(practitioner: Visitor, name: str, agreement: str) -> None:
    practitioner.go("/agreements/")
    practitioner.follow("All stays that we accompany")
    page_says(practitioner, "Marked as silent")
    practitioner.examine()
    practitioner.follow(name)
    practitioner.unfold("Group, and how the place was found")
    practitioner.write("Group or class", "10b")
    practitioner.choose("Searched for it here alone")
    practitioner.press("Save")
    page_says(practitioner, "Saved.")
    practitioner.follow("Diary, as far as it is shown")
    page_says(practitioner, "To go with the grain.")
    practitioner.go(agreement)
    practitioner.follow("Note a check-in")
    practitioner.press("Note it")
    expect(practitioner.page.locator(".govuk-error-summary")).to_be_visible()
    practitioner.examine()
    practitioner.choose("Call")
    practitioner.write("What you saw or talked about", "All goes well.")
    practitioner.press("Note it")
    page_says(practitioner, "Noted. The participant is told.")
    practitioner.follow(re.compile(r"^Change\W"))
    practitioner.write("What you saw or talked about", "All goes very well.")
    practitioner.press("Save")
    page_says(practitioner, "All goes very well.")
    practitioner.follow(re.compile(r"^Delete\W"))
    practitioner.press("Delete it")
    page_says(practitioner, "Nothing is noted yet.")
    practitioner.follow("Note a check-in")
    practitioner.choose("Visit")
    practitioner.write("What you saw or talked about", "A clean bench.")
    practitioner.press("Note it")
    page_says(practitioner, "A clean bench.")


def says_how_it_was(employer: Visitor, pupil: Visitor, agreement: str) -> None:
    employer.go(agreement)
    employer.follow("How was the stay?")
    employer.press("Save")
    expect(employer.page.locator(".govuk-error-summary")).to_be_visible()
    employer.examine()
    employer.choose("Alone", within=employer.page.get_by_role("group", name="planing a board"))
    employer.choose("With help", within=employer.page.get_by_role("group", name=re.compile("^How wood is measured")))
    employer.write("How was it with the participant?", "Careful, and asks when in doubt.")
    employer.press("Save")
    page_says(employer, "Thank you. You can change it")

    pupil.go(agreement)
    page_says(pupil, "A clean bench.")
    page_says(pupil, "Careful, and asks when in doubt.")
    pupil.follow("How was the stay?")
    pupil.write("What was good?", "The smell of wood.")
    pupil.write("What was not good?", "The foreman shouts.")
    pupil.press("Save")
    expect(pupil.page.locator(".govuk-error-summary")).to_be_visible()
    pupil.examine()
    pupil.choose("Yes")
    pupil.press("Save")
    page_says(pupil, "The company cannot read this.")
    employer.go(agreement)
    expect(employer.page.get_by_text("The foreman shouts.")).to_have_count(0)
    pupil.follow("How was the stay?")
    pupil.choose(re.compile("^The company may read"))
    pupil.press("Save")
    page_says(pupil, "The company can read this.")


def gets_a_credential(employer: Visitor, pupil: Visitor, agreement: str) -> str:
    """As its holder downloads it."""
    employer.go(agreement)
    employer.follow("Confirm that the stay was completed")
    page_says(employer, "Hours in all")
    employer.examine()
    employer.press("Yes, it was completed")
    page_says(employer, "Confirmed.")
    employer.examine()
    pupil.go(agreement)
    pupil.follow("My credential for this stay")
    with pupil.page.expect_download() as download:
        pupil.hands.press(pupil.page.locator("main a[href$='/as/json/']"))
    return Path(download.value.path()).read_text()


def takes_it_into_the_portfolio(pupil: Visitor, agreement: str) -> None:
    pupil.go(agreement)
    pupil.follow("Take it into my portfolio")
    page_says(pupil, "You can change everything later.")
    pupil.examine()
    pupil.write("What I did", "I planed a board.")
    pupil.press("Keep it in my portfolio")
    page_says(pupil, "It is in your portfolio.")
    page_says(pupil, "planing a board: Alone")


def ends_for_the_company(employer: Visitor, pupil: Visitor, agreement: str) -> None:
    """What was confirmed by mistake is taken back; then the pupil calls the stay off."""
    employer.go(agreement)
    employer.follow("Take the confirmation back")
    employer.press("Take it back")
    expect(employer.page.locator(".govuk-error-summary")).to_be_visible()
    employer.examine()
    employer.write("Why is it taken back?", "It was another day.")
    employer.press("Take it back")
    page_says(employer, "Taken back.")
    pupil.go(agreement)
    pupil.follow("Call off")
    pupil.press("Call it off")
    page_says(pupil, "Called off. The others are told.")
    employer.go(agreement)
    page_says(employer, "Called off")
    expect(employer.page.get_by_text("The foreman shouts.")).to_have_count(0)


@sends("opportunities:job_file")
def test_a_job_from_a_file(visit: Arrive, way: Way, named: Named) -> None:
    helen, title = visit("employer", **way), named("Bench joiner")
    job = {
        "title": title,
        "type": "Full-time",
        "description": "You build stairs.",
        "skills": [{"name": "Joining wood"}],
    }
    file: FilePayload = {"name": "job.json", "mimeType": "application/json", "buffer": json.dumps(job).encode()}
    helen.go("/offers/from-file/")
    helen.press("Make a draft of it")
    expect(helen.page.locator(".govuk-error-summary")).to_be_visible()
    helen.examine()
    helen.page.locator("input[type=file]").set_input_files(file)
    helen.press("Make a draft of it")
    page_says(helen, "A draft from your file.")
    expect(helen.page.get_by_label("Title")).to_have_value(title)
    helen.go("/offers/?state=draft")
    page_says(helen, title)
