"""The rules on small numbers, and that what is hidden cannot be worked out: tried on made tables of every shape."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lmi.attack import Attack
from wayline.lmi import disclosure
from wayline.lmi.disclosure import Hidden, Protection, Sum, protect
from wayline.lmi.enums import Quality, Status


@pytest.mark.parametrize(
    ("cv", "status", "quality"),
    [
        (None, Status.ACTUAL, Quality.UNRATED),
        (5.0, Status.ACTUAL, Quality.PRECISE),
        (5.1, Status.ACTUAL, Quality.REASONABLE),
        (20.0, Status.ACTUAL, Quality.ACCEPTABLE),
        (20.1, Status.SUPPRESSED, Quality.UNRATED),
    ],
)
def test_ashe_bands(cv: float | None, status: Status, quality: Quality) -> None:
    verdict = disclosure.ashe(cv)
    assert (verdict.status, verdict.quality) == (status, quality)
    assert bool(verdict.reason) == (status != Status.ACTUAL)


def test_skills_imperative_bands() -> None:
    assert disclosure.skills_imperative(999.9).reason == "si-under-1000"
    assert disclosure.skills_imperative(1_000).quality == Quality.ACCEPTABLE
    assert disclosure.skills_imperative(10_000).quality == Quality.REASONABLE


def test_onet_and_european_flags() -> None:
    assert disclosure.onet(recommend_suppress="Y", not_relevant="Y").status == Status.SUPPRESSED
    assert disclosure.onet(recommend_suppress="N", not_relevant="Y").status == Status.NOT_APPLICABLE
    assert disclosure.onet(recommend_suppress="", not_relevant="").status == Status.ACTUAL
    assert disclosure.eu_lfs(20, "").status == Status.SUPPRESSED
    assert disclosure.eu_lfs(21, "u").quality == Quality.UNRELIABLE


def test_numbers_of_status_and_quality_are_those_of_the_tables() -> None:
    """`disclosure` is plain Python and repeats them."""
    assert (disclosure.ACTUAL, disclosure.SUPPRESSED) == (Status.ACTUAL, Status.SUPPRESSED)
    assert (disclosure.NOT_PUBLISHED, disclosure.NOT_APPLICABLE) == (Status.NOT_PUBLISHED, Status.NOT_APPLICABLE)
    bands = (
        disclosure.UNRATED,
        disclosure.PRECISE,
        disclosure.REASONABLE,
        disclosure.ACCEPTABLE,
        disclosure.UNRELIABLE,
    )
    assert bands == (*Quality,)


def test_one_small_cell_hides_the_smallest_beside_it() -> None:
    values = {"all": 60_500.0, "a": 500.0, "b": 20_000.0, "c": 40_000.0}
    hidden = protect(values, [Sum("all", ("a", "b", "c"))], ["a"])
    assert (hidden.small, hidden.beside) == ({"a"}, {"b"})


def test_nothing_small_hides_nothing() -> None:
    assert protect({"all": 3.0, "a": 3.0}, [Sum("all", ("a",))], []).all() == set()


def test_a_zero_protects_nobody() -> None:
    values = {"all": 9_500.0, "a": 500.0, "b": 0.0, "c": 9_000.0}
    assert protect(values, [Sum("all", ("a", "b", "c"))], ["a"]).beside == {"c"}


def test_the_only_part_takes_its_total_along() -> None:
    values = {"all": 50_500.0, "group": 500.0, "only": 500.0, "other": 50_000.0}
    hidden = protect(values, [Sum("group", ("only",)), Sum("all", ("group", "other"))], ["group", "only"])
    assert hidden.beside == {"other"}


def test_linked_years_are_hidden_together() -> None:
    values = {("a", 1): 500.0, ("b", 1): 9e3, ("all", 1): 9.5e3, ("a", 2): 5e3, ("b", 2): 9e3, ("all", 2): 14e3}
    sums = [Sum(("all", year), (("a", year), ("b", year))) for year in (1, 2)]
    links = [[(name, 1), (name, 2)] for name in ("a", "b", "all")]
    hidden = protect(values, sums, [("a", 1)], links=links)
    assert hidden.linked == {("a", 2)}
    assert hidden.beside == {("b", 1), ("b", 2)}


def test_shares_of_a_hundred_need_two_hidden() -> None:
    values: dict[Any, float | None] = {"x": None, "y": 40.0, "z": 25.0}
    hidden = protect(values, [Sum(None, ("x", "y", "z"))], ["x"], protection=Protection(width=1, share=0))
    assert hidden.beside == {"z"}


Grid = list[list[int]]


def table(grid: Grid) -> tuple[dict[Any, float | None], list[Sum]]:
    """Cells with row totals, column totals and the grand total."""
    rows, columns = range(len(grid)), range(len(grid[0]))
    values: dict[Any, float | None] = {(r, c): float(grid[r][c]) for r in rows for c in columns}
    values |= {(r, "all"): float(sum(grid[r])) for r in rows}
    values |= {("all", c): float(sum(grid[r][c] for r in rows)) for c in columns}
    values["all", "all"] = float(sum(map(sum, grid)))
    sums = [Sum((r, "all"), tuple((r, c) for c in columns)) for r in (*rows, "all")]
    sums += [Sum(("all", c), tuple((r, c) for r in rows)) for c in (*columns, "all")]
    return values, sums


sizes = st.tuples(st.integers(2, 6), st.integers(2, 6))
numbers = st.one_of(st.integers(0, 1_500), st.integers(0, 60_000))
grids = sizes.flatmap(
    lambda size: st.lists(st.lists(numbers, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0])
)


def tried(values: dict[Any, float | None], sums: list[Sum], hidden: Hidden) -> Attack:
    attack = Attack(shown={key: value or 0.0 for key, value in values.items() if key not in hidden})
    attack.hidden = sorted(hidden.all(), key=str)
    for one in sums:
        attack.adds(one.total, one.parts)
    return attack


@settings(max_examples=60, deadline=None)
@given(grids)
def test_no_two_way_table_gives_a_small_number_away(grid: Grid) -> None:
    values, sums = table(grid)
    small = {key for key, value in values.items() if value is not None and value < 1000}
    hidden = protect(values, sums, small, protection=Protection(limit=1000))
    if len(hidden.all()) == len(values):
        return  # nothing is shown at all
    attack = tried(values, sums, hidden)
    assert not set(attack.determined()) & small

    def known(key: Any) -> tuple[float, float | None]:
        return (0, 1000) if key in small else (1000, None)

    for key, (low, high) in attack.bounds(sorted(small, key=str)[:6], known, slack=0.001).items():
        assert high - low >= 99.9, (key, values[key], low, high)


@settings(max_examples=60, deadline=None)
@given(grids)
def test_tables_with_the_same_numbers_hide_the_same(grid: Grid) -> None:
    values, sums = table(grid)
    renamed = {("twin", key): value for key, value in values.items()}
    again = [Sum(("twin", one.total), tuple(("twin", part) for part in one.parts)) for one in sums]
    small = [key for key, value in values.items() if value is not None and value < 1000]
    hidden = protect(values, sums, small, protection=Protection(limit=1000))
    twin = protect(renamed, again, [("twin", key) for key in small], protection=Protection(limit=1000))
    assert {("twin", key) for key in hidden.all()} == twin.all()
