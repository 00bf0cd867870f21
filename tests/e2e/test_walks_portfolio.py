"""What a person keeps: bringing a file along, changing it, the bin, the profile, credentials, in both ways."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, expect

from tests.e2e.keeping import RESUME, picture
from tests.e2e.sends import sends
from tests.e2e.visitor import Visitor, about
from tests.e2e.ways import WAYS, Arrive, Named, Way, one_of, page_says
from wayline.portfolio.badge_words import GENUINE, OUTCOMES, SENTENCES
from wayline.portfolio.badges.findings import Code, Outcome

pytestmark = pytest.mark.parametrize("way", WAYS)
FILE: FilePayload = {"name": "my-cv.json", "mimeType": "application/json", "buffer": json.dumps(RESUME).encode()}


@sends("portfolio:import", "portfolio:import_preview", "portfolio:import_undo")
def test_bringing_a_file_along(visit: Arrive, way: Way) -> None:
    ben = visit(one_of(way, "Ben", "Finn"), **way)
    bring(ben)
    page_says(ben, "Driver")
    ben.examine()
    ben.press("Take over what is chosen")
    page_says(ben, "3 things are in your portfolio.")
    ben.press(about("Undo", "my-cv.json"))
    page_says(ben, "3 things are in the bin again.")


def bring(person: Visitor) -> None:
    person.go("/portfolio/import/")
    person.press("Look at what is in it")
    expect(person.page.locator(".govuk-error-summary")).to_be_visible()
    person.examine()
    person.page.get_by_label("Choose a file").set_input_files(FILE)
    person.press("Look at what is in it")
    expect(person.page.locator("h1")).to_have_text("What is in the file")


@sends(
    "portfolio:edit",
    "portfolio:evidence",
    "portfolio:attach",
    "portfolio:file_remove",
    "portfolio:to_bin",
    "portfolio:bring_back",
    "portfolio:empty_bin",
)
def test_a_thing_and_the_bin(visit: Arrive, way: Way) -> None:
    cora = visit(one_of(way, "Cora", "Dev"), **way)
    bring(cora)
    cora.press("Take over what is chosen")
    page_says(cora, "3 things are in your portfolio.")
    cora.go("/portfolio/")
    cora.follow(re.compile("^Baker"))
    cora.follow("Change")
    cora.write("What you did or were", "")
    cora.press("Save")
    expect(cora.page.locator(".govuk-error-summary")).to_be_visible()
    cora.examine()
    cora.write("What you did or were", "Head baker")
    cora.press("Save")
    page_says(cora, "Saved.")
    show_it(cora)
    cora.press("Put into the bin")
    expect(cora.page).to_have_url(re.compile("binned="))
    expect(cora.page.get_by_role("link", name=re.compile("^Head baker"))).to_have_count(0)
    cora.go("/portfolio/bin/")
    cora.press(about("Bring back", "Head baker"))
    page_says(cora, "It is back.")
    cora.press("Put into the bin")
    expect(cora.page).to_have_url(re.compile("binned="))
    cora.go("/portfolio/bin/")
    cora.follow("Empty the bin")
    cora.press("Empty the bin")
    page_says(cora, "The bin is empty")


def show_it(person: Visitor) -> None:
    """By another thing, and by a file that goes again."""
    person.follow("Choose from your portfolio")
    person.choose("Driver")
    person.press("Save")
    page_says(person, "Driver")
    person.follow("Add a file")
    person.press("Add")
    expect(person.page.locator(".govuk-error-summary")).to_be_visible()
    person.page.get_by_label("Choose a file").set_input_files(photograph("bread.png"))
    person.press("Add")
    page_says(person, "bread.png")
    person.press(about("Remove", "bread.png"))
    expect(person.page.get_by_role("link", name="bread.png")).to_have_count(0)


def photograph(name: str) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": picture(name).file.read()}


@sends("portfolio:profile_edit", "portfolio:photo", "portfolio:photo_remove")
def test_the_profile_of_a_cv(visit: Arrive, way: Way) -> None:
    jan = visit(one_of(way, "Jan", "Kay"), **way)
    jan.go("/portfolio/profile/")
    jan.follow("Change")
    jan.write("E-mail address for your CV", "not an address")
    jan.press("Save")
    expect(jan.page.locator(".govuk-error-summary")).to_be_visible()
    jan.examine()
    jan.write("E-mail address for your CV", "walker@example.net")
    jan.press("Save")
    page_says(jan, "walker@example.net")
    jan.follow("Add a photo")
    jan.page.get_by_label("Choose a picture of yourself").set_input_files(photograph("me.png"))
    jan.press("Save")
    expect(jan.page.get_by_role("img", name="Your photo")).to_be_visible()
    jan.press("Remove the picture")
    expect(jan.page.get_by_role("img", name="Your photo")).to_have_count(0)


@sends("credentials:check", "credentials:revoke")
def test_checking_a_credential_and_revoking_it(visit: Arrive, way: Way, ground: dict[str, Any]) -> None:
    key = ground[one_of(way, "credential_1", "credential_2")]
    holder = visit(one_of(way, "Ada", "Elif"), **way)
    holder.go(f"/credentials/{key}/")
    with holder.page.expect_download() as download:
        holder.hands.press(holder.page.locator("main a[href$='/as/json/']"))
    text = Path(download.value.path()).read_text()

    stranger = visit(**way)
    check(stranger, "")
    expect(stranger.page.locator(".govuk-error-summary")).to_be_visible()
    stranger.examine()
    check(stranger, text)
    verdict = stranger.page.locator("main .govuk-notification-banner")
    expect(verdict).to_contain_text(str(GENUINE))
    check(stranger, text.replace("Customer care", "Customer cure"))
    expect(verdict).to_contain_text(str(OUTCOMES[Outcome.BAD]))

    owen = visit("administrator", **way)
    owen.go("/credentials/issued/")
    owen.follow(re.compile(f"^Revoke.*{holder.name} Walker$"))
    owen.press("Revoke it")
    expect(owen.page.locator(".govuk-error-summary")).to_be_visible()
    owen.examine()
    owen.write("Why is it revoked?", "It was given to the wrong person.")
    owen.press("Revoke it")
    page_says(owen, "The credential was revoked.")
    check(stranger, text)
    expect(verdict).to_contain_text(str(OUTCOMES[Outcome.BAD]))
    page_says(stranger, str(SENTENCES[Code.REVOKED]))


def check(somebody: Visitor, text: str) -> None:
    """Pasted, as from a letter: nobody types one."""
    somebody.go("/credentials/check/")
    somebody.page.get_by_label("Text").fill(text)
    somebody.press("Check")


@sends(
    "portfolio:pages",
    "portfolio:page",
    "portfolio:page_things",
    "portfolio:page_words",
    "portfolio:page_block",
    "portfolio:page_take_off",
    "portfolio:page_publish",
    "portfolio:page_withdraw",
    "portfolio:page_delete",
)
def test_a_page_for_everybody(visit: Arrive, way: Way, named: Named) -> None:
    danny, stranger = visit("client", **way), visit(**way)
    danny.go("/portfolio/")
    danny.follow("Pages")
    danny.press("Make it")
    expect(danny.page.locator(".govuk-error-summary")).to_be_visible()
    danny.examine()
    danny.write("Heading", named("My work in wood"))
    danny.press("Make it")
    danny.wait_for("/portfolio/pages/*/")
    composing = danny.page.url
    danny.follow("Add things you keep")
    expect(danny.page.locator("h1")).to_have_text("What do you want to put on the page?")
    danny.examine()
    danny.page.locator("main input[type=checkbox]").first.check()
    danny.press("Put on the page")
    page_says(danny, "It stands at the end of the page.")
    danny.follow("Add words")
    danny.press("Save")
    expect(danny.page.locator(".govuk-error-summary")).to_be_visible()
    danny.examine()
    danny.write("Text", "I measure twice.")
    danny.press("Save")
    danny.press(about("Up", "I measure twice."))
    expect(danny.page.locator(".wl-items li").first).to_contain_text("I measure twice.")
    danny.follow(about("Change", "I measure twice."))
    danny.write("Heading", "How I work")
    danny.press("Save")
    page_says(danny, "Saved.")
    danny.follow("As a stranger sees it")
    page_says(danny, "I measure twice.")
    danny.go(composing)
    danny.follow("Make it public")
    address = re.sub(r"\W+", "-", named("wood")).strip("-")
    danny.write("Address", address)
    danny.press("Make it public")
    expect(danny.page.locator(".govuk-error-summary")).to_be_visible()
    danny.examine()
    danny.choose("I have looked at the page as a stranger sees it")
    danny.press("Make it public")
    page_says(danny, "Everybody can read this page.")
    stranger.go(f"/p/{address}/")
    page_says(stranger, "I measure twice.")
    stranger.examine()
    danny.follow(about("Change", "How I work"))
    danny.press("Take it off the page")
    page_says(danny, "It is off the page.")
    danny.press("End it at once")
    page_says(danny, "no longer public")
    assert stranger.go(f"/p/{address}/").status == 404
    danny.follow("Delete")
    danny.press("Delete the page")
    page_says(danny, "The page is gone.")
