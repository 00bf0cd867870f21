"""How a session begins, what it is good for, and when it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.factories import PASSWORD, Cast, user
from tests.people.conftest import with_password
from wayline.discussion.live_reads import admit
from wayline.people import actions
from wayline.people.models import Membership, User

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
NEW = "another battery staple"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


def signed_in(person: User) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("people:profile")).status_code == 200


def holding(key: str) -> Client:
    """A client with nothing but this cookie: somebody who kept it, or stole it."""
    client = Client()
    client.cookies["session"] = key
    return client


@pytest.fixture
def pat(db: None) -> User:
    return with_password(user("Pat"))


def test_signing_in_gives_a_new_key_and_the_old_one_opens_nothing(pat: User) -> None:
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = "here"
    session.save()
    planted = str(session.session_key)
    client.cookies["session"] = planted
    client.post(reverse("account_login"), {"login": pat.email, "password": PASSWORD})
    assert client.cookies["session"].value != planted
    assert is_in(client)
    assert not is_in(holding(planted))
    assert not Session.objects.filter(pk=planted).exists()


def test_a_key_has_over_128_bits_and_lies_in_the_database_only(pat: User) -> None:
    keys = {signed_in(pat).cookies["session"].value for _ in range(3)}
    assert len(keys) == 3
    for key in keys:
        assert len(key) == 32  # of 36 signs: 165 bits
        assert Session.objects.filter(pk=key).exists()
    assert not is_in(holding("0" * 32))


def test_the_cookie_is_closed_to_scripts_and_ends_with_the_browser(pat: User) -> None:
    cookie = signed_in(pat).cookies["session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["expires"]
    assert not cookie["max-age"]


def test_over_https_the_session_cookie_is_secure(pat: User, settings: object) -> None:
    settings.SESSION_COOKIE_SECURE = True  # type: ignore[attr-defined]  # the fixture of pytest-django
    assert signed_in(pat).cookies["session"]["secure"]


def test_no_page_writes_the_key_into_its_text(pat: User) -> None:
    client = signed_in(pat)
    key = client.cookies["session"].value
    for name in ("people:profile", "people:security", "people:your_data_all"):
        assert key not in client.get(reverse(name)).content.decode()


def test_after_signing_out_a_kept_cookie_opens_nothing(pat: User) -> None:
    client = signed_in(pat)
    key = client.cookies["session"].value
    answer = client.post(reverse("account_logout"))
    assert not is_in(holding(key))
    assert not Session.objects.filter(pk=key).exists()
    assert '"storage"' in answer["Clear-Site-Data"]


def test_a_new_password_ends_the_other_sessions_and_not_this_one(pat: User) -> None:
    here, elsewhere = signed_in(pat), signed_in(pat)
    before = here.cookies["session"].value
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert is_in(here)
    assert not is_in(elsewhere)
    assert not is_in(holding(before))


def test_a_closed_and_an_erased_account_end_their_sessions(pat: User) -> None:
    client, other = signed_in(pat), with_password(user("Olu"))
    others = signed_in(other)
    assert is_in(client)
    assert is_in(others)
    pat.is_active = False
    pat.save()
    actions.erase_account(other)
    assert not is_in(client)
    assert not is_in(others)


def test_an_ended_membership_ends_what_it_allowed_at_once(cast: Cast, as_member: AsMember) -> None:
    client = as_member(cast.admin)
    assert client.get(reverse("people:members")).status_code == 200
    Membership.objects.filter(pk=cast.admin.pk).update(ended_at=MORNING)
    assert client.get(reverse("people:members")).status_code == 302


def test_two_hours_without_a_request_end_it(pat: User, clock: time_machine.Traveller) -> None:
    client = signed_in(pat)
    clock.move_to(MORNING + timedelta(minutes=119))
    assert is_in(client)
    clock.shift(timedelta(minutes=119))
    assert is_in(client), "a request pushes the end further"
    clock.shift(timedelta(minutes=121))
    assert not is_in(client)


def test_twelve_hours_after_signing_in_it_ends_though_somebody_reads(pat: User, clock: time_machine.Traveller) -> None:
    client = signed_in(pat)
    for _ in range(11):
        clock.shift(timedelta(hours=1))
        assert is_in(client)
    key = client.cookies["session"].value
    clock.shift(timedelta(minutes=61))
    assert not is_in(client)
    assert not is_in(holding(key))


def test_live_updates_keep_to_the_same_ends(
    pat: User, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wayline.discussion.live_reads._give_back", lambda: None)  # the test keeps its connection
    cookies = {"session": signed_in(pat).cookies["session"].value}
    assert admit(cookies, 1)[0] == 404
    clock.shift(timedelta(hours=3))
    assert admit(cookies, 1)[0] == 401
    assert admit({}, 1)[0] == 401


def test_reading_does_not_write_the_session_each_time(pat: User, django_assert_num_queries: object) -> None:
    client = signed_in(pat)
    client.get(reverse("people:help"))
    with django_assert_num_queries(0):  # type: ignore[operator]  # the fixture of pytest-django
        Client().get(reverse("people:help"))
    saved = Session.objects.get(pk=client.cookies["session"].value).expire_date
    is_in(client)
    assert Session.objects.get(pk=client.cookies["session"].value).expire_date == saved


def test_every_page_of_a_person_offers_to_sign_out(cast: Cast, as_member: AsMember) -> None:
    client = as_member(cast.ada)
    for name in ("home:start", "people:profile", "learning:my_learning", "discussion:spaces", "people:notices"):
        assert f'action="{reverse("account_logout")}"' in client.get(reverse(name)).content.decode(), name


def test_what_guards_the_account_asks_for_the_password_again(pat: User, clock: time_machine.Traveller) -> None:
    client = signed_in(pat)
    clock.shift(timedelta(minutes=6))
    for name in ("account_email", "mfa_activate_totp", "mfa_add_webauthn", "people:erase"):
        answer = client.get(reverse(name))
        if name == "account_email":
            answer = client.post(reverse(name), {"action_add": "", "email": "new@example.org"})
        assert answer.status_code == 302, name
        assert reverse("account_reauthenticate") in answer["Location"], name


def test_nobody_is_signed_in_by_following_a_link(pat: User) -> None:
    client = Client()
    for path in (f"/?user={pat.pk}", f"/accounts/login/?login={pat.email}&password={PASSWORD}"):
        client.get(path)
        assert not is_in(client)
