"""Ages, days and hours that a stay in a company may have, by country and day. Plain Python; rules are data (`stays/`).

A rule holds for stays that begin from its `since` to its `until`, where it names them. Ages are whole years on the
first day, days are days of presence, hours are those of a day and of a week.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "stays"


@dataclass(frozen=True, slots=True)
class Hours:
    """The most hours from an age on; None where nothing is said."""

    from_age: int
    a_week: Decimal | None
    a_day: Decimal | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of stay in one country."""

    country: str
    key: str
    name: str
    source: str
    url: str
    lowest_age: int | None
    most_days: int | None
    within_days: int | None
    hours: tuple[Hours, ...]
    since: date | None = None
    until: date | None = None

    @property
    def code(self) -> str:
        """`FR:immersion`: how an agreement names it."""
        return f"{self.country}:{self.key}"

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def hours_at(self, age: int) -> Hours | None:
        """Of the highest age that is reached."""
        reached = [one for one in self.hours if one.from_age <= age]
        return max(reached, key=lambda one: one.from_age, default=None)


@dataclass(frozen=True, slots=True)
class Stay:
    born: date
    begins: date
    ends: date
    days: int
    hours_a_day: Decimal
    hours_a_week: Decimal


@dataclass(frozen=True, slots=True)
class Breach:
    """What of a rule stops a stay: `what` is lowest_age, most_days, within_days, a_week or a_day."""

    rule: Rule
    what: str
    limit: Decimal
    found: Decimal


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rule, ...]:
    files = sorted(FOLDER.glob("*.toml"))
    return tuple(rule for file in files for rule in read(file.read_text(encoding="utf-8")))


def read(text: str) -> Iterator[Rule]:
    """Rules of one country's file."""
    said = tomllib.loads(text, parse_float=Decimal)
    for one in said["stay"]:
        yield Rule(
            country=said["country"],
            key=one["key"],
            name=one["name"],
            source=said["source"],
            url=said.get("url", ""),
            lowest_age=one.get("lowest_age"),
            most_days=one.get("most_days"),
            within_days=one.get("within_days"),
            hours=tuple(_hours(hours) for hours in one.get("hours", [])),
            since=one.get("since"),
            until=one.get("until"),
        )


def _hours(said: dict[str, Any]) -> Hours:
    limits = {name: Decimal(said[name]) if name in said else None for name in ("a_week", "a_day")}
    return Hours(said["from_age"], limits["a_week"], limits["a_day"])


def rule_for(code: str, day: date) -> Rule | None:
    """The rule of this name that holds for a stay beginning on this day."""
    return next((rule for rule in all_rules() if rule.code == code and rule.holds_on(day)), None)


def age_on(born: date, day: date) -> int:
    """Whole years. Who was born on 29 February is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def breaches(rule: Rule, stay: Stay) -> list[Breach]:
    """Everything that stops the stay; empty when the rule lets it be."""
    age = age_on(stay.born, stay.begins)
    hours = rule.hours_at(age)
    span = (stay.ends - stay.begins).days + 1
    highest: list[tuple[str, Decimal | int | None, Decimal | int]] = [
        ("most_days", rule.most_days, stay.days),
        ("within_days", rule.within_days, span),
        ("a_week", hours.a_week if hours else None, stay.hours_a_week),
        ("a_day", hours.a_day if hours else None, stay.hours_a_day),
    ]
    found = [
        Breach(rule, what, Decimal(limit), Decimal(value))
        for what, limit, value in highest
        if limit is not None and value > limit
    ]
    if rule.lowest_age is not None and age < rule.lowest_age:
        found.insert(0, Breach(rule, "lowest_age", Decimal(rule.lowest_age), Decimal(age)))
    return found
