"""Sums of the pages: drawings of series, likeness by skills, quotients, colours of widgets."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayline.lmi import accents, plots
from wayline.lmi.plots import Labels, Point, Spread
from wayline.lmi.quotients import quotients
from wayline.lmi.similarity import Needs, compare, weight

LABELS = Labels("Pay <b>", "How it went", broken="break", gap="no figure", expected="expected")


def draw(*points: Point) -> str:
    return plots.series(points, LABELS, lambda value: f"{value:,.0f}", key="k")


def lines(svg: str) -> int:
    return len(re.findall(r'stroke-width="2.5"', svg))


def test_a_gap_is_not_bridged_and_not_zero() -> None:
    svg = draw(Point("2020", 2020, 5), Point("2021", 2021, None), Point("2022", 2022, 7))
    assert lines(svg) == 0
    assert svg.count("<circle") == 2
    assert ">no figure</text>" in svg


def test_no_line_crosses_a_break() -> None:
    svg = draw(Point("2020", 2020, 5), Point("2021", 2021, 6), Point("2022", 2022, 3, breaks=True))
    assert lines(svg) == 1
    assert ">break</text>" in svg


def test_what_is_expected_is_dashed_and_named() -> None:
    svg = draw(Point("2020", 2020, 5), Point("2021", 2021, 6), Point("2030", 2030, 9, expected=True))
    assert svg.count('stroke-dasharray="6 5"') == 1
    assert ">expected</text>" in svg


def test_uncertainty_is_a_band_that_holds_the_line() -> None:
    svg = draw(*(Point(str(year), year, 5 + year % 3, low=3, high=9) for year in range(2020, 2025)))
    [band] = re.findall(r'<polygon points="([^"]+)"', svg)
    assert len(band.split()) == 10


def test_time_is_drawn_to_scale() -> None:
    svg = draw(Point("2020", 2020, 5), Point("2021", 2021, 5), Point("2031", 2031, 5))
    first, second, third = (float(one) for one in re.findall(r'<circle cx="([\d.]+)"', svg))
    assert third - second == pytest.approx(10 * (second - first), rel=0.02)


def test_a_drawing_has_a_name_and_holds_no_foreign_markup() -> None:
    svg = draw(Point("<script>", 2020, 5))
    assert 'role="img"' in svg
    assert 'aria-labelledby="k-title k-desc"' in svg
    assert "<script>" not in svg
    assert "<b>" not in svg
    assert "style=" not in svg


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e12, allow_subnormal=False)), min_size=1, max_size=40))
def test_any_series_can_be_drawn_inside_its_frame(values: list[float | None]) -> None:
    svg = draw(*(Point(str(1990 + place), 1990 + place, value) for place, value in enumerate(values)))
    for y in re.findall(r'cy="([-\d.]+)"', svg):
        assert 0 <= float(y) <= plots.HEIGHT
    assert svg.count("<circle") == sum(value is not None for value in values)


@given(st.floats(0.001, 1e12))
def test_marks_of_an_axis_reach_the_largest_value(largest: float) -> None:
    marks = plots.ticks(largest)
    assert marks[0] == 0
    assert marks[-1] >= largest * 0.999999
    assert len(marks) <= 12


def test_the_spread_marks_the_median() -> None:
    svg = plots.spread(Spread(((10, 1.0), (25, 2.0), (50, 3.0), (75, 4.0), (90, 6.0))), LABELS, str, key="s")
    assert ">3.0</text>" in svg
    assert svg.count('rx="3"') == 2


def test_rare_skills_say_more_than_common_ones() -> None:
    weights = {1: weight(1000, 3000), 2: weight(3, 3000), 3: weight(3, 3000)}
    here = Needs(frozenset({1, 2}), frozenset())
    common = compare(here, Needs(frozenset({1, 3}), frozenset()), weights)
    rare = compare(here, Needs(frozenset({2, 3}), frozenset()), weights)
    assert rare.likeness > common.likeness
    assert rare.shared == (2,)
    assert rare.missing == (3,)


def test_who_brings_all_is_wholly_ready_and_optional_counts_as_brought() -> None:
    weights = {1: 1.0, 2: 1.0}
    found = compare(Needs(frozenset({1}), frozenset({2})), Needs(frozenset({1, 2}), frozenset()), weights)
    assert found.ready == 1
    assert found.missing == ()
    assert found.likeness < 1


def test_likeness_is_the_same_both_ways_and_one_with_itself() -> None:
    weights = {one: float(one) for one in range(1, 6)}
    one, other = Needs(frozenset({1, 2}), frozenset({3})), Needs(frozenset({2, 4}), frozenset({5}))
    assert compare(one, other, weights).likeness == pytest.approx(compare(other, one, weights).likeness)
    assert compare(one, one, weights).likeness == pytest.approx(1)


def test_quotients_compare_like_with_like() -> None:
    found = quotients({1: 20.0, 2: 80.0, 3: None, 4: 5.0}, {1: 100.0, 2: 900.0, 3: 50.0, 4: None})
    assert set(found) == {1, 2}
    assert found[1].here == pytest.approx(0.2)
    assert found[1].times == pytest.approx(2)


def test_nothing_known_gives_no_quotient() -> None:
    assert quotients({}, {1: 1.0}) == {}
    assert quotients({1: 0.0}, {1: 0.0}) == {}


@pytest.mark.parametrize("asked", ["red;}body{display:none", "url(x)", "12345", "#12345g", "</style>", ""])
def test_only_a_plain_colour_comes_through(asked: str) -> None:
    assert accents.accent(asked, "light") == accents.USUAL["light"]


@given(st.from_regex(r"[0-9a-f]{6}", fullmatch=True), st.sampled_from(["light", "dark"]))
def test_every_colour_is_made_readable(asked: str, theme: str) -> None:
    assert accents.contrast(accents.accent(asked, theme), accents.GROUND[theme]) >= accents.NEEDED
