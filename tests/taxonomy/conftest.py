"""Sources that a test makes up are forgotten after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wayline.taxonomy.sources import register


@pytest.fixture(autouse=True)
def _known_sources() -> Iterator[None]:
    known = dict(register._sources)
    yield
    register._sources.clear()
    register._sources.update(known)
