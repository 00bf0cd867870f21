"""Amounts of money as people read them."""

from __future__ import annotations

from wayline.opportunities.extraction.facts import CURRENCIES

SIGNS = {code: sign for sign, code in CURRENCIES.items()}


def money(number: str, currency: str) -> str:
    """A number that is written already, with its currency: £12.50, or 340 CHF where there is no sign."""
    sign = SIGNS.get(currency)
    return f"{sign}{number}" if sign else f"{number} {currency}".strip()
