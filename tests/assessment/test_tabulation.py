"""Tables that hide small numbers, attacked by whoever knows the rules."""

from __future__ import annotations

from collections import Counter
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assessment.samples import ANSWERS, every_kind
from wayline.assessment.definitions import toml
from wayline.assessment.tabulation import NOTHING, SMALLEST, Table, cross, crossable, tables, texts_of

TWO = toml.read("""
code = "two"
languages = ["en"]
title = "Two"
[[sections]]
code = "s"
title = "S"
[[sections.questions]]
code = "a"
kind = "scale"
text = "A"
[[sections.questions]]
code = "b"
kind = "single"
text = "B"
options = [ { code = "x", text = "X" }, { code = "y", text = "Y" }, { code = "z", text = "Z" } ]
[[sections.questions]]
code = "c"
kind = "text"
text = "C"
""")
ROWS = st.lists(
    st.fixed_dictionaries({}, optional={"a": st.integers(1, 5), "b": st.sampled_from("xyz")}), min_size=5, max_size=60
)


def table(rows: list[dict[str, Any]], name: str) -> Table:
    return next(one for one in tables(TWO, rows) if one.name == name)


def test_counts_and_means_of_many() -> None:
    rows = [{"a": 1}] * 10 + [{"a": 5}] * 30 + [{}] * 8
    found = table(rows, "a")
    assert {one.code: one.people for one in found.counts} == {"1": 10, "2": 0, "3": 0, "4": 0, "5": 30, NOTHING: 8}
    assert (found.answered, found.mean, found.median) == (40, 4.0, 5)


def test_a_small_count_takes_another_with_it() -> None:
    rows = [{"b": "x"}] * 3 + [{"b": "y"}] * 20 + [{"b": "z"}] * 30
    assert [one.people for one in table(rows, "b").counts] == [None, None, 30, 0]


def test_few_answers_show_nothing_at_all() -> None:
    found = table([{"b": "x"}] * 4 + [{}] * 30, "b")
    assert found.hidden
    assert found.counts == ()
    assert found.mean is None


def possible(found: Table, codes: list[str], total: int, points: dict[str, float]) -> dict[str, set[int]]:
    """Every number each hidden count could be, by trying all: they sum up, keep the mean, and hide at least one."""
    counts = {one.code: one.people for one in found.counts}
    hidden = [code for code in codes if counts[code] is None]
    left = total - sum(people for people in counts.values() if people is not None)
    open_values: dict[str, set[int]] = {code: set() for code in hidden}
    for values in product(range(left + 1), repeat=max(0, len(hidden) - 1)):
        last = left - sum(values)
        if last < 0 or not hidden:
            continue
        whole = {code: people for code, people in counts.items() if people is not None}
        whole |= dict(zip(hidden, (*values, last), strict=True))
        answered = total - whole.get(NOTHING, 0)
        if found.mean is not None and (
            not answered or abs(sum(points[c] * whole[c] for c in points) / answered - found.mean) > 1e-9
        ):
            continue
        for code in hidden:
            open_values[code].add(whole[code])
    return open_values


@settings(max_examples=30)  # each tries every number that a hidden cell may have
@given(st.lists(st.integers(0, 7), min_size=5, max_size=5), st.integers(0, 7))
def test_no_hidden_count_of_a_scale_can_be_worked_out_from_sum_and_mean(counts: list[int], nothing: int) -> None:
    rows: list[dict[str, Any]] = [{"a": point} for point, number in enumerate(counts, 1) for _ in range(number)]
    rows += [{}] * nothing
    if len(rows) < SMALLEST:
        return
    found = table(rows, "a")
    if found.hidden:
        return
    codes = ["1", "2", "3", "4", "5", NOTHING]
    truth = Counter(str(row["a"]) if "a" in row else NOTHING for row in rows)
    for one in found.counts:
        if one.people is not None:
            assert one.people == truth[one.code]
            assert one.people == 0 or one.people >= SMALLEST
    for code, values in possible(found, codes, len(rows), {str(point): point for point in range(1, 6)}).items():
        assert len(values) > 1 or truth[code] == 0


@given(ROWS)
def test_a_cross_table_shows_no_small_number_and_none_left_alone(rows: list[dict[str, Any]]) -> None:
    found = cross(TWO, "a", "b", rows)
    lines = [list(line) for line in found.cells]
    for line in [*lines, *map(list, zip(*lines, strict=True))]:
        shown = [value for value in line if value is not None]
        assert all(value == 0 or value >= SMALLEST for value in shown)
        assert len(line) - len(shown) != 1


def test_a_cross_table_counts_everybody_once() -> None:
    dice = Random(1)
    rows = [{"a": dice.choice([1, 5]), "b": dice.choice("xy")} for _ in range(400)]
    found = cross(TWO, "a", "b", rows)
    codes = [one.code for one in found.rows]
    assert found.cells[codes.index("1")][0] == sum(row == {"a": 1, "b": "x"} for row in rows)
    assert found.cells[-1][-1] == 400


def test_margins_hidden_in_the_table_beside_it_are_hidden_in_the_cross_table_too() -> None:
    rows = [{"a": 1, "b": "x"}] * 3 + [{"a": 2, "b": "y"}] * 20 + [{"a": 5, "b": "z"}] * 30
    found = cross(TWO, "b", "a", rows)
    margins = [line[-1] for line in found.cells]
    assert margins[:2] == [None, None]
    assert margins[-1] == 53
    assert all(margin in (None, true) for margin, true in zip(margins, [3, 20, 30, 0, 53], strict=True))


def test_texts_stand_in_the_order_of_the_alphabet_and_not_of_arrival() -> None:
    question = TWO.question("c")
    assert question is not None
    rows = [{"c": word} for word in ("pear", "Apple", "fig", "date", "cherry")]
    assert texts_of(question, rows) == ["Apple", "cherry", "date", "fig", "pear"]
    assert texts_of(question, rows[:4]) == []


def test_every_kind_of_question_has_a_table() -> None:
    found = tables(every_kind(), [ANSWERS] * 9 + [{**ANSWERS, "hours": 44, "since": "2025-01-01"}] * 9)
    by_name = {one.name: one for one in found}
    assert list(by_name) == [
        "job", "hours", "means", "sure", "agree.plan", "agree.wait", "since", "post", "order", "cv"
    ]  # fmt: skip
    assert [one.people for one in by_name["means"].counts] == [18, 18, 0, 0]
    assert {one.code: one.people for one in by_name["since"].counts} == {"2024": 9, "2025": 9}
    assert {one.code: one.people for one in by_name["order"].counts} == {"pay": 0, "time": 18, "people": 0}
    assert by_name["hours"].mean == pytest.approx(32)
    assert sum(one.people or 0 for one in by_name["hours"].counts) == 18
    assert by_name["agree.plan"].mean == 4


def test_only_questions_with_few_answers_are_crossed() -> None:
    assert [name for name, _ in crossable(every_kind())] == ["job", "sure", "agree.plan", "agree.wait"]
