"""Signing up, in and out, as people do it."""

import re
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core import mail
from django.test import RequestFactory, TestCase
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.factories import PASSWORD, Cast, organisation, user
from tests.people.conftest import SignIn, link_in, with_password
from wayline.people import actions
from wayline.people.enums import Role
from wayline.people.middleware import SESSION_KEY
from wayline.people.models import AuditRecord, Consent, User

pytestmark = pytest.mark.django_db
DETAILS = {
    "name": "Nora Newcomer",
    "email": "nora@example.org",
    "password1": PASSWORD,
    "language": "it",
    "terms": "on",
}
CITY_SERVICE = {
    "provider_id": "service",
    "name": "City Service",
    "client_id": "wayline",
    "secret": "s",
    "settings": {"server_url": "https://id.example.org"},
}


def sign_in(client: GuardedClient, person: User, password: str = PASSWORD) -> int:
    response = client.post(reverse("account_login"), {"login": person.email, "password": password})
    return int(response.status_code)


def sign_in_twice(client: GuardedClient, person: User) -> None:
    """What guards the account asks for the password once more."""
    sign_in(client, person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_sign_up_asks_for_a_code_and_then_lets_in(client: GuardedClient) -> None:
    response = client.post(reverse("account_signup"), DETAILS)
    assert response.status_code == 302
    code = re.search(r"^[A-Z0-9-]{6,}$", str(mail.outbox[0].body), re.M)
    assert code, mail.outbox[0].body
    assert client.get(reverse("account_email_verification_sent")).status_code == 200
    assert "_auth_user_id" not in client.session
    client.post(reverse("account_email_verification_sent"), {"code": code.group()})
    nora = User.objects.get(email="nora@example.org")
    assert client.session["_auth_user_id"] == str(nora.pk)
    assert (nora.name, nora.language) == ("Nora Newcomer", "it")
    assert Consent.objects.filter(user=nora, purpose="terms", withdrawn_at=None).exists()
    assert EmailAddress.objects.get(user=nora).verified


def test_the_code_comes_in_the_language_chosen(client: GuardedClient) -> None:
    client.post(reverse("account_signup"), DETAILS)
    assert User.objects.get(email="nora@example.org").language == "it"


@pytest.mark.parametrize("missing", ["name", "terms", "password1", "email"])
def test_sign_up_needs_everything(client: GuardedClient, missing: str) -> None:
    response = client.post(reverse("account_signup"), {k: v for k, v in DETAILS.items() if k != missing})
    assert response.status_code == 200
    assert not User.objects.filter(email="nora@example.org").exists()


def test_sign_up_does_not_tell_whether_an_address_is_known(client: GuardedClient) -> None:
    known = with_password(user("Known"))
    response = client.post(reverse("account_signup"), {**DETAILS, "email": known.email})
    assert response.status_code == 302
    assert response["Location"] == reverse("account_email_verification_sent")
    assert User.objects.filter(email=known.email).count() == 1


def test_sign_up_can_be_closed(client: GuardedClient, settings: Any) -> None:
    settings.SIGN_UP_OPEN = False
    assert "invitation" in client.get(reverse("account_signup")).content.decode()
    client.post(reverse("account_signup"), DETAILS)
    assert not User.objects.filter(email="nora@example.org").exists()


def test_a_wrong_password_does_not_let_in(client: GuardedClient) -> None:
    person = with_password(user("Pat"))
    assert sign_in(client, person, "wrong password") == 200
    assert "_auth_user_id" not in client.session
    assert sign_in(client, person) == 302
    assert AuditRecord.objects.filter(actor=person, verb="signed in").count() == 1


def test_signing_in_remembers_the_language_for_later(client: GuardedClient) -> None:
    sign_in(client, with_password(user("Pia", language="it")))
    assert client.cookies["django_language"].value == "it"


def test_a_demo_account_is_never_opened_by_a_password(client: GuardedClient) -> None:
    demo = with_password(user("Demo", is_demo=True))
    assert sign_in(client, demo) == 302
    assert "_auth_user_id" not in client.session


def test_a_demo_account_gets_no_mail_to_reset_its_password(client: GuardedClient) -> None:
    demo, real = with_password(user("Demo", is_demo=True)), with_password(user("Real"))
    for person in (demo, real):
        client.post(reverse("account_reset_password"), {"email": person.email})
    assert [message.to for message in mail.outbox] == [[real.email]]


def test_nobody_changes_the_sign_in_of_a_demo_account(cast: Cast, as_member: SignIn) -> None:
    cast.ada.user.is_demo = True
    cast.ada.user.save()
    response = as_member(cast.ada).post(reverse("account_set_password"), {"password1": PASSWORD})
    assert response["Location"] == reverse("people:profile")
    cast.ada.user.refresh_from_db()
    assert not cast.ada.user.has_usable_password()


def test_a_closed_account_does_not_open(client: GuardedClient) -> None:
    person = with_password(user("Gone", is_active=False))
    sign_in(client, person)
    assert "_auth_user_id" not in client.session


def test_the_password_is_reset_by_a_link(client: GuardedClient) -> None:
    person = with_password(user("Forgetful"))
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = link_in(mail.outbox[0], "/accounts/")
    form = client.get(link)["Location"]
    client.get(form)
    new = "another battery staple"
    client.post(form, {"password1": new, "password2": new})
    assert sign_in(GuardedClient(), person, new) == 302
    assert "no longer works" in client.get(link, follow=True).content.decode()


def test_with_an_authenticator_the_password_alone_is_not_enough(client: GuardedClient) -> None:
    person = with_password(user("Tess"))
    TOTP.activate(person, generate_totp_secret())
    codes = RecoveryCodes.activate(person)
    assert sign_in(client, person) == 302
    assert "_auth_user_id" not in client.session
    page = client.get(reverse("mfa_authenticate"))
    assert page.status_code == 200
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": codes.get_unused_codes()[0]})
    assert client.session["_auth_user_id"] == str(person.pk)


# Every page of the sign-in library that can be reached, drawn on our shell
ENTRANCE = ["account_login", "account_signup", "account_reset_password", "account_reset_password_done",
            "account_reset_password_from_key_done", "account_inactive", "socialaccount_login_cancelled"]  # fmt: skip
INSIDE = ["account_logout", "account_email", "account_change_password", "mfa_index", "mfa_activate_totp",
          "mfa_list_webauthn", "mfa_add_webauthn", "socialaccount_connections", "account_reauthenticate"]  # fmt: skip


@pytest.mark.parametrize("name", ENTRANCE)
def test_entrance_pages_stand_on_our_shell(client: GuardedClient, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    assert "wl-header" in page
    assert_no_inline_script(page)


@pytest.mark.parametrize("name", INSIDE)
def test_account_pages_stand_on_our_shell(client: GuardedClient, name: str) -> None:
    sign_in_twice(client, with_password(user("Ines")))
    page = client.get(reverse(name)).content.decode()
    assert "wl-header" in page
    assert_no_inline_script(page)


def test_pages_of_the_second_step_stand_on_our_shell(client: GuardedClient) -> None:
    person = with_password(user("Ida"))
    sign_in_twice(client, person)
    totp = TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    key = Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "Blue key", "passwordless": True}
    )
    assert totp
    names = [
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
        "mfa_reauthenticate",
    ]
    pages = [reverse(name) for name in names] + [
        reverse("mfa_edit_webauthn", args=[key.pk]), reverse("mfa_remove_webauthn", args=[key.pk])
    ]  # fmt: skip
    for address in pages:
        page = super(GuardedClient, client).get(address)  # the library notes that the codes were seen
        assert page.status_code == 200, address
        assert "wl-header" in page.content.decode(), address


