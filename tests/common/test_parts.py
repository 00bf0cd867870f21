"""Small sums of the components."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayline.common.parts import hue, initials, page_numbers


@pytest.mark.parametrize(
    ("name", "letters"), [("Amara Osei", "AO"), ("Anna Maria de Rossi", "AR"), ("Ólafur", "Ó"), ("", "?"), ("(x)", "?")]
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


@given(st.text())
def test_a_name_keeps_its_hue(name: str) -> None:
    assert 1 <= hue(name) <= 6
    assert hue(name) == hue(name)


@pytest.mark.parametrize(
    ("current", "last", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (3, 5, [1, 2, 3, 4, 5]),
        (1, 40, [1, 2, None, 40]),
        (10, 40, [1, None, 9, 10, 11, None, 40]),
        (4, 7, [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_page_numbers(current: int, last: int, shown: list[int | None]) -> None:
    assert page_numbers(current, last) == shown


@given(st.integers(1, 500), st.integers(1, 500))
def test_page_numbers_rise_and_a_gap_hides_two_or_more(current: int, last: int) -> None:
    numbers = page_numbers(min(current, last), last)
    assert numbers[0] == 1
    assert numbers[-1] == last
    for before, after in pairwise(numbers):
        if before is not None and after is not None:
            assert after == before + 1
    for index, number in enumerate(numbers):
        if number is None:
            assert numbers[index + 1] - numbers[index - 1] > 2  # type: ignore[operator]  # numbers stand around a gap
