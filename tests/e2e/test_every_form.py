"""Every address of the product that takes a form is sent one by a walk, or stands here with the reason why not."""

from __future__ import annotations

import http.client
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from django.views.generic import RedirectView

from tests.e2e.sends import name_of, sent_by
from tests.e2e.service import Service
from tests.security.addresses import every_address, is_open_api
from wayline.discussion.views.marks import MARKS

ELSEWHERE = "one comes there from another service that signs people in, which the tests have not"
NOT_WALKED = {
    "socialaccount_signup": ELSEWHERE,
    "socialaccount_connections": ELSEWHERE,
    "openid_connect_login": ELSEWHERE,
    "openid_connect_callback": ELSEWHERE,
    "account_confirm_login_code": "signing in by a code is off",
    "opportunities:opportunities-v1:api-root": "the root of this interface answers nobody",
}
ACTS = {f"discussion:do {mark}" for mark in [*MARKS, "follow", "unfollow"]}
ROLES = ("administrator", "", "careful")


def walked() -> set[str]:
    files = sorted(Path(__file__).parent.glob("test_*.py"))
    modules = [import_module(f"tests.e2e.{file.stem}") for file in files if file != Path(__file__)]
    return {name for module in modules for walk in vars(module).values() for name in sent_by(walk)}


def taking_forms(service: Service) -> set[str]:
    """Asked of the running service by OPTIONS. An address that leads elsewhere whoever asks counts as taking one."""
    found = set()
    for address in every_address():
        if not is_open_api(address) and getattr(address.view, "view_class", None) is not RedirectView:
            allowed = []
            for role in ROLES:  # until one of them may send something
                allowed.append(_allowed(service, role, address.path))
                if "POST" in allowed[-1]:
                    break
            if "POST" in allowed[-1] or not any(allowed):
                found.add(name_of(address.path).partition(" ")[0])
    return found


def _allowed(service: Service, role: str, path: str) -> str:
    connection = http.client.HTTPConnection(urlsplit(service.address).netloc, timeout=60)
    session = service.ground["sessions"].get(role, "")
    connection.request("OPTIONS", path, headers={"Cookie": f"session={session}"} if session else {})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.headers.get("Allow", "")


def test_every_form_is_sent_by_a_walk_or_says_why_not(service: Service) -> None:
    taking, sent = taking_forms(service), walked()
    addresses = {name.partition(" ")[0] for name in sent}
    assert sorted(taking - addresses - set(NOT_WALKED)) == []
    assert sorted(addresses - taking) == [], "A walk names an address that takes no form."
    assert sorted(set(NOT_WALKED) - (taking - addresses)) == [], "This is walked, or takes no form."


def test_every_act_on_a_comment_is_walked() -> None:
    assert sorted(ACTS - walked()) == []
