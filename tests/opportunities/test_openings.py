"""Jobs on show beside the figures: on the page of an occupation, and for clients of LMI for All."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making
from wayline.lmi import openings
from wayline.opportunities.actions import offers
from wayline.opportunities.asked import Asked
from wayline.opportunities.queries import search
from wayline.opportunities.queries.openings import for_occupation

pytestmark = pytest.mark.django_db


def asked(client: GuardedClient, **said: object) -> list[dict[str, object]]:
    answer = client.get(f"/api/v1/vacancies/search?{urlencode(said)}")
    assert answer.status_code == 200, answer.content
    told: list[dict[str, object]] = json.loads(answer.content)
    return told


def test_the_page_of_an_occupation_shows_its_jobs(cast: Cast, client: GuardedClient) -> None:
    cook = making.concept("Cook")
    page = reverse("lmi:occupation", args=[cook.scheme.key, cook.code])
    assert "Jobs on offer" not in client.get(page).content.decode()
    kept = making.published(cast.ada, title="We want you in our kitchen", occupations=[cook])
    making.published(cast.ada, title="Somebody for the till", occupations=[making.concept("Cashier")])
    text = client.get(page).content.decode()
    assert kept.get_absolute_url() in text
    assert "Somebody for the till" not in text
    offers.withdraw(kept, by=cast.ada)
    assert "Jobs on offer" not in client.get(page).content.decode()


def test_the_number_is_what_the_link_finds(cast: Cast) -> None:
    cook = making.concept("Cook")
    for number in range(5):
        making.published(cast.ada, title=f"Kitchen {number}", occupations=[cook])
    told = for_occupation([cook])
    assert told is not None
    assert told.number == 5
    assert [one.title for one in told.newest] == ["Kitchen 4", "Kitchen 3", "Kitchen 2"]
    assert search.search(Asked(kind="vacancy", occupation=f"{cook.scheme.key}:{cook.code}")).total == 5


def test_a_program_searches_vacancies_as_in_lmi_for_all(cast: Cast, client: GuardedClient) -> None:
    offer = making.published(cast.ada, title="Gardener", text="You **plant** trees.", town="Riverton")
    making.published(cast.ada, title="Gardener for roses", town="Northvale")
    found = asked(client, keywords="gardener", location="riverton", radius=10, limit=5)
    assert found == [
        {
            "title": "Gardener",
            "company": offer.offered_by,
            "summary": "You plant trees.",
            "link": found[0]["link"],
            "location": {"location": "Riverton"},
        }
    ]
    assert str(found[0]["link"]).endswith(offer.get_absolute_url())
    assert len(asked(client, keywords="gardener")) == 2
    assert len(asked(client, keywords="gardener", limit=1)) == 1
    assert asked(client, keywords="nobody of this name") == []


def test_a_limit_beyond_fifty_is_refused(client: GuardedClient) -> None:
    assert client.get("/api/v1/vacancies/search?limit=51").status_code == 400


def test_where_no_room_knows_vacancies_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openings, "known", openings.Registered())
    assert openings.openings_for([]) is None
    assert openings.search("joiner", "", 10) == []
