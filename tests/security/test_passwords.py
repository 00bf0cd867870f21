"""Which passwords are taken, how they are kept, and what becomes of who guesses them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings as configured
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, user
from tests.people.conftest import link_in, with_password
from wayline.people.models import User
from wayline.people.passwords import WORDS

pytestmark = pytest.mark.django_db
UNKNOWN = "nobody@example.org"


@pytest.fixture
def pat(db: None) -> User:
    return with_password(user("Pat"))


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password})


@pytest.mark.parametrize(
    "password",
    [
        "blue-kettle",  # eleven signs
        "1234567890123",  # a common one of thirteen
        "qwertyuiop123",
        "wayline wayline",
        "Wayline2026!!",
        "Coaching-2026",
        "facilitator1",
        "Welcome Office 1",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "newcomer@example.org",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, User(email="newcomer@example.org", name="Nora Newcomer"))


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "nur kleine buchstaben",  # no rule on capitals, digits or signs
        "  spaces around it  ",
        "пароль длинный очень",
        "🐴🔋📎🧷🐴 pferd batterie",
        "the office smells of oranges",  # a word of ours beside words of one's own
        "x7" * 4 + "k9z!qw" * 10,
        "long word " * 12 + "end",
    ],
)
def test_any_other_of_twelve_signs_and_more_is_taken_and_kept_as_it_is(password: str) -> None:
    validate_password(password, User(email="newcomer@example.org", name="Nora Newcomer"))
    person = with_password(user("Pia"))
    person.set_password(password)
    person.save()
    assert sign_in(Client(), person.email, password).status_code == 302
    for near in (password[:-1], password.swapcase() if password.swapcase() != password else password + " "):
        assert sign_in(Client(), person.email, near).status_code == 200


def test_the_sign_up_refuses_what_the_rules_refuse() -> None:
    details = {"name": "Nora", "email": "nora@example.org", "language": "en", "terms": "on"}
    page = Client().post(reverse("account_signup"), {**details, "password1": "Wayline2026!!"})
    assert "easy to guess" in page.content.decode()
    assert not User.objects.exists()


def test_the_words_of_the_service_are_among_the_refused() -> None:
    assert {"wayline", "facilitator", "guidance"} <= set(WORDS)
    for word in WORDS:
        with pytest.raises(ValidationError):
            validate_password(f"{word}-20261124")


def test_fields_are_masked_and_take_what_is_pasted() -> None:
    for name, token in (("account_login", "current-password"), ("account_signup", "new-password")):
        page = Client().get(reverse(name)).content.decode()
        fields = re.findall(r'<input[^>]*type="password"[^>]*>', page)
        assert fields, name
        for field in fields:
            assert token in field
            for hindrance in ("maxlength", "onpaste", "readonly", 'autocomplete="off"'):
                assert hindrance not in field


def test_the_script_leaves_pasting_alone() -> None:
    script = Client().get("/static/wayline/app.js")
    assert b'"paste"' not in b"".join(script)
    script.close()


def test_passwords_are_kept_as_scrypt(settings: Any) -> None:
    from wayline.config import settings as ours

    settings.PASSWORD_HASHERS = ours.PASSWORD_HASHERS
    assert identify_hasher(make_password(PASSWORD)).algorithm == "scrypt"


def test_a_change_asks_for_the_old_password(pat: User) -> None:
    client, new = Client(), "another battery staple"
    sign_in(client, pat.email)
    for old, changed in (("", False), ("wrong horse battery", False), (PASSWORD, True)):
        client.post(reverse("account_change_password"), {"oldpassword": old, "password1": new, "password2": new})
        pat.refresh_from_db()
        assert pat.check_password(new) is changed
    assert [letter.to for letter in mail.outbox] == [[pat.email]], "the person is told of the change"


def test_after_five_wrong_passwords_the_right_one_waits_too(pat: User) -> None:
    other = with_password(user("Olu"))
    for _ in range(5):
        assert sign_in(Client(), pat.email, "wrong horse battery").status_code == 200
    assert "Too many failed" in sign_in(Client(), pat.email).content.decode()
    assert sign_in(Client(), other.email).status_code == 302, "a neighbour is not locked out"


def test_one_machine_guesses_ten_times_a_minute_at_most() -> None:
    people = [with_password(user(f"Person {number}")) for number in range(12)]
    for person in people[:10]:
        sign_in(Client(), person.email, "wrong horse battery")
    assert "Too many failed" in sign_in(Client(), people[11].email).content.decode()
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert sign_in(elsewhere, people[11].email).status_code == 302


def test_a_forwarded_address_is_believed_behind_a_proxy_only(pat: User) -> None:
    for number in range(10):
        client = Client(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
        sign_in(client, with_password(user(f"Other {number}")).email, "wrong horse battery")
    invented = Client(HTTP_X_FORWARDED_FOR="203.0.113.77")
    assert "Too many failed" in sign_in(invented, pat.email).content.decode()


def test_signing_up_is_limited(settings: Any) -> None:
    client = Client()
    for number in range(20):
        client.post(reverse("account_signup"), {"email": f"n{number}@example.org"})
    answer = client.post(reverse("account_signup"), {"email": "more@example.org"})
    assert answer.status_code == 429
    assert "<main" in answer.content.decode(), "a page of ours, in the language of the reader"


def test_letters_for_a_new_password_are_limited(pat: User) -> None:
    for _ in range(8):
        Client().post(reverse("account_reset_password"), {"email": pat.email})
    assert len(mail.outbox) == 5


def without_token(page: bytes, email: str) -> str:
    return re.sub(r'value="[\w-]{64}"', "", page.decode()).replace(email, "")


def test_a_failed_sign_in_does_not_tell_whether_there_is_an_account(pat: User) -> None:
    known = sign_in(Client(), pat.email, "wrong horse battery")
    unknown = sign_in(Client(), UNKNOWN, "wrong horse battery")
    assert known.status_code == unknown.status_code == 200
    assert without_token(known.content, pat.email) == without_token(unknown.content, UNKNOWN)


def test_an_unknown_address_costs_the_same_work(pat: User, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(User, "set_password", lambda person, raw: hashed.append(raw))
    sign_in(Client(), UNKNOWN, "wrong horse battery")
    assert hashed == ["wrong horse battery"]


def test_asking_for_a_new_password_does_not_tell_either(pat: User) -> None:
    answers = [
        Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in (pat.email, UNKNOWN)
    ]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert without_token(answers[0].content, pat.email) == without_token(answers[1].content, UNKNOWN)


def test_the_link_for_a_new_password_works_once_and_asks_for_the_second_factor(pat: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(pat, secret)
    client, new = Client(), "another battery staple"
    client.post(reverse("account_reset_password"), {"email": pat.email})
    link = link_in(mail.outbox[0], "/accounts/")
    form = client.get(link)["Location"]
    client.post(form, {"password1": new, "password2": new})
    pat.refresh_from_db()
    assert pat.check_password(new)
    assert client.get(reverse("people:profile")).status_code == 302, "nobody is signed in by a letter"
    assert sign_in(client, pat.email, new)["Location"].startswith(reverse("mfa_authenticate"))
    assert "no longer works" in Client().get(link, follow=True).content.decode()


def test_letters_expire() -> None:
    assert configured.PASSWORD_RESET_TIMEOUT == 3600
    assert configured.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT == 600


def second_step(client: Client, code: str) -> bool:
    client.post(reverse("mfa_authenticate"), {"code": code})
    return "_auth_user_id" in client.session


def test_a_code_of_the_authenticator_and_a_recovery_code_work_once(pat: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(pat, secret)
    recovery = RecoveryCodes.activate(pat).get_unused_codes()[0]
    import time

    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    for given in (code, recovery):
        for expected in (True, False):
            client = Client()
            sign_in(client, pat.email)
            assert second_step(client, given) is expected


def test_codes_are_guessed_five_times_at_most(pat: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(pat, secret)
    RecoveryCodes.activate(pat)
    client = Client()
    sign_in(client, pat.email)
    for _ in range(6):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    recovery = RecoveryCodes(Authenticator.objects.get(user=pat, type="recovery_codes")).get_unused_codes()[0]
    assert not second_step(client, recovery)


def test_another_service_never_opens_an_account_by_its_address_alone() -> None:
    """Accounts of another service are joined in one's own pages, never because an address is the same."""
    from allauth.socialaccount import app_settings

    assert app_settings.EMAIL_AUTHENTICATION is False
    assert app_settings.EMAIL_AUTHENTICATION_AUTO_CONNECT is False
    assert app_settings.LOGIN_ON_GET is False
    assert app_settings.STORE_TOKENS is False


def test_there_is_no_account_to_begin_with(db: None) -> None:
    assert not User.objects.exists()
