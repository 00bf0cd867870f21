"""Sums by group: what is hidden cannot be worked out, tried on every small table by a reader who knows the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import pytest

from wayline.opportunities.group_sums import Measures, Table, fold, folded_table, table
from wayline.opportunities.matching.audit import Seen, audit

NAMES = ("a", "b", "c")
FEW = 3


@dataclass(frozen=True)
class One:
    person: int
    group: str
    ended: bool = False


MEASURES: Measures[One] = Measures({"all": lambda one: True, "ended": lambda one: one.ended}, {"ended": "all"})
World = Mapping[str, tuple[int, int]]
"""By group: how many people, and how many of them ended."""


def people(world: World) -> list[One]:
    made: list[One] = []
    for group, (number, ended) in world.items():
        made += [One(len(made) + at, group, at < ended) for at in range(number)]
    return made


def worlds(groups: int, most: int) -> Iterator[World]:
    """Every way in which up to so many people may stand in so many groups."""
    pairs = [(number, ended) for number in range(most + 1) for ended in range(number + 1)]
    for found in product(pairs, repeat=groups):
        if 0 < sum(number for number, _ended in found) <= most:
            yield {name: pair for name, pair in zip(NAMES, found, strict=False) if pair[0]}


def cells(made: Table) -> dict[str, tuple[int | None, ...]]:
    return {line.name: tuple(cell.value for cell in line.cells) for line in (*made.lines, made.total)}


def published(world: World) -> tuple[object, ...]:
    """All that a reader sees: names in their order, cells, and totals, which another table may show by other rules."""
    made = table(people(world), lambda one: one.group, MEASURES, FEW)
    totals = tuple(sum(pair[at] for pair in world.values()) for at in (0, 1))
    return (tuple(cells(made).items()), totals)


@pytest.mark.parametrize(("groups", "most"), [(2, 9), (3, 6)])
def test_whatever_is_hidden_may_be_more_than_one_number(groups: int, most: int) -> None:
    """Worlds that look the same to a reader: no hidden figure of a few is the same in all of them."""
    alike: dict[tuple[object, ...], list[World]] = defaultdict(list)
    for world in worlds(groups, most):
        if len(world) > 1:  # of everybody in one group a table tells what the total tells
            alike[published(world)].append(world)
    for (shown, _totals), found in alike.items():
        for name, line in shown:  # type: ignore[attr-defined]  # pairs of a name and its cells
            for at, value in enumerate(line if name else ()):
                possible = {world[name][at] for world in found if name in world}
                told = value is None and len(possible) == 1 and 0 < min(possible) < FEW
                assert not told, f"{found[0]}: {name} is told"


def answered(**groups: int) -> list[One]:
    made: list[One] = []
    for group, number in groups.items():
        made += [One(len(made) + at, group.replace("none", "")) for at in range(number)]
    return made


@pytest.mark.parametrize(
    ("groups", "found"),
    [
        # An answer of few counts with those who gave none: nobody learns that somebody gave it.
        ({"women": 12, "men": 15, "x": 2, "none": 20}, {"women": 12, "men": 15, "": 22}),
        ({"women": 12, "men": 15, "none": 22}, {"women": 12, "men": 15, "": 22}),
        # The rest is too small: the next smallest is hidden with it.
        ({"women": 12, "men": 15, "x": 2, "none": 4}, {"women": None, "men": 15, "": None}),
        # Too few altogether: no line at all.
        ({"women": 5, "men": 4}, {}),
        ({"women": 5, "men": 6}, {"": 11}),
    ],
)
def test_answers_of_few_are_folded(groups: dict[str, int], found: dict[str, int | None]) -> None:
    made = folded_table(answered(**groups), lambda one: one.group, ["women", "men", "x"], MEASURES)
    assert {line.name: line.cells[0].value for line in made.lines} == found


def test_folding_is_by_people() -> None:
    assert fold({1: "x", 2: "y", 3: "y", 4: ""}, 2) == {1: "", 2: "y", 3: "y", 4: ""}
    same = [One(1, "x")] * 30
    assert folded_table(same, lambda one: one.group, ["x"], MEASURES).lines == ()


def test_figures_of_matches_hide_so_that_the_rest_is_ten_or_more() -> None:
    """Two hidden groups of three people together would have told their rate: everybody's less that of the others."""

    def sizes(**groups: int) -> dict[str, int | None]:
        seen = [Seen(name, 50, 0.5) for name, number in groups.items() for _one in range(number)]
        return {one.name: one.people for one in audit(seen, list(groups))}

    assert sizes(a=1, b=2, c=20, d=30) == {"a": None, "b": None, "c": None, "d": 30}
    assert sizes(a=4, b=6, c=20) == {"a": None, "b": None, "c": 20}
    ten = {f"town{number}": 1 for number in range(10)}
    assert sizes(**ten) == {}, "Ten names beside a total of ten would tell each."