def assert_no_inline_script(page: str) -> None:
    """The strict policy runs no script that stands in the page; JSON data beside one is never run."""
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.S):
        assert "src=" in attributes or 'type="application/json"' in attributes, body[:80]
    assert not re.search(r"\son\w+=", page)
    assert "style=" not in page


# Roles


def test_a_person_without_a_role_is_led_to_the_page_that_helps(client: GuardedClient) -> None:
    client.force_login(user("Nobody"))
    members = reverse("people:members")
    assert client.get(members)["Location"] == f"{reverse('people:no_role')}?next={quote(members, safe='')}"
    for name in ("profile", "your_data", "notices", "consents", "security", "no_role", "help"):
        assert client.get(reverse(f"people:{name}")).status_code == 200, name


def test_an_open_organisation_is_joined_by_one_press_and_a_closed_one_is_not(client: GuardedClient) -> None:
    open_one, closed = organisation("Open School"), organisation("Closed Office")
    open_one.open_role = "practitioner"
    open_one.save()
    person = user("Joiner")
    client.force_login(person)
    page = client.get(reverse("people:no_role")).content.decode()
    assert "Open School" in page
    assert "Closed Office" not in page
    assert client.post(reverse("people:join", args=[closed.pk])).status_code == 404
    client.post(reverse("people:join", args=[open_one.pk]))
    assert [(one.organisation, one.role) for one in person.memberships.all()] == [(open_one, "practitioner")]


def test_whoever_joins_goes_on_to_the_page_that_was_wanted_and_never_to_another_site(client: GuardedClient) -> None:
    school = organisation("Open School")
    school.open_role = "client"
    school.save()
    client.force_login(user("Joiner"))
    join = reverse("people:join", args=[school.pk])
    assert client.post(join, {"next": "https://elsewhere.example/"})["Location"] == "/"
    client.force_login(user("Second"))
    page = client.get(client.get(reverse("learning:my_learning"))["Location"]).content.decode()
    assert 'name="next" value="/my-learning/"' in page
    assert client.post(join, {"next": "/my-learning/"})["Location"] == "/my-learning/"


