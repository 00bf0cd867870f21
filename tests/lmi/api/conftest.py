from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests import standing
from tests.lmi.api import ground
from tests.taxonomy import words

standing_figures = standing.rows("standing_figures", ground.fill)


@pytest.fixture
def market(standing_figures: ground.Ground) -> ground.Ground:
    words.add_anew(standing_figures.words)
    return standing_figures


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The test's own, in its transaction: a request must not close it, as Django's test client sees to by itself."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
