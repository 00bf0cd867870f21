"""Rules for stays: a hand-checked table, by what Immersion Facilitée publishes for France."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from wayline.opportunities import stay_rules
from wayline.opportunities.stay_rules import Stay, age_on, breaches, read, rule_for

MONDAY = date(2027, 3, 1)


def stay(age: int, *, days: int = 5, span: int = 5, a_day: str = "7", a_week: str = "30") -> Stay:
    """Of somebody who has had that birthday a month before the first day."""
    return Stay(
        date(MONDAY.year - age, 2, 1), MONDAY, MONDAY + timedelta(days=span - 1), days, Decimal(a_day), Decimal(a_week)
    )


TABLE = [
    # rule, stay, what stops it
    ("FR:immersion", stay(16, days=30, span=60, a_day="10", a_week="48"), []),
    ("FR:immersion", stay(15), ["lowest_age"]),
    ("FR:immersion", stay(40, days=31, span=31), ["most_days"]),
    ("FR:immersion", stay(40, a_week="48.5"), ["a_week"]),
    ("FR:mini-stage", stay(10), []),
    ("FR:mini-stage", stay(9), ["lowest_age"]),
    ("FR:mini-stage", stay(14, a_week="35"), ["a_week"]),
    ("FR:mini-stage", stay(15, a_week="35"), []),
    ("FR:mini-stage", stay(15, a_day="8", a_week="35"), ["a_day"]),
    ("FR:mini-stage", stay(16, a_day="8", a_week="35"), []),
    (
        "FR:mini-stage",
        stay(17, days=6, span=9, a_day="9", a_week="36"),
        ["most_days", "within_days", "a_week", "a_day"],
    ),
    ("FR:mini-stage", stay(17, days=5, span=8), []),
]


@pytest.mark.parametrize(("code", "asked", "stopped"), TABLE)
def test_what_stops_a_stay(code: str, asked: Stay, stopped: list[str]) -> None:
    rule = rule_for(code, asked.begins)
    assert rule is not None
    assert [one.what for one in breaches(rule, asked)] == stopped


def test_a_rule_of_another_year_does_not_hold() -> None:
    text = """
country = "XX"
source = "A law"
[[stay]]
key = "week"
name = "A week"
lowest_age = 12
until = 2026-12-31
[[stay]]
key = "week"
name = "A week"
lowest_age = 13
since = 2027-01-01
"""
    before, after = read(text)
    assert (before.holds_on(date(2026, 12, 31)), before.holds_on(date(2027, 1, 1))) == (True, False)
    assert (after.holds_on(date(2026, 12, 31)), after.holds_on(date(2027, 1, 1))) == (False, True)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2010, 3, 1), date(2026, 2, 28), 15),
        (date(2010, 3, 1), date(2026, 3, 1), 16),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_ages_are_whole_years(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


def test_every_rule_names_its_source() -> None:
    assert {rule.country for rule in stay_rules.all_rules()} == {"FR"}
    assert all(rule.source and rule.url.startswith("https://") for rule in stay_rules.all_rules())
