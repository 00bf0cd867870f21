"""What the sums read of a vacancy: columns of plain values. No person, no text, no name of an employer."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

COLUMNS = (
    "begun", "ended", "ending", "title", "occupation", "several", "area", "employer", "skills", "contract", "pay",
    "currency", "source", "duplicate",
)  # fmt: skip
"""`begun`, `ended`: ISO dates, `ended` empty while it is on show. `ending`: a member of ENDINGS or empty. `occupation`,
`area` and each of `skills`: `scheme:code` or empty. `several`: tagged with more occupations, of which the first counts.
`employer`: a key that names nobody, or empty. `pay`: whole units of `currency` in a full-time year, or None.
`duplicate`: the same place is counted in another vacancy."""

TAKEN_OFF, FILLED, LAST_DAY = "taken_off", "filled", "last_day"
ENDINGS = (TAKEN_OFF, FILLED, LAST_DAY)
"""Taken off before its last day; somebody was taken on; shown until its last day, so that nobody knows."""

Columns = Mapping[str, Sequence[Any]]

SPARK_SCHEMA = (
    "begun string, ended string, ending string, title string, occupation string, several boolean, area string, "
    "employer string, skills array<string>, contract string, pay bigint, currency string, source string, "
    "duplicate boolean"
)


def quarter_of(day: date) -> str:
    """`2026Q2`."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def quarter_days(quarter: str) -> tuple[date, date]:
    """First and last day of `2026Q2`."""
    year, number = int(quarter[:4]), int(quarter[5])
    month = 3 * number
    return date(year, month - 2, 1), date(year, month, calendar.monthrange(year, month)[1])


def earlier(quarter: str, quarters: int) -> str:
    """So many quarters before."""
    number = int(quarter[:4]) * 4 + int(quarter[5]) - 1 - quarters
    return f"{number // 4}Q{number % 4 + 1}"
