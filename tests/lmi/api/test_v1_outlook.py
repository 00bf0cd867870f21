"""Projections, shortages and O*NET by the addresses of LMI for All."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import GuardedClient
from tests.lmi.api.ground import Ground
from tests.lmi.api.test_v1_occupations import get
from tests.lmi.api.test_v1_pay import known
from tests.taxonomy import words
from wayline.lmi.api.v1 import codes
from wayline.lmi.models import Category, Observation
from wayline.taxonomy.models import Mapping

pytestmark = pytest.mark.django_db


def test_a_projection_of_the_group_says_whose_it_is(client: GuardedClient, market: Ground) -> None:
    told = get(client, "wf/predict", soc=5241)
    assert (told["soc"], told["asked"], told["classification"]) == (52, 5241, "SOC 2020")
    assert known(told["predictedEmployment"], "year", "employment") == [
        (2020, 1_000_000), (2025, 1_005_002), (2035, 1_015_006),
    ]  # fmt: skip
    assert "larger group 52 Skilled metal" in told["note"]
    assert told["area"]["name"] == "England"


def test_who_wants_no_other_group_gets_an_error(client: GuardedClient, market: Ground) -> None:
    assert "error" in get(client, "wf/predict", 404, soc=5241, coarse="false")


def test_years_can_be_bounded(client: GuardedClient, market: Ground) -> None:
    told = get(client, "wf/predict", soc=5241, minYear=2021, maxYear=2030)
    assert known(told["predictedEmployment"], "year") == [(2025,)]


def test_a_suppressed_group_gives_way_to_the_group_above_it(client: GuardedClient, market: Ground) -> None:
    told = get(client, "wf/predict", soc=5314)
    assert told["soc"] == 5


@pytest.mark.parametrize(
    ("dimension", "expected"),
    [
        ("gender", [(1, "Male", 900_000), (2, "Female", 100_000)]),
        ("industry", [(101, "Agriculture", 200_000)]),
        ("qualification", [(3, "Level 3", 500_000)]),
        ("region", [(1, "London", 90_000)]),
    ],
)
def test_breakdowns(client: GuardedClient, market: Ground, dimension: str, expected: list[tuple[object, ...]]) -> None:
    told = get(client, f"wf/predict/breakdown/{dimension}", soc=5241)
    assert (told["soc"], told["breakdown"]) == (52, dimension)
    [year] = told["predictedEmployment"]
    assert year["year"] == 2035
    assert known(year["breakdown"], "code", "name", "employment") == expected


def test_regions_without_a_figure_are_told_and_not_zero(client: GuardedClient, market: Ground) -> None:
    told = get(client, "wf/predict/breakdown/region", soc=5241)
    assert {one["code"] for one in told["missing"]} == set(range(2, 13))
    assert {one["status"] for one in told["missing"]} == {"not_published"}


def test_a_breakdown_that_nobody_knows(client: GuardedClient, market: Ground) -> None:
    assert "error" in get(client, "wf/predict/breakdown/colour", 404, soc=5241)
    assert "error" in get(client, "wf/predict/breakdown/status", 404, soc=5241)


def test_people_of_a_divided_occupation_are_added_by_the_part_that_belongs_to_it(
    client: GuardedClient, market: Ground
) -> None:
    for code, people in (("5241", 1000.0), ("5249", 500.0)):
        row = Observation.objects.get(occupation=market.new["52"], area=market.london)
        row.pk, row.occupation, row.value, row.area = None, market.new[code], people, market.england
        row.save()
    new = words.mapping(market.new["5249"], market.old["5241"], share=0.2, share_basis="entries", by=market.words)
    told = get(client, "wf/predict", soc=5241)
    assert told["soc"] == 5241
    assert told["predictedEmployment"][0]["value"] == pytest.approx(0.9 * 1000 + 0.2 * 500)
    Mapping.objects.filter(pk=new.pk).delete()
    words.release()
    told = get(client, "wf/predict", soc=5241)
    assert told["soc"] == 52, "without the second share there is no sum"


def test_replacement_demand(client: GuardedClient, market: Ground) -> None:
    told = get(client, "wf/replacement_demand", soc=5241)
    assert [told[name] for name in ("soc", "start_year", "end_year", "rate")] == [52, 2020, 2035, 2.7]


def test_shortages_with_their_parts(client: GuardedClient, market: Ground) -> None:
    told = get(client, "ess/region/1/5241")
    assert told["region"] == {"code": 1, "name": "London"}
    assert [told[name] for name in ("percentHTF", "percentSSV", "percentHTFisSSV")] == [40.0, 30.0, 75.0]
    assert told["year"] == 2024
    assert told["reliability"] == "the publisher gives no quality"
    assert "region" not in get(client, "ess/uk/5241")
    assert get(client, "ess/uk/5249?coarse=true")["soc"] == 52
    assert "error" in get(client, "ess/uk/5249", 404)
    assert "error" in get(client, "ess/region/13/5241", 404)


def test_the_ranking_has_only_occupations_and_no_sentinel(client: GuardedClient, market: Ground) -> None:
    assert get(client, "ess/regions")["Wales"] == 10
    assert known(get(client, "ess/regions/ranksocs/1"), "soc", "percentSSV") == [(5241, 30.0), (52, 21.0)]
    assert get(client, "ess/regions/ranksocs/10") == []


def test_soc_leads_to_onet_and_back_by_told_steps(client: GuardedClient, market: Ground) -> None:
    [code] = get(client, "o-net/soc2onet/5241")["onetCodes"]
    assert code["code"] == "47-2111.00"
    assert [step["to"]["scheme"] for step in code["steps"]] == ["isco-08", "onet-soc"]
    [back] = get(client, "o-net/onet2soc", onetCodes="47-2111.00")
    assert back["onetCode"] == "47-2111.00"
    assert known(back["socCodes"], "soc") == [(5241,)]
    assert "error" in get(client, "o-net/soc2onet/52", 404)
    assert "error" in get(client, "o-net/onet2soc", 404, onetCodes="99-9999.99")
    assert "error" in get(client, "o-net/onet2soc", 400, onetCodes=",")


def test_scales_stand_in_the_order_that_clients_count_on(client: GuardedClient, market: Ground) -> None:
    level, importance = get(client, "o-net/skills/47-2111.00")["scales"]
    assert (level["id"], importance["id"]) == ("LV", "IM")
    assert known(level["skills"], "id", "name", "value")[0] == ("2.A.1.a", "Reading Comprehension", 3.12)
    high, interests = get(client, "o-net/interests/47-2111.00")["scales"]
    assert (high["id"], interests["id"]) == ("IH", "OI")
    assert max(interests["interests"], key=lambda one: one["value"])["name"] == "Realistic"
    assert get(client, "o-net/abilities/47-2111.00/")["scales"][0]["abilities"][0]["value"] == 3.88


def test_ratings_that_onet_asks_not_to_show_are_told_and_not_shown(client: GuardedClient, market: Ground) -> None:
    told = get(client, "o-net/skills/47-2111.00")
    assert "Writing" not in [skill["name"] for scale in told["scales"] for skill in scale["skills"]]
    assert {(one["name"], one["reason"]) for one in told["missing"]} == {("Writing", "onet-suppress")}


def test_reversematch_names_what_was_chosen_and_likely_codes(client: GuardedClient, market: Ground) -> None:
    told = get(client, "o-net/reversematch", skills="2.A.1.a,9.Z", interests="1.B.1.a", weights="100,100,100,100")
    assert told["selection"] == {
        "skills": {"2.A.1.a": "Reading Comprehension"}, "interests": {"1.B.1.a": "Realistic"}, "abilities": {},
    }  # fmt: skip
    [match] = told["results"]
    assert match["likely_soc_codes"] == [5241]
    assert match["value"] == pytest.approx((3.12 / 7 + 6.95 / 7) / 2, abs=0.001)


def test_weights_count(client: GuardedClient, market: Ground) -> None:
    query: dict[str, Any] = {"skills": "2.A.1.a", "interests": "1.B.1.a"}
    [match] = get(client, "o-net/reversematch", weights="0,100", **query)["results"]
    assert match["value"] == pytest.approx(6.95 / 7, abs=0.001)
    assert get(client, "o-net/reversematch", weights="0,0,0", **query)["results"] == []
    for wrong in ("a,b", "1,2,3,4,5", "-1", "101", "nan", "inf"):
        assert "error" in get(client, "o-net/reversematch", 400, weights=wrong, **query)
    assert "error" in get(client, "o-net/reversematch", 400)


def test_the_older_addresses_by_soc(client: GuardedClient, market: Ground) -> None:
    assert get(client, "onet/skills")["2.B.3.j"] == "Repairing"
    told = get(client, "onet/levels/5241")
    assert (told["soc"], told["infotype"]) == (5241, "level")
    assert known(told["skills"], "name", "score", "rank") == [("Repairing", 4.0, 1), ("Reading Comprehension", 3.12, 2)]
    assert get(client, "onet/importance/5241")["skills"][0]["score"] == 4.12


@pytest.mark.parametrize(
    ("code", "position", "number"),
    [("S2.1.03", 30, 3), ("S3.28", 55, 28), ("S5.8.75", 102, 75), ("S1", 0, 101), ("S1.2", 2, 103)],
)
def test_the_75_industries_keep_the_numbers_of_working_futures(code: str, position: int, number: int) -> None:
    category = Category(dimension="industry", scheme="skills-imperative", code=code, position=position)
    assert codes._number(category, 0) == number
