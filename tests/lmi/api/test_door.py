"""What holds for every address of the APIs: open to other sites, read only, limited, and kept fresh cheaply."""

from __future__ import annotations

import base64
import hmac
import json
from concurrent.futures import ThreadPoolExecutor
from email.utils import format_datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.lmi.api.ground import Ground
from tests.taxonomy import words
from wayline.lmi.api import limits

pytestmark = pytest.mark.django_db
FILTERS = "/api/v1/ashe/filters"


def test_other_sites_may_read_and_no_cookie_is_asked_or_set(client: GuardedClient, cast: Cast) -> None:
    for visitor in (client, GuardedClient().acting(cast.ada)):
        answer = visitor.get(FILTERS, headers={"origin": "https://school.example"})
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies
        assert answer["Cache-Control"] == "public, max-age=300"


def test_an_answer_costs_no_query_about_who_asks(cast: Cast, django_assert_num_queries: Any) -> None:
    visitor = GuardedClient().acting(cast.ada)
    with django_assert_num_queries(2):  # how often the address asked, and the stamp of what is loaded
        visitor.get(FILTERS)


def test_browsers_may_ask_beforehand(client: GuardedClient) -> None:
    answer = client.options("/api/v1/soc/search", headers={"origin": "https://school.example"})
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for name in ("Authorization", "Date", "X-API-Key"):
        assert name in answer["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_but_reading_is_answered(client: GuardedClient, method: str) -> None:
    answer = getattr(client, method)(FILTERS)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert b'"error"' in answer.content


def test_errors_are_open_to_other_sites_and_kept_nowhere(client: GuardedClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, set(json.loads(answer.content))) == (404, {"error"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


# -- JSONP ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["cb", "jQuery1113004_1490105", "lmi.show", "$.jsonp._1", "_"])
def test_jsonp_calls_the_function(client: GuardedClient, market: Ground, name: str) -> None:
    answer = client.get("/api/v1/soc/code/5241", {"callback": name})
    text = answer.content.decode()
    assert text.startswith(f'/**/{name}({{"soc":5241,')
    assert text.endswith(");")
    assert answer["Content-Type"] == "application/javascript;charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    [
        "alert(1)//", "a;b", "a b", "<script>", "a[0]", "é", "1a", "a..b", ".a", "a.", "a" * 101, "a\n", "a=b", "a`",
        "a\\u0041", "a.b.c.d.e.f.g", "﻿a", "a\u2028",
    ],
)  # fmt: skip
def test_what_is_no_name_never_becomes_script(client: GuardedClient, market: Ground, name: str) -> None:
    answer = client.get("/api/v1/soc/code/5241", {"callback": name})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/json;charset=utf-8"
    assert name not in answer.content.decode()


def test_ends_of_lines_in_a_text_do_not_end_the_script(client: GuardedClient, market: Ground) -> None:
    words.label(market.old["5241"], "Wire\u2028man\u2029")
    answer = client.get("/api/v1/soc/code/5241", {"callback": "cb"})
    assert "\\u2028man\\u2029" in answer.content.decode()
    assert "\u2028" not in answer.content.decode()


def test_an_error_comes_by_the_callback_too_with_its_status(client: GuardedClient, market: Ground) -> None:
    answer = client.get("/api/v1/soc/code/9999", {"callback": "cb"})
    assert answer.status_code == 404
    assert answer.content.decode().startswith('/**/cb({"error":')


# -- fresh or not -----------------------------------------------------------------------------------------------------


def test_who_has_the_answer_gets_304_until_something_is_loaded(client: GuardedClient, market: Ground) -> None:
    path = "/api/v1/soc/code/5241"
    tag = client.get(path)["ETag"]
    again = client.get(path, headers={"if-none-match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert again["Access-Control-Allow-Origin"] == "*"
    words.release()
    assert client.get(path, headers={"if-none-match": tag}).status_code == 200


def test_each_address_and_form_has_a_tag_of_its_own(client: GuardedClient, market: Ground) -> None:
    path = "/api/v1/ashe/estimatePay?soc=5241"
    tags = {client.get(one)["ETag"] for one in (path, f"{path}&coarse=true", f"{path}&callback=a")}
    tags.add(client.get(path, headers={"accept": "text/csv"})["ETag"])
    assert len(tags) == 4


def test_head_is_get_without_the_body(client: GuardedClient, market: Ground) -> None:
    answer = client.head("/api/v1/soc/code/5241")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["ETag"] == client.get("/api/v1/soc/code/5241")["ETag"]


# -- limits and keys --------------------------------------------------------------------------------------------------


def test_the_limit_is_told_and_held_for_each_caller(client: GuardedClient, settings: Any) -> None:
    settings.API_LIMIT = 2
    with time_machine.travel("2026-03-01 12:00:00Z", tick=False):
        first, second, third = (client.get(FILTERS) for _ in range(3))
        assert [one["RateLimit-Remaining"] for one in (first, second, third)] == ["1", "0", "0"]
        assert first["RateLimit-Policy"] == "2;w=60"
        assert third.status_code == 429
        assert int(third["Retry-After"]) == int(third["RateLimit-Reset"])
        assert third["Access-Control-Allow-Origin"] == "*"
        assert client.get(FILTERS, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_a_window_ends(client: GuardedClient, settings: Any) -> None:
    settings.API_LIMIT = 1
    with time_machine.travel("2026-03-01 12:00:30Z", tick=False) as clock:
        assert [client.get(FILTERS).status_code for _ in range(2)] == [200, 429]
        assert client.get(FILTERS)["Retry-After"] == "30"
        clock.shift(30)
        assert client.get(FILTERS).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_processes_count_together(settings: Any) -> None:
    """Each process has a connection of its own; what one counted the others see."""
    settings.API_LIMIT = 6

    def ask() -> list[int]:
        try:
            return [Client().get(FILTERS).status_code for _ in range(4)]
        finally:
            connection.close()

    with time_machine.travel("2026-03-01 12:00:00Z", tick=False), ThreadPoolExecutor(3) as several:
        asked = [several.submit(ask) for _ in range(3)]
        statuses = sorted(status for one in asked for status in one.result())
    assert statuses == [200] * 6 + [429] * 6


def test_no_address_is_kept(client: GuardedClient) -> None:
    client.get(FILTERS, REMOTE_ADDR="192.0.2.77")
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM people_limituse")
        assert cursor.fetchall()
        cursor.execute("SELECT count(*) FROM people_limituse WHERE key LIKE %s", ["%192.0.2.77%"])
        assert cursor.fetchone() == (0,)


def test_a_network_of_ipv6_is_one_caller_and_only_a_trusted_proxy_is_believed(rf: Any, settings: Any) -> None:
    near, far = (rf.get("/", REMOTE_ADDR=f"2001:db8:0:1::{end}") for end in ("1", "ffff"))
    assert limits.caller(near) == limits.caller(far)
    forged = rf.get("/", REMOTE_ADDR="192.0.2.1", headers={"x-forwarded-for": "203.0.113.5, 198.51.100.9"})
    assert limits.caller(forged) == "192.0.2.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert limits.caller(forged) == "198.51.100.9"
    assert limits.caller(rf.get("/", REMOTE_ADDR="not an address")) == "unknown"


def signature(secret: str, date: str) -> str:
    return base64.b64encode(hmac.digest(secret.encode(), date.encode(), "sha1")).decode()


def test_a_signed_request_has_a_limit_of_its_own(client: GuardedClient, settings: Any) -> None:
    settings.API_KEYS, settings.API_LIMIT, settings.API_KEY_LIMIT = {"school": "s3cret"}, 1, 50
    date = format_datetime(timezone.now(), usegmt=False)
    header = f'Signature keyId="school",algorithm="hmac-sha1",signature="{signature("s3cret", date)}"'
    signed = client.get(FILTERS, headers={"authorization": header, "date": date})
    assert (signed["X-Auth-Type"], signed["RateLimit-Limit"]) == ("HMAC", "50")
    plain = client.get(FILTERS)
    assert (plain["X-Auth-Type"], plain["RateLimit-Limit"]) == ("No Key", "1")


@pytest.mark.parametrize("wrong", ["key", "secret", "algorithm", "date", "nothing"])
def test_a_wrong_signature_is_refused(client: GuardedClient, settings: Any, wrong: str) -> None:
    settings.API_KEYS = {"school": "s3cret"}
    date = "Sat, 01 Jan 2022 00:00:00 GMT" if wrong == "date" else format_datetime(timezone.now())
    key = "nobody" if wrong == "key" else "school"
    method = "none" if wrong == "algorithm" else "hmac-sha1"
    made = signature("other" if wrong == "secret" else "s3cret", date)
    header = "Signature" if wrong == "nothing" else f'Signature keyId="{key}",algorithm="{method}",signature="{made}"'
    answer = client.get(FILTERS, headers={"authorization": header, "date": date})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Signature"


# -- addresses nobody means -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["q=%00", f"q={'a' * 5000}", "&".join(f"a{n}=1" for n in range(700))])
def test_addresses_that_make_no_sense_are_refused_in_the_form_of_the_api(query: str) -> None:
    answer = Client().get(f"/api/v1/soc/search?{query}")
    assert answer.status_code == 400
    assert "error" in answer.json()


def test_a_strange_host_is_refused() -> None:
    assert Client().get(FILTERS, headers={"host": "evil.example"}).status_code == 400


def test_a_broken_escape_is_answered(market: Ground) -> None:
    for query in ("q=%ff%fe", "q=%", "q=%zz"):
        assert Client().get(f"/api/v1/soc/search?{query}").status_code in {200, 400}
