"""The front hall: landing page, start page by role, global search, health."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.factories import Cast, user
from wayline.home import health
from wayline.people import registers
from wayline.people.models import Membership
from wayline.people.registers import SearchHit, SearchSource

AsMember = Callable[[Membership], GuardedClient]


@pytest.fixture
def find_only(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, int]], None]:
    """The search knows these rooms only: their label, and how many hits each has for the word `coach`."""

    def source(label: str, count: int) -> SearchSource:
        def find(viewer: Membership, words: str, limit: int) -> list[SearchHit]:
            hits = [SearchHit(f"{label} {number}", f"/{number}/", label) for number in range(1, count + 1)]
            return hits[:limit] if words == "coach" else []

        return SearchSource(label, find)

    def replace(rooms: dict[str, int]) -> None:
        monkeypatch.setattr(registers, "search_sources", [source(label, count) for label, count in rooms.items()])

    return replace


@pytest.mark.django_db
def test_a_visitor_learns_what_wayline_is_and_how_to_sign_in(client: GuardedClient) -> None:
    page = client.get("/").content.decode()
    assert "practitioners of employment and careers services" in page
    assert reverse("account_login") in page
    assert reverse("account_signup") in page
    assert reverse("learning:catalogue") in page


@pytest.mark.django_db
def test_without_the_demo_no_page_offers_to_sign_in_as_somebody(client: GuardedClient) -> None:
    assert "/demo/" not in client.get("/").content.decode()


def test_a_member_sees_name_role_and_organisation(cast: Cast, as_member: AsMember) -> None:
    page = as_member(cast.mia).get("/").content.decode()
    assert "Welcome, Mia Manager" in page
    assert "Manager, North Office" in page


@pytest.mark.parametrize("who", ["ada", "fia", "mia", "admin", "cleo", "eve", "rex"])
def test_every_role_has_a_start_page(cast: Cast, as_member: AsMember, who: str) -> None:
    assert as_member(getattr(cast, who)).get("/").status_code == 200


@pytest.mark.django_db
def test_a_person_without_a_role_is_led_to_the_page_that_helps(client: GuardedClient) -> None:
    client.force_login(user())
    assert client.get("/")["Location"] == reverse("people:no_role")


def test_cards_stand_in_their_order_and_empty_ones_are_left_out(
    cast: Cast, as_member: AsMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = registers.Card
    heading = "common/components/inset_text.html"
    monkeypatch.setattr(
        registers,
        "cards",
        [
            card("late", heading, lambda member: {"content": "the second"}, order=60),
            card("none", heading, lambda member: None, order=1),
            card("early", heading, lambda member: {"content": f"first for {member.role}"}, order=2),
        ],
    )
    page = as_member(cast.ada).get("/").content.decode()
    assert page.index("first for practitioner") < page.index("the second")


def test_nothing_to_show_says_so(cast: Cast, as_member: AsMember, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registers, "cards", [])
    assert "Nothing waits for you" in as_member(cast.ada).get("/").content.decode()


def test_search_groups_what_the_rooms_find(cast: Cast, as_member: AsMember, find_only: Any) -> None:
    find_only({"Programmes": 2, "Comments": 7, "People": 0})
    page = as_member(cast.ada).get("/search/?q=coach").content.decode()
    assert "Programmes 2" in page
    assert "Comments 5" in page
    assert "Comments 6" not in page
    assert "More results: Comments" in page
    assert "More results: Programmes" not in page
    assert 'id="group-3"' not in page


def test_one_group_is_shown_in_pages(cast: Cast, as_member: AsMember, find_only: Any) -> None:
    find_only({"Programmes": 2, "Comments": 45})
    page = as_member(cast.ada).get("/search/?q=coach&in=2&page=3").content.decode()
    assert "Comments 41" in page
    assert "Comments 40" not in page
    assert "Programmes" not in page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("query", ["q=nothing", "q=coach&in=99", "q=coach&in=x"])
def test_an_empty_search_says_what_to_do(cast: Cast, as_member: AsMember, find_only: Any, query: str) -> None:
    find_only({"Programmes": 2})
    assert "Nothing found for" in as_member(cast.ada).get(f"/search/?{query}").content.decode()


@pytest.mark.parametrize(("words", "answer"), [("", "Search programmes"), ("c", "at least two letters")])
def test_search_asks_for_words(cast: Cast, as_member: AsMember, find_only: Any, words: str, answer: str) -> None:
    find_only({"Programmes": 2})
    assert answer in as_member(cast.ada).get("/search/", {"q": words}).content.decode()


def test_what_was_looked_for_is_shown_as_text(cast: Cast, as_member: AsMember, find_only: Any) -> None:
    find_only({})
    page = as_member(cast.ada).get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


@pytest.mark.django_db
def test_search_is_for_members(client: GuardedClient) -> None:
    assert client.get("/search/?q=coach").status_code == 302


@pytest.mark.django_db
class TestHealth:
    @pytest.fixture(autouse=True)
    def _clean(self) -> None:
        cache.clear()

    def test_all_is_well_after_the_worker_spoke(self, client: GuardedClient) -> None:
        health.worker_beats()
        answer = client.get("/health")
        assert answer.status_code == 200
        assert json.loads(answer.content)["status"] == "ok"
        assert json.loads(answer.content)["worker"] == "ok"

    def test_a_worker_that_never_spoke_fails(self, client: GuardedClient) -> None:
        answer = client.get("/health")
        assert (answer.status_code, json.loads(answer.content)["worker"], json.loads(answer.content)["database"]) == (
            503,
            "failing",
            "ok",
        )

    @pytest.mark.parametrize(("seconds", "status"), [(60, 200), (62, 503)])
    def test_a_worker_is_late_after_a_minute(self, client: GuardedClient, seconds: int, status: int) -> None:
        cache.set(health.WORKER, time.time() - seconds)
        assert client.get("/health").status_code == status

    def test_a_database_that_does_not_answer_fails(
        self, client: GuardedClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        health.worker_beats()

        def broken() -> Any:
            raise OperationalError

        monkeypatch.setattr(connection, "cursor", broken)
        answer = health.measure()
        assert (answer.good, answer.as_dict()["database"]) == (False, "failing")

    def test_the_hour_begins_once(self) -> None:
        assert [health.hour_begins(), health.hour_begins()] == [True, False]
