from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lmi.api import ground
from wayline.lmi.api import limits


@pytest.fixture
def market(db: None) -> ground.Ground:
    return ground.fill()


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    limits.windows.forget()
    yield
    limits.windows.forget()
