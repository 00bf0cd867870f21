"""The pages that nobody wants to see, in both languages: axe-core finds nothing, and they fit a phone.

Refused and missing pages (403, 404) are read in every role by test_every_page.py too.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Response, expect

from tests.e2e import axe
from tests.e2e.visitor import DESK, PHONE, Visitor
from wayline.common.views import server_error

LANGUAGES = ("en", "it")
TOO_MANY_FIELDS = "/programmes/?" + "&".join(["a=1"] * 1001)
TIMES_ONE_MAY_ASK = 5
"""For a letter about a forgotten password, in a minute, for one address."""


@pytest.fixture(params=LANGUAGES)
def visitor(visit: Callable[..., Visitor], request: pytest.FixtureRequest) -> Visitor:
    return visit(language=request.param)


def look_at(visitor: Visitor) -> None:
    for size in (DESK, PHONE):
        visitor.page.set_viewport_size(size)
        assert axe.faults(visitor.page) == []
        assert axe.too_wide(visitor.page) == []


def see(visitor: Visitor, path: str, status: int, role: str = "") -> None:
    if role:
        visitor.sign_in(role)
    assert visitor.go(path).status == status
    expect(visitor.page.locator("h1")).to_have_count(1)
    look_at(visitor)


def test_a_request_that_is_none(visitor: Visitor) -> None:
    see(visitor, TOO_MANY_FIELDS, 400)


def test_a_page_that_is_refused(visitor: Visitor) -> None:
    see(visitor, "/members/", 403, role="practitioner")


def test_a_page_that_is_not_there(visitor: Visitor) -> None:
    see(visitor, "/nothing-of-this-name/", 404)


def test_a_form_without_its_secret(visitor: Visitor) -> None:
    """The cookies were taken away between reading the page and sending the form."""
    visitor.go("/accounts/password/reset/")
    visitor.context.clear_cookies()
    answer = _sent(visitor, "nobody@example.net")
    assert answer.status == 403
    look_at(visitor)


def test_asking_too_often(visitor: Visitor, request: pytest.FixtureRequest) -> None:
    for _ in range(TIMES_ONE_MAY_ASK + 1):
        visitor.go("/accounts/password/reset/")
        answer = _sent(visitor, f"{request.node.callspec.id}@example.net")
    assert answer.status == 429
    look_at(visitor)


def _sent(visitor: Visitor, address: str) -> Response:
    visitor.page.locator("#id_email").fill(address)
    with visitor.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        visitor.page.locator("main form button[type=submit]").first.click()
    visitor.page.wait_for_load_state()
    return sent.value


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_of_ours(visit: Callable[..., Visitor], language: str) -> None:
    """Nothing in the product fails on demand, so the page is made by its view and laid under an address."""
    with translation.override(language):
        html = server_error(RequestFactory().get("/")).content.decode()
    visitor = visit(language=language)
    visitor.page.route("**/failed/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    visitor.go("/failed/")
    expect(visitor.page.locator("h1")).to_have_count(1)
    look_at(visitor)
