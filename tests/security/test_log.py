"""What of security is written down, and what is never written."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.factories import PASSWORD, Cast, user
from tests.people.conftest import with_password
from wayline.people import actions
from wayline.people.limits import TooMany
from wayline.people.models import AuditRecord, Invitation, Membership, User

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
WRONG = "wrong horse battery staple"


@pytest.fixture
def pat(db: None) -> User:
    return with_password(user("Pat"))


def sign_in(email: str, password: str) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": email, "password": password})
    return client


def test_a_refused_sign_in_is_logged_without_address_and_password(pat: User, caplog: pytest.LogCaptureFixture) -> None:
    sign_in(pat.email, WRONG)
    sign_in("unknown@example.org", WRONG)
    messages = [record.getMessage() for record in caplog.records if record.name == "wayline.security"]
    assert messages == [
        f"A sign-in with a password was refused: person {pat.pk}",
        "A sign-in with a password was refused: nobody we know",
    ]
    for secret in (pat.email, WRONG, "unknown@example.org", PASSWORD):
        assert secret not in caplog.text


def test_a_sign_in_stands_in_the_audit_trail(pat: User) -> None:
    sign_in(pat.email, PASSWORD)
    record = AuditRecord.objects.get(verb="signed in")
    assert (record.actor, record.about) == (pat, pat)


def test_a_change_of_the_own_sign_in_is_logged(pat: User, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "wayline.security")
    client, new = sign_in(pat.email, PASSWORD), "another battery staple"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert f"The sign-in of person {pat.pk} changed: password_changed" in caplog.text
    assert new not in caplog.text


def test_a_refused_page_is_logged_with_the_person(
    cast: Cast, as_member: AsMember, caplog: pytest.LogCaptureFixture
) -> None:
    as_member(cast.ada).get(reverse("learning:authoring"))
    assert f"Access refused: '/authoring/' to person {cast.ada.user.pk}" in caplog.text
    assert cast.ada.user.email not in caplog.text


def test_what_goes_round_our_guards_is_logged(
    cast: Cast, as_member: AsMember, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    Client(enforce_csrf_checks=True).post(reverse("account_login"))
    assert "Forbidden (CSRF cookie not set.): /accounts/login/" in caplog.text
    Client().get("/", headers={"host": "evil.example"})
    assert "Invalid HTTP_HOST" in caplog.text
    as_member(cast.ada).get("/runs/999999999/")
    assert "Not Found: /runs/999999999/" in caplog.text

    def too_many(*args: object) -> None:
        raise TooMany(60)

    monkeypatch.setattr("wayline.people.views.data.limits.insist", too_many)
    as_member(cast.ada).post(reverse("people:export_data"))
    assert f"Too many requests: '{reverse('people:export_data')}' by person {cast.ada.user.pk}" in caplog.text


def test_a_fault_is_logged_with_its_trace(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*args: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("wayline.people.views.pages.render", breaks)
    assert Client(raise_request_exception=False).get(reverse("people:help")).status_code == 500
    faults = [record for record in caplog.records if record.name == "django.request" and record.exc_info]
    assert faults


def test_an_address_adds_no_line_to_the_log(cast: Cast, as_member: AsMember, caplog: pytest.LogCaptureFixture) -> None:
    forged = "/nothing%0a2026-01-01 CRITICAL forged%0d%1b[31m/"
    as_member(cast.ada).get(forged)
    for record in caplog.records:
        assert not re.search(r"[\n\r\x1b]", record.getMessage()), record.getMessage()


def test_each_line_says_when_with_the_offset_how_grave_and_who() -> None:
    logs: dict[str, Any] = configured.LOGGING
    form = logs["formatters"]["line"]
    formatter = logging.Formatter(form["format"], form["datefmt"], "{")
    line = formatter.format(logging.LogRecord("wayline.security", logging.WARNING, "", 1, "Words", None, None))
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} WARNING wayline\.security Words", line)
    assert set(logs["handlers"]) == {"console"}


def test_acts_of_administration_stand_in_the_trail_with_who_and_whom(cast: Cast, as_member: AsMember) -> None:
    admin = as_member(cast.admin)
    admin.post(f"/members/{cast.ada.pk}/role/", {"role": "facilitator"})
    admin.post(f"/members/{cast.ben.pk}/end/")
    actions.invite(cast.admin.organisation, email="new@example.org", role="client", by=cast.admin)
    trail = AuditRecord.objects.filter(actor=cast.admin.user, organisation=cast.admin.organisation)
    assert {(record.about, bool(record.at)) for record in trail} >= {(cast.ada.user, True), (cast.ben.user, True)}
    written = " ".join(str(record.details) for record in trail)
    assert "@" not in written, "roles and numbers, no addresses"


def test_the_trail_is_changed_by_no_page(cast: Cast, as_member: AsMember) -> None:
    actions.record(cast.admin, "invited", cast.admin.organisation)
    client = as_member(cast.admin)
    for name in ("people:audit", "people:audit_csv"):
        for method in (client.post, client.put, client.delete):
            assert method(reverse(name)).status_code == 405
    assert AuditRecord.objects.exists()


def test_links_of_invitations_lie_in_no_table(cast: Cast) -> None:
    from django.core import mail

    made: Invitation = actions.invite(cast.admin.organisation, email="new@example.org", role="client", by=cast.admin)
    with_link = [letter for letter in mail.outbox if "/invitation/" in str(letter.body)]
    for letter in with_link:
        token = re.search(r"/invitation/([^/\s]+)/", str(letter.body))
        assert token
        made.refresh_from_db()
        assert made.token_hash not in {None, token[1]}
        assert len(token[1]) >= 32


def test_an_action_that_fails_leaves_neither_act_nor_record(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both in one transaction: nothing is done without its record."""

    def breaks(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr(actions, "record", breaks)
    with pytest.raises(RuntimeError):
        actions.change_role(cast.ada, role="facilitator", by=cast.admin)
    assert Membership.objects.get(pk=cast.ada.pk).role == "practitioner"
