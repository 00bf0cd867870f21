"""Classifications, areas and the nearest figures by our own API."""

from __future__ import annotations

import pytest

from tests.conftest import GuardedClient
from tests.lmi.api.ground import Ground
from tests.lmi.api.test_v2_figures import get
from tests.taxonomy import words

pytestmark = pytest.mark.django_db


def codes(told: dict[str, list[dict[str, str]]]) -> list[str]:
    return [one["code"] for one in told["items"]]


def test_schemes_and_their_concepts(client: GuardedClient, market: Ground) -> None:
    assert {"soc-2010", "soc-2020", "onet-soc"} <= {one["key"] for one in get(client, "schemes")["items"]}
    assert codes(get(client, "occupations", scheme="soc-2020"))[:4] == ["5", "52", "524", "5241"]
    assert codes(get(client, "occupations", broader="soc-2020:524")) == ["5241", "5249"]
    assert codes(get(client, "concepts", kind="skill")) == ["2.A.1.a", "2.A.1.c", "2.B.3.j"]
    assert get(client, "concepts", 404, scheme="nothing")["status"] == 404
    assert get(client, "concepts", 422, kind="nothing")["status"] == 422


def test_retired_concepts_are_found_when_asked_for(client: GuardedClient, market: Ground) -> None:
    gone = market.new["5249"]
    gone.retired = True
    gone.save()
    assert "5249" not in codes(get(client, "occupations", scheme="soc-2020"))
    assert "5249" in codes(get(client, "occupations", scheme="soc-2020", retired="true"))


def test_pages_of_concepts(client: GuardedClient, market: Ground) -> None:
    told = get(client, "concepts", limit=5)
    found = codes(told)
    while "next" in told:
        told = get(client, told["next"])
        found += codes(told)
    assert found == codes(get(client, "concepts", limit=1000))
    assert get(client, "concepts", 422, cursor="W10")["status"] == 422


def test_one_concept_tells_all_that_is_said_of_it(client: GuardedClient, market: Ground) -> None:
    told = get(client, "concepts/soc-2010/5241")
    assert {"electrician"} <= {one["text"].lower() for one in told["labels"]}
    assert {one["kind"] for one in told["notes"]} == {"tasks", "entry_routes"}
    assert [one["code"] for one in told["ancestors"]] == ["524", "52", "5"]
    assert {(one["to_code"], one["share"]) for one in told["mappings"]} == {
        ("5241", 0.9),
        ("5249", 0.1),
        ("7411", None),
    }


def test_mappings_as_they_are_stated(client: GuardedClient, market: Ground) -> None:
    told = get(client, "mappings", from_scheme="soc-2010", to_scheme="soc-2020")["items"]
    assert {(one["from_code"], one["to_code"], one["share_counts"]) for one in told} >= {
        ("5241", "5249", "entries of the coding index")
    }
    assert len(get(client, "mappings", source="soc-2010:5314")["items"]) == 1


def test_a_crosswalk_tells_each_step_and_calls_nothing_exact_that_is_not(client: GuardedClient, market: Ground) -> None:
    [way] = get(client, "crosswalk", concept="soc-2010:5241", to="onet-soc")["paths"]
    assert way["target"]["code"] == "47-2111.00"
    assert [step["kind"] for step in way["steps"]] == ["exact", "close"]
    assert way["is_exact"] is False
    ways = get(client, "crosswalk", concept="soc-2010:5241", to="soc-2020")["paths"]
    assert [(one["target"]["code"], one["share"]) for one in ways] == [("5241", 0.9), ("5249", 0.1)]


def test_search(client: GuardedClient, market: Ground) -> None:
    [hit] = get(client, "search", q="electrician maintenance", scheme="soc-2010")["items"]
    assert (hit["code"], hit["match"]["label"]) == ("5241", "Electrician, maintenance")
    assert get(client, "search", q="zzzz")["items"] == []
    assert get(client, "search", 422, q=" ")["status"] == 422


def test_areas_indicators_categories_and_coverage(client: GuardedClient, market: Ground) -> None:
    assert [one["name"] for one in get(client, "areas", kind="nation")["items"]] == ["England"]
    assert [one["code"] for one in get(client, "areas/gss/E92000001")["parts"]] == ["E12000007"]
    assert {"key": "pay_weekly", "unit": "gbp_week", "decimals": 0} in get(client, "indicators")["items"]
    assert {one["dimension"] for one in get(client, "categories")["items"]} >= {"sex", "industry"}
    told = get(client, "coverage")["items"]
    pay = next(one for one in told if one["indicator"] == "pay_weekly")
    assert (pay["scheme"], pay["missing"]) == ("soc-2010", 2)


