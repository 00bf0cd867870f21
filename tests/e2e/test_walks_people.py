"""What everybody does with the own account, by keyboard alone and without JavaScript."""

from __future__ import annotations

import json
import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.e2e.sends import sends
from tests.e2e.visitor import Visitor, about
from tests.e2e.ways import WAYS, Arrive, Way, one_of, page_says
from tests.e2e.words import NEW_PASSWORD, PASSWORD

pytestmark = pytest.mark.parametrize("way", WAYS)
SECONDS_TO_TYPE = 12
SECONDS_A_CODE_LASTS = 30


def sign_in(visitor: Visitor, address: str, password: str = PASSWORD) -> None:
    visitor.go("/")
    visitor.follow("Sign in")
    visitor.write("E-mail address", address)
    visitor.write("Password", password)
    visitor.press("Sign in")


def sign_out(visitor: Visitor) -> None:
    visitor.hands.press(visitor.page.locator(".wl-menu summary"))
    visitor.press("Sign out")
    expect(visitor.page.locator("h1")).to_contain_text(re.compile("Learn together|Sign in"))


def to_security(visitor: Visitor, page: str) -> None:
    visitor.hands.press(visitor.page.locator(".wl-menu summary"))
    visitor.follow("Sign-in and security")
    visitor.follow(page)


def confirm(visitor: Visitor) -> None:
    """What has weight asks for the password again, and then goes on with it."""
    expect(visitor.page.locator("h1")).to_have_text("Confirm that it is you")
    visitor.write("Password", PASSWORD)
    visitor.press("Confirm")


@sends("people:profile_edit", "people:consent", "people:export_data", "people:switch_role", "people:set_language")
def test_a_profile_and_what_is_known_of_a_person(visit: Arrive, way: Way) -> None:
    name = one_of(way, "Hal", "Ida")
    person = visit(name, **way)
    person.go("/me/")
    person.follow(re.compile(r"^Change\W+About you"))
    person.write("Name", "")
    person.press("Save")
    expect(person.page.locator(".govuk-error-summary")).to_be_visible()
    person.examine()
    person.write("Name", f"{name} Walker")
    person.write("About you", "I work with people who were made redundant.")
    person.choose("Once a week")
    person.press("Save")
    page_says(person, "Your profile is saved.")

    person.follow("Your data")
    person.follow("What you agreed to")
    person.press(about("I agree", "Your words about yourself"))
    page_says(person, "Your answer is saved.")
    colleague = visit(one_of(way, "Ada", "Elif"))
    number = person.service.execute("SELECT id FROM people_user WHERE email = %s", f"{name.lower()}@example.org")[0][0]
    colleague.go(f"/people/{number}/")
    page_says(colleague, "made redundant")
    person.press(re.compile(r"^Withdraw\W+Your words about yourself"))
    page_says(person, "Your answer is saved.")
    colleague.go(f"/people/{number}/")
    expect(colleague.page.locator("main")).not_to_contain_text("made redundant")

    person.go("/me/data/")
    person.follow("Who has seen your data")
    page_says(person, colleague.name)
    person.go("/me/data/")
    person.follow("What we hold about you")
    with person.page.expect_download() as download:
        person.press(re.compile("^Download"))
    assert f"{name} Walker" in json.dumps(json.loads(download.value.path().read_text()))

    person.hands.press(person.page.locator(".wl-menu summary"))
    person.press(re.compile("^Researcher"))
    page_says(person, "You now act as Researcher")
    person.press("Italiano")
    expect(person.page.locator("html")).to_have_attribute("lang", "it")
    person.press("English")
    expect(person.page.locator("html")).to_have_attribute("lang", "en")


@sends("people:read_notice", "people:read_all_notices", "people:unsubscribe")
def test_notices(visit: Arrive, way: Way) -> None:
    name = one_of(way, "Hal", "Ida")
    person = visit(name, **way)
    person.go("/")
    person.follow(re.compile("^Notices"))
    person.press(about("Mark as read", "The third notice."))
    person.follow("Show unread only")
    expect(person.page.get_by_text("The third notice.")).to_have_count(0)
    person.follow("The second notice.")
    expect(person.page.locator("h1")).to_have_text("Your profile")
    person.follow(re.compile("^Notices"))
    person.press("Mark all as read")
    expect(person.page.get_by_role("button", name=re.compile("^Mark as read"))).to_have_count(0)
    person.follow("How often by e-mail")
    expect(person.page.locator("h1")).to_have_text("Change your profile")

    stranger = visit(**way)  # whoever has the letter need not sign in
    stranger.go(f"/notices/stop/{stranger.service.ground[f'unsubscribe_{name}']}/")
    stranger.press("Stop the mail")
    expect(stranger.page.locator("h1")).to_have_text("No more notices by e-mail")