@pytest.mark.parametrize("demo", [True, False])
def test_an_invented_organisation_is_open_to_real_people_only_while_the_demo_is_on(
    client: GuardedClient, settings: Any, demo: bool
) -> None:
    settings.DEMO = demo
    invented = organisation("Invented Office")
    invented.open_role, invented.is_demo = "client", True
    invented.save()
    client.force_login(user("Visitor"))
    page = client.get(reverse("people:no_role")).content.decode()
    assert ("Invented Office" in page) is demo
    assert ("everybody who tries it can sign in as its administrator" in page) is demo
    joined = client.post(reverse("people:join", args=[invented.pk]))
    assert joined.status_code == (302 if demo else 404)


def test_a_person_without_a_role_finds_what_is_open_to_all(client: GuardedClient) -> None:
    client.force_login(user("Nobody"))
    page = client.get(reverse("people:no_role")).content.decode()
    for name in ("learning:catalogue", "lmi:explorer"):
        assert page.count(f'href="{reverse(name)}"') == 2, name  # in the menu, and with a sentence
        assert client.get(reverse(name)).status_code == 200
    assert reverse("home:search") not in page


def test_a_person_switches_between_own_roles_only(cast: Cast, as_member: SignIn) -> None:
    second = cast.ada.user.memberships.create(organisation=organisation("South Office"), role="facilitator")
    client = as_member(cast.ada)
    client.post(reverse("people:switch_role"), {"membership": second.pk})
    assert client.session[SESSION_KEY] == second.pk
    assert client.post(reverse("people:switch_role"), {"membership": cast.ben.pk}).status_code == 404
    assert client.session[SESSION_KEY] == second.pk


def test_an_ended_role_is_never_acted_in(cast: Cast, as_member: SignIn, clock: time_machine.Traveller) -> None:
    client = as_member(cast.admin)
    assert client.get(reverse("people:members")).status_code == 200
    cast.admin.ended_at = cast.admin.started_at
    cast.admin.save()
    assert client.get(reverse("people:members"))["Location"].startswith(reverse("people:no_role"))


def test_switching_the_language_is_remembered_in_the_account(cast: Cast, as_member: SignIn) -> None:
    client = as_member(cast.ada)
    client.post("/i18n/setlang/", {"language": "it", "next": "/"})
    cast.ada.user.refresh_from_db()
    assert cast.ada.user.language == "it"
    assert 'lang="it"' in client.get(reverse("people:profile")).content.decode()
    client.post("/i18n/setlang/", {"language": "xx", "next": "/"})
    cast.ada.user.refresh_from_db()
    assert cast.ada.user.language == "it"


def test_public_pages_ask_the_database_nothing(client: GuardedClient, django_assert_num_queries: Any) -> None:
    for name in ("help", "about", "privacy", "accessibility", "terms", "retention"):
        with django_assert_num_queries(0):
            assert client.get(reverse(f"people:{name}")).status_code == 200


def test_another_service_is_offered_only_when_it_is_set_up(client: GuardedClient, settings: Any) -> None:
    words = "Sign in by City Service"
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert words not in client.get(reverse("account_login")).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [CITY_SERVICE]}}
    page = client.get(reverse("account_login")).content.decode()
    assert words in page
    asked = client.get(reverse("openid_connect_login", args=["service"]))
    assert asked.status_code == 200
    assert "City Service" in asked.content.decode()


def back_from_the_service(client: GuardedClient, told: dict[str, object]) -> str:
    """What allauth does once the service has said who came; the address that it leads to."""
    request = RequestFactory().get("/")
    request.session, request.user = client.session, AnonymousUser()
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # as the middleware does
    with request_context(request):
        provider = get_adapter().get_provider(request, "service")
        answer = complete_social_login(request, provider.sociallogin_from_response(request, {"userinfo": told}))
    request.session.save()
    return str(answer["Location"])


def test_who_comes_by_another_service_agrees_to_the_terms_and_takes_up_an_invitation(
    cast: Cast, client: GuardedClient, settings: Any
) -> None:
    """The service vouches for name and address; the account is made when our form is filled in."""
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [CITY_SERVICE]}}
    address, north = "nora@city.example", cast.admin.organisation
    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.invite(north, email=address, role=Role.PRACTITIONER, by=cast.admin)
    invited = link_in(mail.outbox[-1], "/invitation/")
    client.post(f"{invited}sign-up/")
    told = {"sub": "n1", "email": address, "email_verified": True, "name": "Nora Newcomer"}
    form = back_from_the_service(client, told)
    assert form == reverse("socialaccount_signup")
    assert not User.objects.filter(email=address).exists()
    assert 'value="Nora Newcomer"' in client.get(form).content.decode()
    answers = {"email": address, "name": "Nora Newcomer", "language": "it"}
    assert client.post(form, answers).status_code == 200
    assert client.post(form, {**answers, "terms": "on"}).status_code == 302
    nora = User.objects.get(email=address)
    assert nora.consents.filter(purpose="terms").exists()
    assert nora.memberships.filter(organisation=north).exists()
