"""No hidden figure can be worked out: a reader who knows the rules tries every table that fits what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wayline.common.small_numbers import SUPPRESSED, Cell, suppress, suppress_nested, suppress_parts, suppress_tree


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (600, 600)])
def test_one_to_four_people_are_not_shown(count: int, shown: int | None) -> None:
    assert suppress(count).value == shown


def test_a_suppressed_cell_says_so() -> None:
    assert suppress(3) == Cell(None, "suppressed", "small number")


def values(cells: dict[str, Cell]) -> dict[str, int | None]:
    return {key: cell.value for key, cell in cells.items()}


def test_one_small_part_takes_the_next_larger_with_it() -> None:
    found = suppress_parts({"a": 3, "b": 40, "c": 9, "d": 0})
    assert values(found.cells) == {"a": None, "b": 40, "c": None, "d": 0}
    assert found.total.value == 52


def test_when_nothing_is_left_to_hide_the_total_is() -> None:
    assert suppress_parts({"a": 3, "b": 0}).total == SUPPRESSED
    # Five parts that add up to five can only be one each.
    assert suppress_parts(dict.fromkeys("abcde", 1)).total == SUPPRESSED


def test_comments_are_hidden_by_the_people_behind_them() -> None:
    found = suppress_parts({"a": 50, "b": 70, "c": 60}, people={"a": 2, "b": 30, "c": 20})
    assert values(found.cells) == {"a": None, "b": 70, "c": None}


def test_a_hidden_week_hides_its_steps_and_a_week_with_one_small_step_hides_another() -> None:
    weeks, steps = suppress_tree(
        {1: {"a": 2, "b": 0}, 2: {"c": 8, "d": 9}, 3: {"e": 2, "f": 30, "g": 12}},
        {1: {"a": 2, "b": 0}, 2: {"c": 8, "d": 9}, 3: {"e": 2, "f": 30, "g": 12}},
        {1: 2, 2: 12, 3: 40},
    )
    assert {week: cell.value for week, cell in weeks.cells.items()} == {1: None, 2: None, 3: 44}
    assert {week: values(cells) for week, cells in steps.items()} == {
        1: {"a": None, "b": None},
        2: {"c": None, "d": None},
        3: {"e": None, "f": 30, "g": None},
    }


def test_nested_groups_show_no_small_difference() -> None:
    assert [cell.value for cell in suppress_nested((100, 98, 96, 90, 3, 0))] == [100, None, None, 90, None, 0]
    assert [cell.value for cell in suppress_nested((20, 20, 15))] == [20, 20, 15]


@given(st.lists(st.integers(0, 60), max_size=6).map(lambda counts: sorted(counts, reverse=True)), st.integers(2, 6))
def test_between_any_two_shown_nested_groups_is_nobody_or_enough(counts: list[int], threshold: int) -> None:
    shown = [cell.value for cell in suppress_nested(counts, threshold) if cell.value is not None]
    for place, wider in enumerate(shown):
        assert wider == 0 or wider >= threshold
        assert all(wider - narrower == 0 or wider - narrower >= threshold for narrower in shown[place:])


def fitting(known: list[int | None], total: int, least: int) -> Iterator[list[int]]:
    """Every row of parts that agrees with what is shown; hidden parts are at least `least`."""
    places = [place for place, cell in enumerate(known) if cell is None]
    left = total - sum(cell or 0 for cell in known)
    for guess in product(range(least, left + 1), repeat=max(0, len(places) - 1)):
        last = left - sum(guess)
        if places and last >= least:
            row = list(known)
            for place, figure in zip(places, [*guess, last], strict=True):
                row[place] = figure
            yield [figure or 0 for figure in row]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=4), st.integers(2, 5))
def test_no_hidden_part_follows_from_the_total(counts: list[int], threshold: int) -> None:
    found = suppress_parts(dict(enumerate(counts)), threshold=threshold)
    known = [cell.value for cell in found.cells.values()]
    assert all(cell is None or cell == count for cell, count in zip(known, counts, strict=True))
    assert all(cell is None or cell == 0 or cell >= threshold for cell in known)
    if found.total.value is None:
        return
    assert found.total.value == sum(counts)
    for place, cell in enumerate(known):
        if cell is None:
            assert len({row[place] for row in fitting(known, found.total.value, 1)}) > 1


@given(st.lists(st.lists(st.integers(0, 7), min_size=1, max_size=2), min_size=1, max_size=2), st.integers(2, 5))
def test_no_hidden_step_or_week_follows_from_the_other_figures(table: list[list[int]], threshold: int) -> None:
    parts = {week: dict(enumerate(steps)) for week, steps in enumerate(table)}
    # As many people as comments, nobody in two steps: the case that gives most away.
    people = {week: sum(steps) for week, steps in enumerate(table)}
    weeks, steps = suppress_tree(parts, parts, people, threshold)
    shown = {week: cell.value for week, cell in weeks.cells.items()}
    known = {week: [cell.value for cell in steps[week].values()] for week in parts}
    assume(any(None in row for row in known.values()))
    for place, row in known.items():
        week_total = shown[place]
        if week_total is None:
            assert all(cell is None for cell in row)
        else:
            for number, cell in enumerate(row):
                if cell is None:
                    assert len({one[number] for one in fitting(row, week_total, 1)}) > 1
    if weeks.total.value is not None:
        sums = list(shown.values())
        for place, cell in enumerate(sums):
            if cell is None:
                assert len({row[place] for row in fitting(sums, weeks.total.value, 1)}) > 1
