"""Who belongs to an organisation: inviting, joining, changing roles, by keyboard alone and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.sends import sends
from tests.e2e.visitor import Visitor, about
from tests.e2e.ways import WAYS, Arrive, Named, Way, one_of, page_says
from tests.e2e.words import PASSWORD
from wayline.home.demo.cast import NORTH, OFFICES

pytestmark = pytest.mark.parametrize("way", WAYS)
PHRASE = "three hares under one moon"


@pytest.fixture
def addressed(named: Named) -> Named:
    """A mail address that no other walk uses."""
    return lambda name: re.sub(r"\W+", "-", named(name)).strip("-") + "@example.org"


def to_members(administrator: Visitor) -> None:
    administrator.go("/")
    administrator.follow("Members")


@sends(
    "people:invite",
    "people:resend_invitation",
    "people:withdraw_invitation",
    "people:invitation_sign_up",
    "people:change_role",
    "people:end_membership",
    "people:organisation",
)
def test_inviting_somebody_new(visit: Arrive, way: Way, addressed: Named) -> None:
    wanted, unwanted = addressed("wanted"), addressed("unwanted")
    owen = visit("administrator", **way)
    to_members(owen)
    owen.follow("Invite people")
    owen.press("Send the invitations")
    expect(owen.page.locator(".govuk-error-summary")).to_be_visible()
    owen.examine()
    owen.write("E-mail addresses", f"{wanted}, {unwanted}, not an address")
    owen.choose("Practitioner")
    owen.press("Send the invitations")
    page_says(owen, "2 invitations are on their way.")
    page_says(owen, "This is not an e-mail address.")
    owen.examine()
    old = owen.service.link_for(wanted, "/invitation/")
    to_members(owen)
    owen.follow("Invitations")
    owen.press(about("Withdraw", unwanted))
    page_says(owen, "The invitation is withdrawn.")
    owen.press(about("Send again", wanted))
    page_says(owen, "The invitation is on its way again.")

    mia = visit(**way)
    mia.go(owen.service.link_for(unwanted, "/invitation/"))
    expect(mia.page.get_by_role("button", name="Create an account")).to_have_count(0)
    mia.go(other_link(owen, wanted, old))
    mia.press("Create an account")
    mia.write("Your name", f"Mia {wanted}")
    mia.write("Password", PHRASE)
    mia.choose("I agree to the terms of use")
    mia.press("Create an account")
    page_says(mia, "Welcome")
    expect(mia.page.locator(".wl-menu__role")).to_contain_text(OFFICES[NORTH])

    to_members(owen)
    owen.write("Name or e-mail", wanted)
    owen.press("Show", within=owen.page.locator("main"))
    owen.follow(re.compile(r"^Change role\W+Mia"))
    owen.choose("Researcher")
    owen.press("Save")
    page_says(owen, "is changed.")
    owen.write("Name or e-mail", wanted)
    owen.press("Show", within=owen.page.locator("main"))
    owen.follow(re.compile(r"^End membership\W+Mia"))
    owen.press("End membership")
    page_says(owen, "has ended.")
    owen.follow("Organisation")
    owen.press("Save")
    page_says(owen, "The organisation is saved.")
    mia.go("/")
    expect(mia.page.locator("h1")).to_have_text("You have an account, and no role yet")


def other_link(visitor: Visitor, address: str, old: str) -> str:
    """The link of a second letter, when it has come."""
    for _ in range(60):
        link = visitor.service.link_for(address, "/invitation/")
        if link != old:
            return link
        visitor.page.wait_for_timeout(500)
    raise AssertionError(f"No second letter to {address}.")


@sends("people:invite", "people:invitation", "account_login")
def test_inviting_somebody_who_has_an_account(visit: Arrive, way: Way) -> None:
    address = one_of(way, "rob@example.org", "sue@example.org")
    owen = visit("administrator", **way)
    owen.go("/members/invite/")
    owen.write("E-mail addresses", address)
    owen.choose("Employer contact")
    owen.press("Send the invitations")
    page_says(owen, "1 invitation is on its way.")
    rob = visit(**way)
    rob.go(owen.service.link_for(address, "/invitation/"))
    rob.follow("Sign in", within=rob.page.locator("main"))
    rob.write("E-mail address", address)
    rob.write("Password", PASSWORD)
    rob.press("Sign in")
    rob.press("Accept the invitation")
    page_says(rob, f"Welcome to {OFFICES[NORTH]}.")


@sends("account_signup", "account_email_verification_sent", "people:join", "learning:join")
def test_signing_up_and_joining_an_open_programme(visit: Arrive, way: Way, addressed: Named) -> None:
    address = addressed("nora")
    nora = visit(**way)
    nora.go("/")
    nora.follow("Programmes")
    nora.follow("Every kind of step")
    expect(nora.page.locator("h1")).to_have_text("Every kind of step")  # or the next page breaks into this one
    nora.go("/")
    nora.follow("Create an account")
    nora.press("Create an account")
    expect(nora.page.locator(".govuk-error-summary")).to_be_visible()
    nora.examine()
    nora.write("Your name", "Nora Neu")
    nora.write("E-mail address", address)
    nora.write("Password", PHRASE)
    nora.choose("I agree to the terms of use")
    nora.press("Create an account")
    expect(nora.page.locator("h1")).to_have_text("Enter the code from your mail")
    nora.examine()
    nora.write("Code", nora.service.code_for(address))
    nora.press("Confirm")
    expect(nora.page.locator("h1")).to_have_text("You have an account, and no role yet")
    nora.examine()
    nora.follow("Labour market", within=nora.page.locator("main"))
    expect(nora.page.locator("h1")).to_be_visible()
    run = nora.service.ground["kinds_run"]
    nora.go(f"/runs/{run}/")
    expect(nora.page.locator("h1")).to_have_text("You have an account, and no role yet")
    nora.press(about("Join", OFFICES[NORTH]))
    page_says(nora, f"Welcome to {OFFICES[NORTH]}.")
    nora.wait_for(f"/runs/{run}/")
    nora.press("Join this run")
    page_says(nora, "You take part now.")


@sends("home:demo_sign_in")
def test_trying_the_demo_service(visit: Arrive, way: Way) -> None:
    visitor = visit(**way)
    visitor.go("/")
    visitor.press("Sign in as Client")
    expect(visitor.page.locator("h1")).to_contain_text("Welcome")
