"""Opportunities for programs: the same search, nothing hidden, and a description that is true."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making
from wayline.opportunities import api

pytestmark = pytest.mark.django_db
HERE = "/api/opportunities/v1/opportunities"
DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "api" / "opportunities-v1.json"


def ask(path: str = HERE, **said: Any) -> dict[str, Any]:
    answer = GuardedClient().get(path, said)
    assert answer.status_code == 200, answer.content
    data: dict[str, Any] = json.loads(answer.content)
    return data


def test_a_search_with_its_facets(cast: Cast) -> None:
    cook, cooking = making.concept("Cook"), making.skill("cooking")
    shown = making.published(cast.ada, title="Cook", hours="full_time", pay_from=Decimal("12.5"), pay_per="hour",
                             currency="GBP", occupations=[cook], must=[cooking])  # fmt: skip
    making.published(cast.ada, title="Nurse", kind="training")
    making.offer(cast.ada, title="Cook in secret")
    data = ask(q="cook")
    assert (data["total"], data["page"], data["pages"]) == (1, 1, 1)
    assert data["facets"]["kind"] == [{"value": "vacancy", "count": 1}]
    (one,) = data["opportunities"]
    assert one["url"].endswith(shown.get_absolute_url())
    assert one["pay"] == {"lowest": 12.5, "highest": None, "per": "hour", "currency": "GBP"}
    assert [term["code"] for term in one["occupations"]] == [cook.code]
    assert [(skill["title"], skill["need"]) for skill in one["skills"]] == [("cooking", "must")]
    assert one["contract"] is None
    assert ask(f"{HERE}/{shown.pk}") == one


def test_nobody_is_named_in_it(cast: Cast) -> None:
    making.published(cast.ada, contact_name="Ada Practitioner", contact_email="ada@example.org", contact_phone="0123")
    text = json.dumps(ask())
    assert "Ada Practitioner" not in text
    assert "ada@example.org" not in text
    assert "0123" not in text


def test_what_is_not_on_show_is_not_there(cast: Cast) -> None:
    draft = making.offer(cast.ada)
    assert GuardedClient().get(f"{HERE}/{draft.pk}").status_code == 404
    assert ask(kind="castle", pay="much")["total"] == 0


def test_pages_and_queries(cast: Cast) -> None:
    counts = []
    for number in (3, 19):
        for _ in range(number):
            making.published(cast.ada)
        with CaptureQueriesContext(connection) as counted:
            ask()
        counts.append(len(counted.captured_queries))
    assert counts[0] == counts[1]
    assert len(ask(page=2)["opportunities"]) == 2
    assert ask(page=99)["page"] == 2


def test_the_description_is_the_one_that_is_written_down() -> None:
    assert DOCUMENT.read_text() == api.description(), "write it anew: docs/api.md says how"
    assert ask("/api/opportunities/v1/openapi.json")["info"]["title"] == "Wayline opportunities"
