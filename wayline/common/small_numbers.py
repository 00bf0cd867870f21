"""Suppression of small numbers, so that a table names nobody and no hidden figure can be worked out from the others.

Every hidden cell carries the same reason: telling small figures from those hidden to protect them would give them away.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

Key = TypeVar("Key", bound=Hashable)
Group = TypeVar("Group", bound=Hashable)
SMALL_NUMBER = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure that may be shown, or that it is suppressed."""

    value: int | None
    status: Literal["actual", "suppressed"] = "actual"
    reason: Literal["", "small number"] = ""
    """`small number`: fewer people than the threshold, or needed to protect such a figure."""


SUPPRESSED = Cell(None, "suppressed", "small number")


def suppress(count: int, threshold: int = SMALL_NUMBER) -> Cell:
    """A count of 1 to `threshold` - 1 people is not shown; nobody (0) is."""
    return SUPPRESSED if 0 < count < threshold else Cell(count)


@dataclass(frozen=True, slots=True)
class SuppressedParts(Generic[Key]):
    cells: dict[Key, Cell]
    total: Cell


def suppress_parts(
    parts: Mapping[Key, int],
    *,
    people: Mapping[Key, int] | None = None,
    threshold: int = SMALL_NUMBER,
    also: Collection[Key] = (),
) -> SuppressedParts[Key]:
    """Parts that add up to a total, hidden so that no hidden part can be taken from the total.

    `people` says how many are behind each part when the parts count something else (comments); `also` names parts to
    hide in any case. If need be the next larger parts are hidden too, and when that does not help, the total.
    """
    behind = parts if people is None else people
    hidden = {key for key in parts if 0 < behind[key] < threshold or key in also}
    rest = sorted((key for key in parts if key not in hidden and behind[key]), key=lambda key: behind[key])
    while rest and not _protected(hidden, behind, threshold):
        hidden.add(rest.pop(0))
    cells = {key: SUPPRESSED if key in hidden else Cell(count) for key, count in parts.items()}
    total = Cell(sum(parts.values())) if _protected(hidden, behind, threshold) else SUPPRESSED
    return SuppressedParts(cells, total)


def _protected(hidden: Collection[Key], behind: Mapping[Key, int], threshold: int) -> bool:
    """Whether the sum of the hidden parts leaves open what each is; a reader knows that each is at least 1."""
    people = sum(behind[key] for key in hidden)
    return not hidden or (len(hidden) > 1 and people >= threshold and people > len(hidden))


def suppress_tree(
    parts: Mapping[Group, Mapping[Key, int]],
    people: Mapping[Group, Mapping[Key, int]],
    group_people: Mapping[Group, int],
    threshold: int = SMALL_NUMBER,
) -> tuple[SuppressedParts[Group], dict[Group, dict[Key, Cell]]]:
    """Parts that add up to groups that add up to a total: steps, weeks, run. A hidden group shows no part."""
    inside = {group: suppress_parts(parts[group], people=people[group], threshold=threshold) for group in parts}
    sums = {group: sum(within.values()) for group, within in parts.items()}
    unsafe = [group for group, within in inside.items() if within.total.value is None]
    groups = suppress_parts(sums, people=group_people, threshold=threshold, also=unsafe)
    cells = {
        group: within.cells if groups.cells[group].value is not None else dict.fromkeys(within.cells, SUPPRESSED)
        for group, within in inside.items()
    }
    return groups, cells


def suppress_nested(counts: Sequence[int], threshold: int = SMALL_NUMBER) -> tuple[Cell, ...]:
    """Counts of groups, each within the one before: neither a small group nor a small difference is shown."""
    cells: list[Cell] = []
    shown: list[int] = []
    for count in counts:
        near = any(0 < wider - count < threshold for wider in shown)
        cells.append(SUPPRESSED if near else suppress(count, threshold))
        if cells[-1].value is not None:
            shown.append(count)
    return tuple(cells)
