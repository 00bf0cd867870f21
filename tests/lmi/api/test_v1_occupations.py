"""Searching occupations and reading one, as clients of LMI for All do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import GuardedClient
from tests.lmi.api.ground import Ground
from tests.taxonomy import words

pytestmark = pytest.mark.django_db
MEMBERS = {"soc": int, "title": str, "description": str, "qualifications": str, "tasks": str, "add_titles": list}


def get(client: GuardedClient, path: str, status: int = 200, **query: Any) -> Any:
    answer = client.get(f"/api/v1/{path}", query)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/json;charset=utf-8"
    return json.loads(answer.content)


def test_a_title_finds_occupations_with_every_member_clients_know(client: GuardedClient, market: Ground) -> None:
    [found] = get(client, "soc/search", q="electrician")
    assert {name: type(found[name]) for name in MEMBERS} == MEMBERS
    assert found["soc"] == 5241
    assert found["qualifications"] == "An apprenticeship."
    assert "Electrician, maintenance" in found["add_titles"]


def test_the_label_that_matched_is_told(client: GuardedClient, market: Ground) -> None:
    [found] = get(client, "soc/search", q="fitter electrical")
    assert found["match"]["label"] == "Fitter, electrical"


def test_what_begins_the_label_comes_before_what_only_holds_the_word(client: GuardedClient, market: Ground) -> None:
    words.label(market.old["5314"], "Mate, electrician's")
    assert [one["soc"] for one in get(client, "soc/search", q="electrician")] == [5241, 5314]


def test_nothing_found_is_an_empty_list(client: GuardedClient, market: Ground) -> None:
    assert get(client, "soc/search", q="astronaut") == []
    assert get(client, "soc/search", q="(.*") == []


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "  "}])
def test_an_empty_question_is_the_error_that_it_was(
    client: GuardedClient, market: Ground, query: dict[str, str]
) -> None:
    assert get(client, "soc/search", 400, **query) == {"error": "Please give a string to search for."}


def test_one_occupation_says_its_classification_and_source(client: GuardedClient, market: Ground) -> None:
    found = get(client, "soc/code/5241")
    assert (found["soc"], found["title"]) == (5241, "Electricians and electrical fitters")
    assert found["classification"] == "SOC 2010"
    assert found["source"]["title"] == "Made classifications"
    assert get(client, "soc/code/5241/") == found


def test_groups_have_codes_too(client: GuardedClient, market: Ground) -> None:
    assert get(client, "soc/code/52")["soc"] == 52


@pytest.mark.parametrize("soc", [9999, 0, 999999999999999999999])
def test_a_code_that_nobody_has_is_an_error(client: GuardedClient, market: Ground, soc: int) -> None:
    assert set(get(client, f"soc/code/{soc}", 404)) == {"error"}


def test_what_is_no_number_is_no_address(client: GuardedClient, market: Ground) -> None:
    assert get(client, "soc/code/abc", 404) == {"error": "There is nothing at this address."}


def test_a_search_costs_the_same_queries_for_three_hits_and_for_thirty(
    client: GuardedClient, market: Ground, django_assert_max_num_queries: Any
) -> None:
    soc = market.old["5241"].scheme
    for code in range(6000, 6030):
        words.label(words.concept(soc, str(code), f"Smith {code}"), f"Goldsmith {code}")
    with django_assert_max_num_queries(5):
        assert len(get(client, "soc/search", q="smith")) == 30


@pytest.mark.parametrize("path", ["hesa/courses/5241", "hesa/list-courses", "census/jobs_breakdown", "census/distance"])
def test_what_cannot_be_had_says_so_in_the_form_clients_read(client: GuardedClient, path: str) -> None:
    told = get(client, path, 404)
    assert set(told) == {"error"}
    assert len(told["error"]) > 40
