"""Rates of selection by group, from sums in which small numbers are hidden: with intervals, beside the highest.

Unlike a score that only the person saw, others know who was selected. So a rate is shown only where those selected and
those not are both enough or nobody (`group_sums.py`), or somebody known to be selected would tell of their group.
"""

from __future__ import annotations

from dataclasses import dataclass

from wayline.opportunities.group_sums import Line, Table
from wayline.opportunities.matching.audit import FOUR_FIFTHS, Interval, wilson


@dataclass(frozen=True, slots=True)
class Rate:
    """Of one stage; None where it is hidden."""

    share: Interval | None
    ratio: float | None
    """To the highest that is shown."""

    @property
    def is_low(self) -> bool:
        """Below four fifths of the highest: a reason to look, not a proof."""
        return self.ratio is not None and self.ratio < FOUR_FIFTHS


@dataclass(frozen=True, slots=True)
class Group:
    """`rates`: of each stage after the first, as parts of the people in the group. No name: no or another answer."""

    name: str
    people: int | None
    rates: tuple[Rate, ...]

    @property
    def is_hidden(self) -> bool:
        return self.people is None


def selection(table: Table) -> list[Group]:
    """The first column is the people, the others are stages that they reached. The total comes last."""
    shares = [_shares(line) for line in (*table.lines, table.total)]
    stages = range(len(table.total.cells) - 1)
    highest = [max((row[at].value for row in shares[:-1] if row[at]), default=0.0) for at in stages]  # type: ignore[union-attr]  # asked just before
    lines = [_group(line, row, highest) for line, row in zip(table.lines, shares[:-1], strict=True)]
    return [*lines, _group(table.total, shares[-1], [0.0] * len(highest))]


def _shares(line: Line) -> list[Interval | None]:
    people, *reached = (cell.value for cell in line.cells)
    return [wilson(number, people) if people and number is not None else None for number in reached]


def _group(line: Line, shares: list[Interval | None], highest: list[float]) -> Group:
    rates = [
        Rate(share, share.value / top if share is not None and top else None)
        for share, top in zip(shares, highest, strict=True)
    ]
    return Group(line.name, line.cells[0].value, tuple(rates))
