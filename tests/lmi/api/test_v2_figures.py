"""Our own API: figures with everything known about them, in pages and forms."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient, Client
from pytest_django import DjangoAssertNumQueries

from tests.conftest import GuardedClient
from tests.lmi.api.ground import Ground
from wayline.lmi.api.v2 import forms, releases
from wayline.lmi.models import Observation

pytestmark = pytest.mark.django_db
BASE = "/api/lmi/v2"


def get(client: Client, path: str, status: int = 200, /, **query: Any) -> Any:
    answer = client.get(path if path.startswith("/") else f"{BASE}/{path}", query)
    assert answer.status_code == status, answer.content
    problem = status >= 400
    assert answer["Content-Type"].startswith("application/problem+json" if problem else "application/json")
    return json.loads(answer.content)


def values(told: Any) -> list[Any]:
    return [one["value"] for one in told["items"]]


def test_a_figure_tells_everything_known_about_it(client: GuardedClient, market: Ground) -> None:
    told = get(
        client, "observations", indicator="pay_weekly", area="gss:K02000001", statistic="median", cut="everybody"
    )
    first, gap, last = told["items"]
    assert (first["value"], first["quality"], first["cv"], first["unit"]) == (654.0, "precise", 2.1, "gbp_week")
    assert (first["occupation_scheme"], first["occupation_code"]) == ("soc-2010", "5241")
    assert (first["period_start"], first["period_end"]) == ("2023-01-01", "2023-12-31")
    assert first["place"] == "made.csv row 1"
    assert (gap["value"], gap["status"], gap["reason"]) == (None, "suppressed", "ashe-cv")
    assert gap["reason_text"].startswith("Not reliable enough. Too few people were asked")
    assert last["break"] is True
    assert told["releases"][str(first["release"])]["title"] == "Made pay"
    one = get(client, f"observations/{first['id']}")
    assert {name: one[name] for name in first} == first
    assert one["source"]["licence"] == "Open Government Licence v3.0"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"indicator": "hours_weekly"}, [39.46]),
        ({"indicator": ["hours_weekly", "employment"]}, [39.46, 231_000.0]),
        ({"indicator": "pay_weekly", "area": "gss:E12000007", "occupation": "soc-2010:5241"}, [801.0]),
        ({"indicator": "pay_weekly", "cut": "sex:1"}, [720.0]),
        ({"indicator": "pay_weekly", "cut": "sex:1,working-status:employee-part-time"}, []),
        ({"indicator": "pay_weekly", "statistic": "p90"}, [900.0]),
        ({"indicator": "pay_weekly", "year_to": 2023}, [654.0]),
        ({"indicator": "pay_weekly", "status": "suppressed"}, [None, None]),
        ({"element": "onet-content:1.B.1.a", "indicator": "interest"}, [6.95]),
        ({"occupation": "all"}, []),
    ],
)
def test_filters(client: GuardedClient, market: Ground, query: dict[str, Any], expected: list[Any]) -> None:
    assert values(get(client, "observations", **query)) == expected


def test_a_release_that_was_replaced_is_read_only_when_it_is_named(client: GuardedClient, market: Ground) -> None:
    market.pay.superseded_at = market.pay.added_at
    market.pay.save()
    assert values(get(client, "observations", indicator="hours_weekly")) == []
    assert values(get(client, "observations", indicator="hours_weekly", release=market.pay.pk)) == [39.46]


@pytest.mark.parametrize("sort", ["id", "value", "-value", "period", "-period"])
def test_pages_hold_every_figure_once_in_order(client: GuardedClient, market: Ground, sort: str) -> None:
    whole = get(client, "observations", indicator="pay_weekly", sort=sort)["items"]
    told = get(client, "observations", indicator="pay_weekly", sort=sort, limit=2)
    paged = told["items"]
    while "next" in told:
        told = get(client, told["next"])
        paged += told["items"]
    assert paged == whole
    assert len(whole) >= 6
    if "value" in sort:
        assert values({"items": whole}) == sorted(values({"items": whole}), reverse=sort == "-value")


def test_the_next_page_is_in_the_headers_too(client: GuardedClient, market: Ground) -> None:
    answer = client.get(f"{BASE}/observations", {"limit": 1})
    assert answer["Link"] == f'<{json.loads(answer.content)["next"]}>; rel="next"'


@pytest.mark.parametrize("cursor", ["x", "e30", "W10", "W251bGxd", "WyJhIl0", "!!", "WzEuNV0"])
def test_a_cursor_that_we_did_not_make_is_refused(client: GuardedClient, market: Ground, cursor: str) -> None:
    assert get(client, "observations", 422, cursor=cursor)["status"] == 422
    assert get(client, "observations", 422, cursor=cursor, sort="period")["status"] == 422


def test_fields_choose_members_in_json_and_columns_in_csv(client: GuardedClient, market: Ground) -> None:
    query = {"indicator": "hours_weekly", "fields": "value,place"}
    assert get(client, "observations", **query)["items"] == [{"value": 39.46, "place": "made.csv row 12"}]
    answer = client.get(f"{BASE}/observations", {**query, "format": "csv"})
    assert list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))) == [
        ["value", "place"],
        ["39.46", "made.csv row 12"],
    ]
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "colour" in get(client, "observations", 422, fields="colour")["detail"]


def test_accept_chooses_the_form(client: GuardedClient, market: Ground) -> None:
    for accept, expected in (
        ("text/csv", "text/csv; charset=utf-8"), ("*/*", "application/json;charset=utf-8"),
        ("application/vnd.apache.parquet", "application/vnd.apache.parquet"),
        ("text/html, application/xhtml+xml;q=0.9", "application/json;charset=utf-8"),
    ):  # fmt: skip
        answer = client.get(f"{BASE}/observations", {"limit": 1}, headers={"accept": accept})
        assert answer["Content-Type"] == expected
    refused = client.get(f"{BASE}/observations", headers={"accept": "application/xml"})
    assert refused.status_code == 406
    assert "text/csv" in json.loads(refused.content)["offered"]


def test_parquet_has_the_same_rows_with_their_kinds(client: GuardedClient, market: Ground) -> None:
    from pyarrow.parquet import read_table

    answer = client.get(f"{BASE}/observations", {"indicator": "pay_weekly", "format": "parquet"})
    table = read_table(io.BytesIO(answer.content))
    assert table.to_pylist() == get(client, "observations", indicator="pay_weekly")["items"]
    assert str(table.schema.field("value").type) == "double"


def test_without_its_library_parquet_is_refused_in_words(
    client: GuardedClient, market: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "HAS_PARQUET", False)
    assert "wayline[parquet]" in get(client, "observations", 406, format="parquet")["detail"]
    assert "wayline[parquet]" in get(client, f"releases/{market.pay.pk}/figures", 406, format="parquet")["detail"]


@pytest.mark.parametrize(
    "query",
    [
        {"indicatr": "pay_weekly"}, {"indicator": "nothing"}, {"occupation": "5241"}, {"area": "London"},
        {"sort": "colour"}, {"limit": 0}, {"limit": 1001}, {"year_from": "x"}, {"status": "gone"}, {"cut": "sex:9"},
        {"statistic": "mode"},
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_a_problem_and_never_ignored(
    client: GuardedClient, market: Ground, query: dict[str, Any]
) -> None:
    told = get(client, "observations", 422, **query)
    assert {"type", "title", "status", "detail"} <= set(told)


def test_what_does_not_exist_is_404(client: GuardedClient, market: Ground) -> None:
    for path in (
        "observations/999999999",
        f"observations/{10**30}",
        "releases/999999",
        "concepts/soc-2020/x",
        "areas/gss/x",
    ):
        assert get(client, path, 404)["status"] == 404
    assert get(client, "observations", 404, occupation="soc-2020:9999")["status"] == 404


def test_a_page_costs_the_same_queries_for_three_figures_and_for_thirty(
    client: GuardedClient, market: Ground, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    get(client, "observations", limit=50)
    counted = []
    for limit in (3, 30):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            assert len(get(client, "observations", limit=limit)["items"]) == limit
        counted.append(len(queries))
    assert counted[0] == counted[1]


# -- a whole release --------------------------------------------------------------------------------------------------


def whole(client: Client, number: int, form: str) -> bytes:
    answer = client.get(f"{BASE}/releases/{number}/figures", {"format": form})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_release_comes_whole_in_each_form(
    client: GuardedClient, market: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pyarrow.parquet import read_table

    monkeypatch.setattr(releases, "CHUNK", 4)
    monkeypatch.setattr(releases, "GROUP", 8)
    number = Observation.objects.filter(release=market.pay).count()
    lines = [json.loads(line) for line in whole(client, market.pay.pk, "jsonl").splitlines()]
    assert len(lines) == number
    assert read_table(io.BytesIO(whole(client, market.pay.pk, "parquet"))).to_pylist() == lines
    rows = list(csv.DictReader(io.StringIO(whole(client, market.pay.pk, "csv").decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == [str(line["id"]) for line in lines]
    assert {row["value"] for row in rows if row["status"] != "actual"} == {""}


def test_a_download_is_sent_in_parts_by_the_real_server(market: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under ASGI a plain iterator would be read to its end before the first byte is sent."""
    monkeypatch.setattr(releases, "CHUNK", 4)

    async def asked() -> list[bytes]:
        answer = await AsyncClient().get(f"{BASE}/releases/{market.pay.pk}/figures", {"format": "jsonl"})
        return [part async for part in answer]  # type: ignore[attr-defined]

    assert len(async_to_sync(asked)()) > 3


def test_a_release_says_where_it_comes_from(client: GuardedClient, market: Ground) -> None:
    listed = get(client, "releases")["items"]
    assert {"Made pay", "Made outlook"} <= {one["title"] for one in listed}
    one = get(client, f"releases/{market.pay.pk}")
    assert one["digest"] == market.pay.digest
    assert one["found_faults"] == []
