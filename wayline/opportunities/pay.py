"""Pay on one scale, so that an hourly wage and a yearly salary can be compared. Plain Python."""

from __future__ import annotations

from decimal import Decimal

TIMES_A_YEAR = {
    "hour": Decimal(52 * 40),
    "day": Decimal(52 * 5),
    "week": Decimal(52),
    "month": Decimal(12),
    "year": Decimal(1),
}
"""Full time, at 40 hours and five days a week: a part-time job is compared by its rate, not by what it brings home."""


def a_year(amount: Decimal | None, per: str) -> int | None:
    """What a rate comes to in a full-time year, in whole units of its currency; None when it is not said."""
    if amount is None or per not in TIMES_A_YEAR:
        return None
    return int(amount * TIMES_A_YEAR[per])
