"""The web app: its manifest, its service worker, the page without a network, and what a browser may keep for whom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import get_resolver, reverse
from PIL import Image

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.test_house import all_patterns
from wayline.common.offline import KEEP, NOBODY, PERSON, mark_of
from wayline.common.staticfiles import MarkedStorage
from wayline.people.models import Membership

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]

# Pages that show nothing but what is a person's own, and so may lie in a browser. What others share is never here.
KEPT = {
    "portfolio:items",
    "portfolio:item",
    "portfolio:add",
    "portfolio:add_of_kind",
    "portfolio:cvs",
    "portfolio:waiting",
}


def test_the_manifest_names_the_app_and_pictures_of_the_size_they_say(settings: Any) -> None:
    settings.APP_NAME = "Northvale Careers"
    answer = Client().get(reverse("common:manifest"))
    assert answer["Content-Type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["name"], manifest["short_name"]) == ("Northvale Careers", "Northvale Ca")
    assert manifest["start_url"].startswith(manifest["scope"])
    for icon in manifest["icons"]:
        file = finders.find(icon["src"].removeprefix("/static/"))
        assert file, icon
        if icon["type"] == "image/png":
            with Image.open(str(file)) as picture:
                assert "x".join(map(str, picture.size)) == icon["sizes"]
    assert any(icon.get("purpose") == "maskable" for icon in manifest["icons"])


def test_the_worker_is_served_from_the_root_and_asked_for_anew(cast: Cast, as_member: AsMember) -> None:
    for client in (Client(), as_member(cast.cleo)):
        answer = client.get("/worker.js")
        assert answer["Content-Type"] == "text/javascript; charset=utf-8"
        assert answer["Cache-Control"] == "no-cache"
        assert "worker-src 'self'" in answer["Content-Security-Policy"]
        assert "__VERSION__" not in answer.content.decode()


def test_the_page_without_a_network_says_nothing_of_anybody(cast: Cast, as_member: AsMember) -> None:
    answer = as_member(cast.cleo).get(reverse("common:offline"))
    page = answer.content.decode()
    assert answer.status_code == 200
    for private in (cast.cleo.user.name, mark_of(cast.cleo.user), "csrfmiddlewaretoken", "data-worker"):
        assert private not in page, private


def test_every_page_says_for_whom_it_is(cast: Cast, as_member: AsMember) -> None:
    cleo, cato = (as_member(one).get(reverse("home:start"))[PERSON] for one in (cast.cleo, cast.cato))
    assert cleo == mark_of(cast.cleo.user)
    assert len({cleo, cato, Client().get("/")[PERSON], NOBODY}) == 3
    assert as_member(cast.cleo).get("/nothing-here/")[PERSON] == cleo
    assert f'data-person="{cleo}"' in as_member(cast.cleo).get(reverse("home:start")).content.decode()


def test_a_person_of_another_database_has_another_mark(cast: Cast) -> None:
    before = mark_of(cast.cleo.user)
    cast.cleo.user.joined_at = cast.cato.user.joined_at
    assert mark_of(cast.cleo.user) != before


def test_the_pages_that_a_browser_may_keep_are_a_list() -> None:
    found = {name for name, entry in all_patterns(get_resolver()) if getattr(entry.callback, "is_kept_offline", False)}
    assert found == KEPT


def test_own_pages_may_be_kept_and_nothing_else(cast: Cast, as_member: AsMember) -> None:
    cleo = as_member(cast.cleo)
    for address in ("/portfolio/", "/portfolio/?kind=journal", "/portfolio/add/journal/", "/portfolio/cvs/"):
        assert cleo.get(address)[KEEP] == "yes", address
        assert "no-store" in cleo.get(address)["Cache-Control"], address
    for address in ("/portfolio/?words=wood", "/portfolio/received/", "/portfolio/shares/", "/", "/portfolio/claims/"):
        assert KEEP not in cleo.get(address).headers, address
    assert KEEP not in cleo.get("/portfolio/items/nobody/").headers
    assert KEEP not in cleo.post("/portfolio/add/", {"title": ""}).headers


def test_styles_and_scripts_carry_a_mark_of_their_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    style = tmp_path / "one.css"
    monkeypatch.setattr("wayline.common.staticfiles.finders.find", lambda name: str(style))
    monkeypatch.setattr("wayline.common.staticfiles.settings.DEBUG", True)
    seen = set()
    for text in ("a { color: red }", "a { color: blue }", "a { color: red }"):
        style.write_text(text)
        seen.add(MarkedStorage().url("one.css"))
    assert len(seen) == 2
    assert all(address.startswith("/static/one.css?v=") for address in seen)
    assert MarkedStorage().url("one.woff2") == "/static/one.woff2"


def test_the_address_of_a_style_is_served(client: GuardedClient) -> None:
    page = client.get("/").content.decode()
    start = page.index("/static/wayline/app.css?v=")
    answer = client.get(page[start : page.index('"', start)])
    assert answer.status_code == 200
    b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file that is sent in parts
    answer.close()
