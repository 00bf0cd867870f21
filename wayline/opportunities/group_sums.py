"""Sums by group of people; small numbers are hidden so that none can be worked out from the others. Plain Python.

What people said of themselves for fairness alone is folded first: an answer that few gave counts among the others, so
that a table does not even tell that somebody gave it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from wayline.common.small_numbers import SMALL_NUMBER, SUPPRESSED, Cell, SuppressedParts, suppress_parts

ENOUGH = 10
"""People in a group by what they said of themselves, of whom figures are shown."""


class Counts(Protocol):
    @property
    def person(self) -> int:
        """Tells people from things that are counted, and is shown nowhere."""


One = TypeVar("One", bound=Counts)


@dataclass(frozen=True, slots=True)
class Measures(Generic[One]):
    """What is counted, in the order of the columns. `within`: of which figure each is a part; small rests hide."""

    counts: Mapping[str, Callable[[One], bool]]
    within: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """`cells` in the order of the measures."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    lines: tuple[Line, ...]
    """None where all groups together are too few to show how they divide."""
    total: Line


def table(
    rows: Sequence[One], by: Callable[[One], str], measures: Measures[One], threshold: int = SMALL_NUMBER
) -> Table:  # fmt: skip
    """By group, the largest first; then hidden ones by name, or the order would tell; nothing known ("") last."""
    members: dict[str, list[One]] = {}
    for one in rows:
        members.setdefault(by(one), []).append(one)
    made = _table(members, measures, threshold)
    return Table(tuple(sorted(made.lines, key=_place)), made.total)


def _place(line: Line) -> tuple[bool, bool, int, str]:
    first = line.cells[0].value
    return not line.name, first is None, -(first or 0), line.name


def folded_table(
    rows: Sequence[One], by: Callable[[One], str], order: Sequence[str], measures: Measures[One],
    threshold: int = ENOUGH,
) -> Table:  # fmt: skip
    """By answer, in this order. Answers that few gave, and no answer, are one group ("") at the end."""
    answers = fold({one.person: by(one) for one in rows}, threshold)
    members: dict[str, list[One]] = {name: [] for name in (*order, "")}
    for one in rows:
        members[answers[one.person]].append(one)
    return _table({name: found for name, found in members.items() if found}, measures, threshold)


def fold(answers: Mapping[int, str], threshold: int = ENOUGH) -> dict[int, str]:
    """By person: the answer, or "" where fewer people gave the same, or nobody knows it."""
    number: dict[str, int] = {}
    for answer in answers.values():
        number[answer] = number.get(answer, 0) + 1
    return {person: answer if number[answer] >= threshold else "" for person, answer in answers.items()}


def _table(members: Mapping[str, Sequence[One]], measures: Measures[One], threshold: int) -> Table:
    columns = _columns(members, measures, threshold)
    total = Line("", tuple(column.total for column in columns.values()))
    first = next(iter(columns.values()))
    if members and first.total.value is None:
        return Table((), total)
    lines = tuple(Line(name, tuple(column.cells[name] for column in columns.values())) for name in members)
    return Table(lines, total)


def _columns(
    members: Mapping[str, Sequence[One]], measures: Measures[One], threshold: int
) -> dict[str, SuppressedParts[str]]:
    made: dict[str, SuppressedParts[str]] = {}
    heads = {name: _heads(members, counts) for name, counts in measures.counts.items()}
    for name, counts in measures.counts.items():
        parts = {group: sum(map(counts, rows)) for group, rows in members.items()}
        above = measures.within.get(name)
        hidden = _unsafe(heads[above], heads[name], made[above], threshold) if above else []
        column = suppress_parts(parts, people=heads[name], threshold=threshold, also=hidden)
        if above and _rest_is_small(sum(heads[above].values()), sum(heads[name].values()), threshold):
            column = SuppressedParts(column.cells, SUPPRESSED)
        made[name] = _whole(column)
    return made


def _whole(column: SuppressedParts[str]) -> SuppressedParts[str]:
    """Another table over the same may tell a total that is hidden here: no cell may stand beside it, not even 0."""
    if column.total.value is not None:
        return column
    return SuppressedParts(dict.fromkeys(column.cells, SUPPRESSED), SUPPRESSED)


def _heads(members: Mapping[str, Sequence[One]], counts: Callable[[One], bool]) -> dict[str, int]:
    """How many people are behind each figure."""
    return {group: len({one.person for one in rows if counts(one)}) for group, rows in members.items()}


def _unsafe(
    above: dict[str, int], here: dict[str, int], shown: SuppressedParts[str], threshold: int
) -> Collection[str]:  # fmt: skip
    """Groups that are hidden in the figure above, or whose rest would tell of a few."""
    return [
        group
        for group in here
        if shown.cells[group].value is None or _rest_is_small(above[group], here[group], threshold)
    ]


def _rest_is_small(whole: int, part: int, threshold: int) -> bool:
    return 0 < whole - part < threshold
