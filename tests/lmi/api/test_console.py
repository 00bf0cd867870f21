"""The page on which one tries the APIs: a form, no script."""

from __future__ import annotations

import html
import re

import pytest

from tests.conftest import GuardedClient
from tests.lmi.api.ground import Ground

pytestmark = pytest.mark.django_db


def shown(client: GuardedClient, **query: str) -> str:
    answer = client.get("/api/", query)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_anybody_may_choose_an_address_and_see_what_it_asks_for(client: GuardedClient, market: Ground) -> None:
    text = shown(client, api="v1", path="/api/v1/ashe/estimatePay")
    assert 'name="p_soc" value="5241"' in text
    assert "curl 'http://127.0.0.1:8000/api/v1/ashe/estimatePay?soc=5241'" in text
    assert "The answer" not in text


def test_asking_shows_the_answer_and_its_status(client: GuardedClient, market: Ground) -> None:
    text = shown(client, api="v1", path="/api/v1/soc/code/{soc}", p_soc="5241", go="1")
    assert "status 200" in text
    assert '"title": "Electricians and electrical fitters"' in text
    text = shown(client, api="v2", path="/api/lmi/v2/observations", p_indicator="nothing", go="1")
    assert "status 422" in text


def test_the_beginning_of_a_download_is_shown(client: GuardedClient, market: Ground) -> None:
    path = "/api/lmi/v2/releases/{number}/figures"
    assert "made.csv row 1" in shown(client, api="v2", path=path, p_number=str(market.pay.pk), go="1")


@pytest.mark.parametrize(
    "value", ["../../../people", "<script>alert(1)</script>", "5241?x=1", "\u2028", "", "x" * 9000]
)
def test_what_is_typed_stays_a_parameter(client: GuardedClient, market: Ground, value: str) -> None:
    answer = client.get(
        "/api/", {"api": "v2", "path": "/api/lmi/v2/concepts/{scheme}/{code}", "p_code": value, "go": "1"}
    )
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content
    assert re.search(rb"status (404|422)", answer.content)


def test_an_address_that_nobody_knows_gives_the_first_one(client: GuardedClient, market: Ground) -> None:
    assert "/profile" in shown(client, api="colours", path="/accounts/login/", go="0")
