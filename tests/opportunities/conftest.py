"""What nearly every test of this room stands on: a company with its contact, and papers that cost no second."""

from __future__ import annotations

import pytest

from tests.factories import Cast
from tests.opportunities import making, sending
from wayline.opportunities import papers
from wayline.people.models import Membership


@pytest.fixture
def eve(cast: Cast) -> Membership:
    """Speaks for Ostrowska Joinery."""
    return making.employer(cast.ada, name="Ostrowska Joinery")[1]


@pytest.fixture(autouse=True)
def _light_papers(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "real_papers" not in request.fixturenames:
        monkeypatch.setattr(papers, "made_for", sending.light_papers)
