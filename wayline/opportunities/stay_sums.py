"""Sums over stays by a group; small numbers are hidden so that none can be worked out from the others. Plain Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wayline.common.small_numbers import SMALL_NUMBER, SUPPRESSED, Cell, SuppressedParts, suppress_parts


@dataclass(frozen=True, slots=True)
class Counted:
    """One stay, as it is counted. `person` tells people from stays, and is shown nowhere."""

    person: int
    field: str = ""
    place: str = ""
    age: str = ""
    found: str = ""
    ended: bool = False
    called_off: bool = False
    company_said: bool = False
    participant_said: bool = False


MEASURES: dict[str, Callable[[Counted], bool]] = {
    "stays": lambda one: True,
    "ended": lambda one: one.ended,
    "called_off": lambda one: one.called_off,
    "company_said": lambda one: one.company_said,
    "participant_said": lambda one: one.participant_said,
}
WITHIN = {"ended": "stays", "called_off": "stays", "company_said": "ended", "participant_said": "ended"}
"""Of which figure each is a part: a small rest is hidden too."""


@dataclass(frozen=True, slots=True)
class Line:
    """`cells` in the order of MEASURES."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    lines: tuple[Line, ...]
    total: Line


def table(stays: Sequence[Counted], by: Callable[[Counted], str], threshold: int = SMALL_NUMBER) -> Table:
    """By group, the largest first; groups of which nothing is known ("") last."""
    members: dict[str, list[Counted]] = {}
    for one in stays:
        members.setdefault(by(one), []).append(one)
    names = sorted(members, key=lambda name: (not name, -len(members[name]), name))
    columns = _columns({name: members[name] for name in names}, threshold)
    lines = tuple(Line(name, tuple(column.cells[name] for column in columns.values())) for name in names)
    return Table(lines, Line("", tuple(column.total for column in columns.values())))


def _columns(members: dict[str, list[Counted]], threshold: int) -> dict[str, SuppressedParts[str]]:
    made: dict[str, SuppressedParts[str]] = {}
    heads = {name: _heads(members, counts) for name, counts in MEASURES.items()}
    for name, counts in MEASURES.items():
        parts = {group: sum(map(counts, rows)) for group, rows in members.items()}
        above = WITHIN.get(name)
        hidden = _unsafe(heads[above], heads[name], made[above], threshold) if above else []
        column = suppress_parts(parts, people=heads[name], threshold=threshold, also=hidden)
        if above and _rest_is_small(sum(heads[above].values()), sum(heads[name].values()), threshold):
            column = SuppressedParts(column.cells, SUPPRESSED)
        made[name] = column
    return made


def _heads(members: dict[str, list[Counted]], counts: Callable[[Counted], bool]) -> dict[str, int]:
    """How many people are behind each figure."""
    return {group: len({one.person for one in rows if counts(one)}) for group, rows in members.items()}


def _unsafe(
    above: dict[str, int], here: dict[str, int], shown: SuppressedParts[str], threshold: int
) -> list[str]:  # fmt: skip
    """Groups that are hidden in the figure above, or whose rest would tell of a few."""
    return [
        group
        for group in here
        if shown.cells[group].value is None or _rest_is_small(above[group], here[group], threshold)
    ]


def _rest_is_small(whole: int, part: int, threshold: int) -> bool:
    return 0 < whole - part < threshold


def with_one_total(tables: Sequence[Table]) -> list[Table]:
    """Tables over the same stays: what one of them hides in its total, no other may tell."""
    hidden = [any(one.total.cells[number].value is None for one in tables) for number in range(len(MEASURES))]
    return [Table(one.lines, Line("", _hide(one.total.cells, hidden))) for one in tables]


def _hide(cells: tuple[Cell, ...], hidden: list[bool]) -> tuple[Cell, ...]:
    return tuple(SUPPRESSED if hide else cell for hide, cell in zip(hidden, cells, strict=True))
