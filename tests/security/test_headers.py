"""What every answer tells the browser, whatever kind of answer it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.learning.programmes import programme
from wayline.discussion.live import CLOSED
from wayline.learning.models import Asset
from wayline.people.models import Membership

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("headers")]  # what is asked is asked once
AsMember = Callable[[Membership], GuardedClient]


_answers: dict[str, Any] = {}


@pytest.fixture
def answers(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One answer of each kind, asked once for all tests here: they only look at them."""
    if not _answers:
        _answers.update(request.getfixturevalue("asked"))
    return _answers


@pytest.fixture
def asked(cast: Cast, as_member: AsMember, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    visitor, ada, admin = Client(raise_request_exception=False), as_member(cast.ada), as_member(cast.admin)
    made = programme(cast.fia)
    for name, media_type in (("plan.pdf", "application/pdf"), ("talk.mp3", "audio/mpeg")):
        asset = Asset(programme=made, name=name, media_type=media_type, size=3)
        asset.file.save(name, ContentFile(b"abc"), save=True)
    found = {
        "page": visitor.get("/"),
        "sign-in": visitor.get(reverse("account_login")),
        "redirect": visitor.get(reverse("people:profile")),
        "not found": visitor.get("/nothing-here/"),
        "bad host": visitor.get("/", headers={"host": "evil.example"}),
        "without token": Client(enforce_csrf_checks=True).post(reverse("account_login")),
        "wrong method": visitor.post("/help/"),
        "json": visitor.get("/health"),
        "style": visitor.get("/static/wayline/app.css"),
        "script": visitor.get("/static/wayline/app.js"),
        "own page": ada.get(reverse("people:profile")),
        "refused": ada.get(reverse("learning:authoring")),
        "csv": admin.get(reverse("people:audit_csv")),
        "export": ada.post(reverse("people:export_data")),
        "file": ada.get(reverse("learning:asset", args=[made.slug, "plan.pdf"])),
        "sound": ada.get(reverse("learning:asset", args=[made.slug, "talk.mp3"])),
        "part of a sound": ada.get(reverse("learning:asset", args=[made.slug, "talk.mp3"]), HTTP_RANGE="bytes=0-1"),
    }
    monkeypatch.setattr("wayline.people.views.pages.render", _breaks)
    found["fault"] = visitor.get(reverse("people:help"))
    for kind in ("file", "sound", "part of a sound", "style", "script"):
        b"".join(found[kind])  # read to the end, so that files are closed
        found[kind].close()
    return found


def _breaks(*args: object, **kwargs: object) -> None:
    raise RuntimeError("the password of the database is hunter2")


def test_the_kinds_are_what_they_say(answers: dict[str, Any]) -> None:
    expected = {
        "redirect": 302, "not found": 404, "bad host": 400, "without token": 403, "wrong method": 405, "refused": 403,
        "part of a sound": 206, "fault": 500, "csv": 200, "export": 200, "file": 200, "style": 200,
    }  # fmt: skip
    assert {kind: answers[kind].status_code for kind in expected} == expected


def test_every_answer_has_a_policy_without_inline_script(answers: dict[str, Any]) -> None:
    for kind, answer in answers.items():
        policy = answer["Content-Security-Policy"]
        for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"):
            assert part in policy, (kind, policy)
        for hole in ("unsafe", "http:", "https:", "*"):
            assert hole not in policy, (kind, policy)


def test_pages_take_scripts_and_everything_else_from_us_only(answers: dict[str, Any]) -> None:
    policy = answers["page"]["Content-Security-Policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["script-src"] == parts["style-src"] == parts["connect-src"] == parts["form-action"] == "'self'"
    assert parts["object-src"] == "'none'"
    assert parts["img-src"] == "'self' data:"


def test_every_answer_forbids_guessing_framing_and_telling_others(answers: dict[str, Any]) -> None:
    for kind, answer in answers.items():
        assert answer["X-Content-Type-Options"] == "nosniff", kind
        assert answer["Referrer-Policy"] == "same-origin", kind
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", kind
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin", kind
        assert "camera=()" in answer["Permissions-Policy"], kind
        assert "Access-Control-Allow-Origin" not in answer.headers, kind


def test_text_answers_name_their_characters(answers: dict[str, Any]) -> None:
    for kind, answer in answers.items():
        content_type = answer["Content-Type"]
        if content_type.startswith("text/"):
            assert "utf-8" in content_type.lower(), (kind, content_type)


def test_what_a_person_sees_is_kept_nowhere(answers: dict[str, Any]) -> None:
    for kind in ("own page", "refused", "csv", "export", "file"):
        assert "no-store" in answers[kind]["Cache-Control"], kind
    assert "private" in answers["sound"]["Cache-Control"]


def test_downloads_are_saved_and_closed_in(answers: dict[str, Any]) -> None:
    for kind in ("csv", "export", "file"):
        assert answers[kind]["Content-Disposition"].startswith("attachment"), kind
        assert "sandbox" in answers[kind]["Content-Security-Policy"], kind
    assert "sandbox" in answers["sound"]["Content-Security-Policy"]


def test_live_answers_bring_the_same_headers() -> None:
    headers = {name.decode(): value.decode() for name, value in CLOSED}
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_a_fault_tells_nothing_about_itself(answers: dict[str, Any]) -> None:
    for kind in ("fault", "not found", "bad host", "refused", "without token"):
        page = answers[kind].content.decode()
        for secret in ("hunter2", "Traceback", "RuntimeError", "wayline.people", "django", "evil.example", "SECRET"):
            assert secret not in page, (kind, secret)


def test_no_answer_names_the_software_behind_it(answers: dict[str, Any]) -> None:
    for kind, answer in answers.items():
        assert not {"Server", "X-Powered-By"} & set(answer.headers), kind


OVER_HTTPS = """
import json, django
from django.conf import settings
django.setup()
from django.test import Client
answer = Client(SERVER_NAME="learn.example.org").get("/help/", secure=True)
elsewhere = Client(SERVER_NAME="evil.example").get("/help/", secure=True)
print(json.dumps({
    "headers": dict(answer.headers),
    "cookies": {name: dict(cookie) for name, cookie in answer.cookies.items()},
    "settings": {name: getattr(settings, name) for name in dir(settings) if "COOKIE" in name},
    "elsewhere": elsewhere.status_code,
    "debug": settings.DEBUG,
    "proxy": getattr(settings, "SECURE_PROXY_SSL_HEADER", None),
}))
"""


@pytest.fixture(scope="module")
def over_https() -> dict[str, Any]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WAYLINE_")}
    ours = {
        "WAYLINE_HOME": os.environ["WAYLINE_HOME"],
        "WAYLINE_SECRET_KEY": "for this test only",
        "WAYLINE_PUBLIC_URL": "https://learn.example.org",
        "DJANGO_SETTINGS_MODULE": "wayline.config.settings",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", OVER_HTTPS], env=kept | ours, capture_output=True, text=True, check=True
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_over_https_browsers_stay_with_https_for_a_year(over_https: dict[str, Any]) -> None:
    assert over_https["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_over_https_every_cookie_is_secure_and_bound_to_the_host(over_https: dict[str, Any]) -> None:
    assert set(over_https["cookies"]) == {"__Host-csrf"}
    for cookie in over_https["cookies"].values():
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]
    for name in ("SESSION", "CSRF", "LANGUAGE"):
        assert over_https["settings"][f"{name}_COOKIE_NAME"].startswith("__Host-")
        assert over_https["settings"][f"{name}_COOKIE_SECURE"] is True
        assert over_https["settings"][f"{name}_COOKIE_HTTPONLY"] is True
        assert over_https["settings"][f"{name}_COOKIE_SAMESITE"] == "Lax"
        assert not over_https["settings"][f"{name}_COOKIE_DOMAIN"]


def test_a_strange_host_is_refused(over_https: dict[str, Any]) -> None:
    assert over_https["elsewhere"] == 400


def test_without_a_word_debug_is_off_and_no_proxy_is_trusted(over_https: dict[str, Any]) -> None:
    assert over_https["debug"] is False
    assert over_https["proxy"] is None
