"""A match in words for the other side: what somebody without a name has of what a company asks for."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from wayline.opportunities import match_showing
from wayline.opportunities.match_showing import Line, Row
from wayline.opportunities.queries.match_record import Record

RULES = {
    "experience": gettext_lazy("Experience in the work"),
    "level": gettext_lazy("Level of qualification"),
    "licences": gettext_lazy("Driving licences"),
    "languages": gettext_lazy("Languages"),
    "aspirations": gettext_lazy("Wants to do this work"),
    "interests": gettext_lazy("Interested in it"),
    "area": gettext_lazy("Wants to work there"),
    "hours": gettext_lazy("The hours suit"),
    "contract": gettext_lazy("The contract suits"),
    "remote": gettext_lazy("On site or from home suits"),
}
"""Pay is not among them: what somebody wants to earn at least is theirs to say."""
STATES = {
    "held": gettext_lazy("yes"),
    "near": gettext_lazy("nearly"),
    "missing": gettext_lazy("not said"),
    "met": gettext_lazy("yes"),
    "unmet": gettext_lazy("no"),
}
WITHOUT_NAME = ("area", "hours", "contract", "remote", "aspirations", "interests")
"""Rules whose answer is a plain yes or no."""


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    values: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Card:
    score: int
    usual: bool
    held: list[Line]
    near: list[Line]
    missing: list[Line]
    facts: tuple[Fact, ...]


def card(record: Record, score: int, version: str) -> Card:
    shown = match_showing.shown(record, score, version)
    facts = tuple(
        Fact(
            str(RULES[row.rule]), tuple(_value(line) for line in row.lines if line.state in STATES), row.lines[0].state
        )
        for row in shown.rows
        if row.rule in RULES and not row.unknown
    )
    return Card(shown.score, shown.usual, shown.held, shown.near, shown.missing, facts)


def _fact(row: Row) -> Fact:
    said = [line for line in row.lines if line.state in STATES]
    return Fact(str(RULES[row.rule]), tuple(_value(line) for line in said), said[0].state)


def _value(line: Line) -> str:
    said = str(STATES[line.state])
    if line.rule in WITHOUT_NAME:
        return said
    note = f" ({line.note})" if line.note else ""
    return f"{line.name}: {said}{note}" if line.name else f"{said}{note}"
