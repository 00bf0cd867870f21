"""CSV that a spreadsheet opens rightly and does not calculate."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayline.common.csvfile import FORMULA_STARTS, csv_response, guard


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"])
def test_text_that_would_be_calculated_gets_an_apostrophe(cell: str) -> None:
    assert guard(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", [-3, 2.5, "-3", "-2.5", "plain", "a=b", True])
def test_numbers_and_plain_text_stay(cell: object) -> None:
    assert guard(cell) == cell


def test_a_missing_value_is_empty_and_not_zero() -> None:
    assert guard(None) == ""


@given(st.lists(st.lists(st.text(alphabet=st.characters(exclude_characters="\0\r\n", exclude_categories=["Cs"])),
                         min_size=2, max_size=2), max_size=5))  # fmt: skip
def test_rows_come_back_as_they_went_in(rows: list[list[str]]) -> None:
    response = csv_response("a.csv", ["x", "y"], rows)
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]  # bytes, not a stream of tasks
    read = list(csv.reader(io.StringIO(text)))
    assert read == [["x", "y"], *[[guard(cell) for cell in row] for row in rows]]
    assert all(not cell.startswith(FORMULA_STARTS) or guard(cell) == cell for row in read for cell in row)


def test_it_is_a_download_that_the_browser_may_not_guess_about() -> None:
    response = csv_response("Participation: week 1.csv", ["a"], [])
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content).startswith(b"\xef\xbb\xbf")  # type: ignore[arg-type]  # as above
