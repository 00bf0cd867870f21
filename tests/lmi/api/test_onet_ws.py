"""As the sample clients of O*NET Web Services 2.0 ask: about, keyword search with `end`, a profile."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import GuardedClient
from tests.lmi.api.ground import Ground
from wayline.taxonomy.models import OccupationSkill

pytestmark = pytest.mark.django_db
HEADERS = {"x-api-key": "anything", "accept": "application/json", "origin": "https://jobs.example"}


def call(client: GuardedClient, path: str, status: int = 200, /, **query: Any) -> Any:
    answer = client.get(f"/api/onet/ws/{path}", query, headers=HEADERS)
    assert answer.status_code == status, answer.content
    assert answer["Access-Control-Allow-Origin"] == "*"
    return json.loads(answer.content)


def test_connecting_tells_the_version(client: GuardedClient, market: Ground) -> None:
    assert call(client, "about")["api_version"] == "2.0"


def test_keywords_find_occupations_in_the_numbers_asked_for(client: GuardedClient, market: Ground) -> None:
    told = call(client, "online/search", keyword="wireman", end=5)
    assert (told["start"], told["end"], told["total"]) == (1, 1, 1)
    [found] = told["occupation"]
    assert (found["code"], found["title"], found["tags"]) == ("47-2111.00", "Electricians", {})
    assert call(client, "online/search", keyword="47-2111")["occupation"] == [found]
    assert call(client, found["href"].removeprefix("/api/onet/ws/"))["title"] == "Electricians"


def test_nothing_found_is_an_empty_list(client: GuardedClient, market: Ground) -> None:
    assert call(client, "online/search", keyword="astronaut")["occupation"] == []


def test_a_missing_keyword_is_an_error_that_the_clients_show(client: GuardedClient, market: Ground) -> None:
    assert call(client, "online/search", 422) == {"error": "Please enter a keyword."}


def test_a_profile_and_its_sections(client: GuardedClient, market: Ground) -> None:
    told = call(client, "online/occupations/47-2111.00/")
    assert told["sample_of_reported_titles"] == ["Journeyman Wireman"]
    assert {"skills", "interests"} <= {one["href"].rpartition("/")[2] for one in told["summary_contents"]}
    skills = call(client, "online/occupations/47-2111.00/summary/skills")
    assert (skills["start"], skills["end"], skills["total"]) == (1, 2, 2)
    assert [one["name"] for one in skills["element"]] == ["Repairing", "Reading Comprehension"]
    assert {"id", "related", "name", "description"} <= set(skills["element"][0])
    interests = call(client, "online/occupations/47-2111.00/summary/interests")
    assert interests["interest_code"] == "RI"


def test_results_come_in_pages(client: GuardedClient, market: Ground) -> None:
    told = call(client, "online/occupations/47-2111.00/summary/skills", start=2, end=2)
    assert [one["name"] for one in told["element"]] == ["Reading Comprehension"]


def test_what_is_not_there_is_an_error_in_their_form(client: GuardedClient, market: Ground) -> None:
    for path in ("online/occupations/99-9999.99", "online/occupations/47-2111.00/summary/colours", "nothing"):
        assert set(call(client, path, 404)) == {"error"}
    assert set(call(client, "online/occupations/47-2111.00/summary/job_zone", 404)) == {"error"}
    assert OccupationSkill.objects.count() == 0
    assert call(client, "online/occupations/47-2111.00/summary/tasks")["task"] == []