@sends(
    "account_login",
    "account_logout",
    "account_change_password",
    "account_email",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_from_key",
)
def test_a_new_password_a_new_address_and_a_forgotten_password(visit: Arrive, way: Way) -> None:
    name = one_of(way, "Uli", "Zoe").lower()
    old, new = f"{name}@example.org", f"{name}@example.com"
    person = visit(**way)
    sign_in(person, old, "not this one")
    expect(person.page.locator(".govuk-error-summary")).to_be_visible()
    person.examine()
    person.write("Password", PASSWORD)
    person.press("Sign in")
    to_security(person, "Change your e-mail address")
    person.write("E-mail address", new)
    person.press("Change address")
    confirm(person)
    expect(person.page.locator("h1")).to_have_text("Enter the code from your mail")
    person.write("Code", person.service.code_for(new))
    person.press("Confirm")
    expect(person.page.locator("h1")).to_contain_text("Welcome")
    to_security(person, "Change your e-mail address")
    page_says(person, new)
    to_security(person, "Change your password")
    person.write("Current Password", PASSWORD)
    person.write("New Password", NEW_PASSWORD)
    person.write(re.compile(r"^New Password \(again\)"), NEW_PASSWORD)
    person.press("Change password")
    page_says(person, "Password successfully changed.")
    sign_out(person)

    person.go("/accounts/login/")
    person.follow("I forgot my password")
    person.write("E-mail address", new)
    person.press("Send the link")
    person.go(person.service.link_for(new, "/accounts/password/reset/key/"))
    person.write("New Password", PASSWORD)
    person.write(re.compile(r"^New Password \(again\)"), PASSWORD)
    person.press("Change password")
    expect(person.page.locator("h1")).to_have_text("Your password is changed")
    sign_in(person, new)
    expect(person.page.locator("h1")).to_contain_text("Welcome")


@sends("account_set_password")
def test_a_first_password(visit: Arrive, way: Way) -> None:
    person = visit(one_of(way, "Wim", "Yan"), **way)
    person.go("/me/security/")
    person.follow("Set a password")
    person.write("Password", PASSWORD)
    person.write(re.compile(r"^Password \(again\)"), PASSWORD)
    person.press("Set password")
    page_says(person, "Password successfully set.")


@sends(
    "account_login",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "mfa_deactivate_totp",
)
def test_signing_in_with_a_code_of_an_app(visit: Arrive, way: Way) -> None:
    address = one_of(way, "lou@example.org", "max@example.org")
    person = visit(**way)
    sign_in(person, address)
    to_security(person, "Passkeys, authenticator app and recovery codes")
    person.follow("Set up an app")
    confirm(person)
    secret = person.page.locator("main code").inner_text()
    person.write("Authenticator code", "000000")
    person.press("Switch on")
    expect(person.page.locator(".govuk-error-summary")).to_be_visible()
    person.examine()
    person.write("Authenticator code", code_of(secret))
    person.press("Switch on")
    expect(person.page.locator("h1")).to_have_text("Recovery codes")
    with person.page.expect_download() as download:
        person.follow("Download the codes")
    assert len(download.value.path().read_text().split()) >= 10
    person.follow("Make new codes")
    person.press("Make codes")
    expect(person.page.locator("h1")).to_have_text("Recovery codes")
    spare = person.page.locator("main code").all_inner_texts()
    sign_out(person)

    sign_in(person, address)
    expect(person.page.locator("h1")).to_have_text("The second step")
    person.examine()
    person.write("Code", "wrong")
    person.press("Sign in")
    expect(person.page.locator(".govuk-error-summary")).to_be_visible()
    person.examine()
    person.write("Code", spare[0])
    person.press("Sign in")
    expect(person.page.locator("h1")).to_contain_text("Welcome")

    person.go("/accounts/2fa/reauthenticate/?next=/accounts/2fa/totp/deactivate/")
    person.write("Code", spare[1])
    person.press("Confirm")
    person.press("Switch off")
    page_says(person, "Not active.")


def code_of(secret: str) -> str:
    """What the app shows now. Near its end people wait for the next one, and so does this."""
    left = SECONDS_A_CODE_LASTS - time.time() % SECONDS_A_CODE_LASTS
    if left < SECONDS_TO_TYPE:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // SECONDS_A_CODE_LASTS))


@sends("account_reauthenticate", "people:erase")
def test_erasing_an_account(visit: Arrive, way: Way) -> None:
    person = visit(one_of(way, "Pat", "Quin"), **way)
    person.go("/me/data/")
    person.follow("Erase your account")
    expect(person.page.locator("h1")).to_have_text("Confirm that it is you")
    person.examine()
    confirm(person)
    expect(person.page.locator("h1")).to_have_text("Erase your account")
    person.press("Erase my account")
    expect(person.page.locator(".govuk-error-summary")).to_be_visible()
    person.examine()
    person.choose("Yes, erase my account and everything that belongs to it")
    person.press("Erase my account")
    page_says(person, "Your account is erased.")
