"""Pay, hours and unemployment: the shapes of LMI for All, and beside them what it never told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import GuardedClient
from tests.lmi.api.ground import Ground
from tests.lmi.api.test_v1_occupations import get
from wayline.lmi.models import Observation
from wayline.taxonomy.models import Mapping

pytestmark = pytest.mark.django_db


def known(series: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(point[name] for name in names) for point in series]


def test_pay_is_pounds_a_week_to_the_nearest_ten(client: GuardedClient, market: Ground) -> None:
    told = get(client, "ashe/estimatePay", soc=5241)
    assert told["soc"] == 5241
    assert known(told["series"], "year", "estpay") == [(2023, 650), (2025, 720)]
    assert all(type(point["estpay"]) is int for point in told["series"])


def test_a_year_without_a_figure_is_left_out_and_told(client: GuardedClient, market: Ground) -> None:
    told = get(client, "ashe/estimatePay", soc=5241)
    [missing] = told["missing"]
    assert (missing["year"], missing["status"], missing["reason"]) == (2024, "suppressed", "ashe-cv")
    assert missing["reason_text"].startswith("Not reliable enough. Too few people were asked")


def test_each_year_names_its_quality_period_and_cell_and_a_break_is_told(client: GuardedClient, market: Ground) -> None:
    first, last = get(client, "ashe/estimatePay", soc=5241)["series"]
    assert (first["value"], first["quality"], first["cv"]) == (654.0, "precise", 2.1)
    assert first["period"] == {"start": "2023-01-01", "end": "2023-12-31"}
    cell = Observation.objects.get(pk=int(first["figures"][0].rpartition("/")[2]))
    assert cell.value == 654.0
    assert "break" not in first
    assert last["break"] is True


def test_the_whole_answer_names_source_area_classification_and_statistic(client: GuardedClient, market: Ground) -> None:
    told = get(client, "ashe/estimatePay", soc=5241)
    assert told["source"]["title"] == "Made pay"
    assert told["source"]["licence"] == "Open Government Licence v3.0"
    assert told["area"]["code"] == "K02000001"
    assert (told["classification"], told["statistic"]) == ("SOC 2010", "median")
    assert not {"steps", "asked", "note"} & set(told)


def test_no_null_stands_anywhere(client: GuardedClient, market: Ground) -> None:
    for path in ("ashe/estimatePay", "ashe/estimateHours", "lfs/unemployment", "wf/predict", "wf/replacement_demand"):
        assert b"null" not in client.get(f"/api/v1/{path}", {"soc": 5241}).content, path


@pytest.mark.parametrize("name", ["filters", "filter"])
def test_filters_under_both_names(client: GuardedClient, market: Ground, name: str) -> None:
    query: dict[str, Any] = {"soc": 5241, name: "region:8"}
    told = get(client, "ashe/estimatePay", **query)
    assert known(told["series"], "year", "estpay") == [(2025, 800)]
    assert told["area"]["name"] == "London"


def test_filters_are_joined(client: GuardedClient, market: Ground) -> None:
    assert known(get(client, "ashe/estimatePay", soc=5241, filters="gender:1")["series"], "estpay") == [(720,)]
    assert "error" in get(client, "ashe/estimatePay", 404, soc=5241, filters="region:8|gender:1")


def test_pay_published_a_year_is_divided_and_says_so(client: GuardedClient, market: Ground) -> None:
    told = get(client, "ashe/estimatePay", soc=5241, filters="status:2")
    assert known(told["series"], "estpay", "value") == [(220, 11_240.0)]
    assert told["derived"] == "published a year, divided by 52"


@pytest.mark.parametrize(
    "filters", ["region:3", "region:x", "gender:9", "colour:1", "gender", "region:-1", "gender:1:2"]
)
def test_a_filter_that_nobody_knows_is_an_error_and_not_ignored(
    client: GuardedClient, market: Ground, filters: str
) -> None:
    assert set(get(client, "ashe/estimatePay", 400, soc=5241, filters=filters)) == {"error"}


def test_a_breakdown_gives_numbers_by_code_and_tells_what_is_missing(client: GuardedClient, market: Ground) -> None:
    told = get(client, "ashe/estimatePay", soc=5241, breakdown="gender")
    [year] = told["series"]
    assert year["year"] == 2025
    assert known(year["breakdown"], "gender", "estpay") == [(1, 720)]
    [gap] = told["missing"]
    assert (gap["gender"], gap["status"], gap["reason"]) == (2, "suppressed", "ashe-cv")


def test_a_breakdown_by_region_uses_the_codes_of_the_pay_survey(client: GuardedClient, market: Ground) -> None:
    [year] = get(client, "ashe/estimatePay", soc=5241, breakdown="region")["series"]
    assert known(year["breakdown"], "region", "name", "estpay") == [(8, "London", 800)]
    assert "breakdown" in get(client, "ashe/estimatePay", 400, soc=5241, breakdown="colour")["error"]


def test_without_coarse_nothing_else_is_answered(client: GuardedClient, market: Ground) -> None:
    told = get(client, "ashe/estimatePay", 404, soc=531, filters="region:8")
    assert "coarse=true" in told["error"]


def test_coarse_answers_for_the_group_and_tells_each_step(client: GuardedClient, market: Ground) -> None:
    told = get(client, "ashe/estimatePay", soc=524, filters="region:8", coarse="true")
    assert told["soc"] == 52
    assert told["asked"] == 524
    assert [[(step["from"]["code"], step["to"]["code"], step["kind"]) for step in way] for way in told["steps"]] == [
        [("524", "52", "broad")]
    ]
    assert "larger group 52" in told["note"]


def test_coarse_changes_nothing_where_the_code_has_its_own_figure(client: GuardedClient, market: Ground) -> None:
    plain, coarse = (get(client, "ashe/estimatePay", soc=5241, coarse=one) for one in ("false", "true"))
    assert plain == coarse
    assert "error" in get(client, "ashe/estimatePay", 400, soc=5241, coarse="perhaps")


def test_figures_of_soc_2020_come_by_the_published_mapping(client: GuardedClient, market: Ground) -> None:
    told = get(client, "ashe/estimatePay", soc=5314)
    assert (told["soc"], told["classification"]) == (5314, "SOC 2020")
    assert known(told["series"], "estpay") == [(700,)]
    [[step]] = told["steps"]
    assert (step["from"]["scheme"], step["to"]["scheme"], step["share"]) == ("soc-2010", "soc-2020", 1.0)


def test_an_occupation_that_was_divided_is_a_mean_by_the_shares_and_says_so(
    client: GuardedClient, market: Ground
) -> None:
    Observation.objects.filter(occupation=market.old["5241"], area=market.london).delete()
    told = get(client, "ashe/estimatePay", soc=5241, filters="region:8")
    [point] = told["series"]
    assert point["value"] == pytest.approx(0.9 * 38_000 + 0.1 * 30_000)
    assert (point["estpay"], point["mean_of"], point["covered"]) == (720, 2, 1.0)
    assert len(point["figures"]) == len(told["steps"]) == 2
    assert "by their shares" in told["note"]


def test_without_shares_a_divided_occupation_has_no_mean(client: GuardedClient, market: Ground) -> None:
    Observation.objects.filter(occupation=market.old["5241"], area=market.london).delete()
    Mapping.objects.filter(source=market.old["5241"], target__scheme__key="soc-2020").update(share=None)
    market.words.save()
    from tests.taxonomy import words

    words.release()
    assert "error" in get(client, "ashe/estimatePay", 404, soc=5241, filters="region:8")


def test_hours_and_changes(client: GuardedClient, market: Ground) -> None:
    assert known(get(client, "ashe/estimateHours", soc=5241)["series"], "year", "hours") == [(2025, 39.5)]
    assert known(get(client, "ashe/annualChanges", soc=5241)["annual_changes"], "year", "change") == [(2025, 4.2)]


def test_lists_of_filters(client: GuardedClient, market: Ground) -> None:
    names = get(client, "ashe/filters")
    assert names[:2] == ["region", "gender"]
    every = get(client, "ashe/filters/all")
    assert [one["name"] for one in every] == names
    assert {"name": "Male", "value": 1} in every[1]["codings"]
    assert get(client, "ashe/filter/region")["codings"][0] == {"name": "North East", "value": 1}
    assert "error" in get(client, "ashe/filter/colour", 404)


@pytest.mark.parametrize("query", [{}, {"soc": "x"}, {"soc": "-1"}, {"soc": "52411111111111111111111"}, {"soc": ""}])
def test_what_is_no_code_is_an_error(client: GuardedClient, market: Ground, query: dict[str, Any]) -> None:
    assert set(get(client, "ashe/estimatePay", 400, **query)) == {"error"}


def test_unemployment_has_no_years_when_nothing_is_known(client: GuardedClient, market: Ground) -> None:
    assert known(get(client, "lfs/unemployment", soc=5241)["years"], "year", "unemprate") == [(2024, 3.46)]
    for query in ({"soc": 5314}, {"soc": 5241, "filterBy": "gender:2"}, {"soc": 5241, "minYear": 2025}):
        assert "years" not in get(client, "lfs/unemployment", **query)


def test_weekly_pay_by_its_older_address(client: GuardedClient, market: Ground) -> None:
    told = get(client, "lfs/weeklypay", soc=5241, minYear=2024)
    assert known(told["years"], "year", "weekpay") == [(2025, 720)]
    told = get(client, "lfs/weeklypay/breakdown/gender", soc=5241)
    assert (told["soc"], told["breakdownBy"]) == (5241, "gender")
    assert known(told["series"], "breakCode", "breakName") == [(1, "Male")]
    assert "error" in get(client, "lfs/weeklypay/breakdown/colour", 404, soc=5241)


def test_filters_of_the_survey(client: GuardedClient, market: Ground) -> None:
    for prefix in ("lfs", "wf"):
        names = get(client, f"{prefix}/filters")
        assert [one["name"] for one in get(client, f"{prefix}/filters/all")] == names
        told = get(client, f"{prefix}/filters/info/gender")
        assert told["coding"][0] == {"code": 1, "description": "Male"}
        assert "error" in get(client, f"{prefix}/filters/info/colour", 404)