# -- nearest figures --------------------------------------------------------------------------------------------------


def test_a_profile_says_for_each_indicator_how_near_it_is(client: GuardedClient, market: Ground) -> None:
    told = get(client, "occupations/soc-2010/5241/profile", area="gss:E12000007")
    [pay] = told["indicators"]["pay_weekly"]["readings"]
    assert (pay["is_as_asked"], pay["area"]["name"]) == (True, "London")
    [hours] = told["indicators"]["hours_weekly"]["readings"]
    assert (hours["is_as_asked"], hours["area"]["name"], hours["steps"]) == (False, "United Kingdom", [])
    [outlook] = told["indicators"]["projection"]["readings"]
    assert outlook["occupation"]["code"] == "52"
    assert [step["to"]["code"] for step in outlook["steps"]][-1] == "52"
    assert str(pay["release"]) in told["releases"]
    assert "vacancies" not in told["indicators"]


def test_ratings_come_with_the_most_important_first_and_their_country(client: GuardedClient, market: Ground) -> None:
    told = get(client, "occupations/soc-2010/5241/profile", ratings=1)
    [skills] = told["indicators"]["skill"]["readings"]
    assert skills["area"]["name"] == "United States"
    assert {one["element"]["title"] for one in skills["figures"]} == {"Repairing"}
    assert {one["statistic"] for one in skills["figures"]} == {"IM", "LV"}


def test_a_missing_figure_is_null_with_its_reason_and_what_nobody_counts_is_named(
    client: GuardedClient, market: Ground
) -> None:
    told = get(client, "occupations/soc-2010/5241/profile", indicator=["pay_weekly", "pay_annual"])
    gap = next(one for one in told["indicators"]["pay_weekly"]["readings"][0]["figures"] if one["value"] is None)
    assert (gap["status"], gap["reason"]) == ("suppressed", "ashe-cv")
    assert gap["reason_text"].startswith("Not reliable enough. Too few people were asked")
    assert told["nothing_known"] == ["pay_annual"]
    told = get(client, "occupations/soc-2010/5/profile", indicator=["pay_weekly"])
    assert told["nothing_known"] == ["pay_weekly"]
    assert get(client, "occupations/soc-2010/5241/profile", 422, indicator="nothing")["status"] == 422


def test_occupations_side_by_side(client: GuardedClient, market: Ground) -> None:
    query = {"occupation": ["soc-2010:5241", "soc-2010:5314"], "area": ["gss:K02000001", "gss:E12000007"]}
    told = get(client, "compare", indicator=["pay_weekly", "projection"], **query)["items"]
    assert [(one["occupation"]["code"], one["area"]["name"]) for one in told] == [
        ("5241", "United Kingdom"), ("5241", "London"), ("5314", "United Kingdom"), ("5314", "London"),
    ]  # fmt: skip
    assert "pay_weekly" in told[0]["indicators"]
    assert get(client, "compare", 422, occupation=["soc-2010:5241"] * 6)["status"] == 422
    assert get(client, "compare", 422)["status"] == 422


def test_rankings_have_no_occupation_without_a_figure_and_say_how_many_those_are(
    client: GuardedClient, market: Ground
) -> None:
    told = get(client, "rankings", indicator="projection", year=2035, area="gss:E92000001")
    assert [(one["occupation_code"], one["value"]) for one in told["items"]] == [
        ("5", 3_015_006.0),
        ("52", 1_015_006.0),
    ]
    assert told["without_figure"] == 1
    up = get(client, "rankings", indicator="projection", year=2035, area="gss:E92000001", descending="false")
    assert [one["occupation_code"] for one in up["items"]] == ["52", "5"]
    assert get(client, "rankings", 422, indicator="projection")["status"] == 422


def test_a_search_asks_back_when_the_words_mean_several_jobs(client: GuardedClient, market: Ground) -> None:
    soc = market.old["5241"].scheme
    assert "ask_back" not in get(client, "search", q="electrician", scheme=soc.key)
    for code, qualifier in (("7001", "nos"), ("7002", "toy mfr")):
        label = words.label(words.concept(soc, code, f"Jobs {code}"), "Inspector")
        label.qualifier = qualifier
        label.save()
    asked = get(client, "search", q="inspector", scheme=soc.key)["ask_back"]
    assert [(one["code"], one["differences"]) for one in asked] == [
        ("7001", ["not said which"]), ("7002", ["toy manufacture"]),
    ]  # fmt: skip
