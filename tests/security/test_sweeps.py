"""What must hold at every address, so that a new page cannot forget it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import wayline
from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.security.addresses import NOBODYS_KEY, NOBODYS_NUMBER, every_address, is_offers_api, is_open_api
from wayline.people.models import Membership

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
# A letter's program posts here without a page of ours; the signed link is the proof (RFC 8058).
NO_TOKEN_NEEDED = {"unsubscribe"}


def test_an_address_that_is_not_public_leads_to_the_sign_in_page() -> None:
    client = Client()
    for address in every_address():
        if address.is_public:
            continue
        for answer in (client.get(address.path), client.post(address.path)):
            assert answer.status_code == 302, address
            assert answer["Location"].startswith(reverse("account_login")), address


def test_every_post_needs_the_token_of_our_own_page(cast: Cast) -> None:
    visitor, signed_in = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    signed_in.force_login(cast.admin.user)
    for address in every_address():
        if address.name in NO_TOKEN_NEEDED or is_open_api(address):
            continue
        for client in (visitor, signed_in):
            assert client.post(address.path).status_code == 403, address


def test_open_apis_answer_to_reading_only_and_look_at_no_cookie(cast: Cast) -> None:
    """They need no token because no method that could change something gets in, and nobody is signed in there."""
    signed_in = Client(enforce_csrf_checks=True)
    signed_in.force_login(cast.admin.user)
    found = [address for address in every_address() if is_open_api(address)]
    assert len(found) > 30
    for address in found:
        for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE"):
            assert signed_in.generic(method, address.path).status_code == 405, address
        answer = signed_in.get(address.path)
        assert not answer.cookies, address
        assert not hasattr(answer.wsgi_request, "user"), address


def test_a_token_from_another_host_is_not_enough(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ada.user)
    client.get(reverse("people:profile_edit"))
    token = {"csrfmiddlewaretoken": client.cookies["csrf"].value}
    there = reverse("people:read_all_notices")
    assert client.post(there, token, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post(there, token, headers={"origin": "http://testserver"}).status_code == 302


def test_only_the_page_for_letters_is_free_of_the_token() -> None:
    exempt = {one.name for one in every_address() if getattr(one.view, "csrf_exempt", False) and not is_open_api(one)}
    assert exempt == NO_TOKEN_NEEDED


def test_addresses_that_change_something_answer_to_post_only(cast: Cast, as_member: AsMember) -> None:
    """A GET never writes: every client of these tests refuses it. Here: verbs are closed to GET."""
    client = as_member(cast.admin)
    for name in ("people:switch_role", "people:read_all_notices"):
        assert client.get(reverse(name)).status_code == 405, name
    for name in ("people:join", "people:resend_invitation", "learning:join", "discussion:join", "discussion:post"):
        assert client.get(reverse(name, args=[1])).status_code == 405, name
    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("method", ["trace", "put", "patch", "delete"])
def test_no_page_answers_to_methods_it_does_not_know(cast: Cast, method: str) -> None:
    client = Client()
    client.force_login(cast.ada.user)
    for address in every_address():
        if address.view.__module__.startswith("wayline.") and address.name != "gallery":
            status = client.generic(method.upper(), address.path).status_code
            assert status in {302, 403, 404, 405}, (address, status)


def test_nothing_that_is_nobodys_is_found(cast: Cast, as_member: AsMember) -> None:
    """A number that no row has never breaks a page and never shows one."""
    client = as_member(cast.admin)
    for address in every_address():
        if any(part in address.path for part in (NOBODYS_NUMBER, NOBODYS_KEY, "nobody")):
            answer = client.get(address.path)
            asks_for_more = {400, 422} if is_open_api(address) else set()
            assert answer.status_code in {302, 403, 404, 405, 410} | asks_for_more, (address, answer.status_code)


def test_there_is_no_second_way_in() -> None:
    """No admin site, no API and no debug pages beside the pages and open APIs that are listed."""
    pages = [address for address in every_address() if not is_open_api(address) and not is_offers_api(address)]
    names = {address.view.__module__.split(".")[0] for address in pages}
    assert names == {"wayline", "allauth", "django"}
    django_views = {one.view.__module__ for one in every_address() if one.view.__module__.startswith("django")}
    assert django_views <= {"django.views.i18n", "django.views.generic.base"}


def test_no_folder_is_listed(client: GuardedClient) -> None:
    for path in ("/static/", "/static/wayline/", "/media/", "/.git/config", "/static/../settings.py"):
        assert client.get(path).status_code == 404, path
    assert not (Path(wayline.__file__).parent / ".git").exists()
