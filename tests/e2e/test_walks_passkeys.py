"""Signing in with a device: a virtual one, which Chromium has for tests. By keyboard; without JavaScript it is said."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.sends import sends
from tests.e2e.visitor import Visitor
from tests.e2e.ways import Arrive, page_says
from tests.e2e.words import PASSWORD

ADDRESS = "tia@example.org"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
NEEDED = "Passkeys and security keys need JavaScript"


def plug_in(visitor: Visitor) -> None:
    """A device that is there, knows its owner, and says yes."""
    wire = visitor.context.new_cdp_session(visitor.page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def to_keys(visitor: Visitor) -> None:
    visitor.hands.press(visitor.page.locator(".wl-menu summary"))
    visitor.follow("Sign-in and security")
    visitor.follow("Passkeys, authenticator app and recovery codes")


def sign_out(visitor: Visitor) -> None:
    visitor.hands.press(visitor.page.locator(".wl-menu summary"))
    visitor.press("Sign out")
    expect(visitor.page.get_by_role("link", name="Sign in", exact=True).first).to_be_visible()


def sign_in(visitor: Visitor) -> None:
    visitor.go("/accounts/login/")
    visitor.write("E-mail address", ADDRESS)
    visitor.write("Password", PASSWORD)
    visitor.press("Sign in")


@sends(
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_login_webauthn",
    "mfa_authenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
)
def test_a_passkey_from_the_first_day_to_the_last(visit: Arrive) -> None:
    tia = visit(keyboard=True, host="localhost")  # an address of numbers has no passkeys
    plug_in(tia)
    sign_in(tia)
    to_keys(tia)
    tia.follow("Add a passkey")
    tia.write("Password", PASSWORD)
    tia.press("Confirm")
    expect(tia.page.locator("h1")).to_have_text("Add a passkey or security key")
    tia.examine()
    tia.write("Name", "My phone")
    tia.choose("Passwordless")
    tia.press("Add")
    expect(tia.page.locator("h1")).to_have_text("Recovery codes")
    tia.examine()
    to_keys(tia)
    page_says(tia, "You have 1 key.")
    tia.examine()
    tia.follow("Manage keys")
    page_says(tia, "not used yet")
    tia.examine()
    tia.follow(re.compile(r"^Rename\W+My phone"))
    expect(tia.page.locator("h1")).to_have_text("Rename the key")
    tia.examine()
    tia.write("Name", "My other phone")
    tia.press("Save")
    page_says(tia, "My other phone")
    sign_out(tia)

    tia.go("/accounts/login/")
    tia.press("Sign in with a passkey")
    expect(tia.page.locator("h1")).to_contain_text("Welcome")
    tia.go("/accounts/2fa/webauthn/reauthenticate/?next=/accounts/2fa/webauthn/")
    tia.examine()
    tia.press("Use a security key")
    page_says(tia, "last used on")
    sign_out(tia)

    sign_in(tia)
    expect(tia.page.locator("h1")).to_have_text("The second step")
    tia.examine()
    tia.press("Use a security key")
    expect(tia.page.locator("h1")).to_contain_text("Welcome")
    tia.go("/accounts/2fa/webauthn/")
    tia.follow(re.compile(r"^Remove\W+My other phone"))
    tia.write("Password", PASSWORD)
    tia.press("Confirm")
    expect(tia.page.locator("h1")).to_have_text("Remove the key")
    tia.examine()
    tia.press("Remove")
    page_says(tia, "You have none yet.")


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/2fa/webauthn/add/"])
def test_without_javascript_the_page_says_what_works_instead(visit: Arrive, path: str) -> None:
    reader = visit("Cora" if "add" in path else "", javascript=False)
    reader.go(path)
    page_says(reader, NEEDED)
    expect(reader.page.get_by_role("button", name=re.compile("passkey|^Add$"))).to_have_count(0)


def test_at_an_address_of_numbers_the_page_says_why_it_does_not_work(visit: Arrive) -> None:
    tia = visit(keyboard=True)
    plug_in(tia)
    tia.go("/accounts/login/")
    tia.press("Sign in with a passkey")
    expect(tia.page.get_by_text("localhost instead of 127.0.0.1")).to_be_visible()
    tia.examine()


def test_a_device_that_is_not_there_is_said_in_words(visit: Arrive) -> None:
    tia = visit(keyboard=True, host="localhost")
    plug_in(tia)
    tia.go("/accounts/login/")
    tia.press("Sign in with a passkey")
    expect(tia.page.get_by_text("The passkey was not used.")).to_be_visible()
    tia.examine()
