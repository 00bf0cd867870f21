from __future__ import annotations

import pytest

from tests import standing
from tests.lmi import market
from tests.lmi.market import Market
from tests.taxonomy import words

standing_market = standing.rows("standing_market", market.market)


@pytest.fixture
def fresh_market(standing_market: Market) -> Market:
    words.add_anew(standing_market.release)
    return standing_market


@pytest.fixture
def made(fresh_market: Market) -> Market:
    return fresh_market
