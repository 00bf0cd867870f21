"""docs/api.md: every line of curl in it is asked, and works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import GuardedClient
from tests.lmi.api.ground import Ground

pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).parent.parent.parent.parent / "docs" / "api.md"
CURL = re.compile(r"^    curl (?:-H '([\w-]+): (\w+)' )?'\{host\}(/[^']+)'$", re.MULTILINE)


def test_every_line_of_the_tour_works(client: GuardedClient, market: Ground) -> None:
    lines = CURL.findall(DOCUMENT.read_text())
    assert len(lines) == DOCUMENT.read_text().count("    curl ") >= 18
    for name, value, path in lines:
        headers = {name: value} if name else {}
        answer = client.get(path.replace("{release}", str(market.pay.pk)), headers=headers)
        assert answer.status_code == 200, path
        if not answer.streaming:
            assert len(answer.content) > 60, path


def test_the_tour_names_every_api_with_its_description() -> None:
    text = DOCUMENT.read_text()
    for there in re.findall(r"\]\((api/[\w-]+\.json)\)", text):
        assert (DOCUMENT.parent / there).exists()
