"""CSV that a spreadsheet opens rightly and does not calculate."""

import csv
import io
from collections.abc import Iterator

import pytest
from asgiref.sync import async_to_sync
from hypothesis import given
from hypothesis import strategies as st

from wayline.common.csvfile import FORMULA_STARTS, csv_response, guard
from wayline.common.streams import PART, Stream


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


def test_a_long_table_is_sent_while_it_is_made() -> None:
    """Under ASGI, Django by itself would read all of it first."""
    made: list[int] = []

    def rows() -> Iterator[list[str]]:
        for number in range(400):
            made.append(number)
            yield ["x" * 1000]

    async def first() -> bytes:
        async for part in csv_response("a.csv", ["x"], rows()):
            return part
        return b""

    assert len(async_to_sync(first)()) >= PART
    assert len(made) < 100


def test_the_whole_of_it_comes_either_way() -> None:
    def made() -> Stream:
        return csv_response("a.csv", ["x"], [[str(number)] for number in range(30_000)])

    async def parts() -> list[bytes]:
        return [part async for part in made()]

    asked = async_to_sync(parts)()
    assert len(asked) > 2
    assert b"".join(asked) == made().getvalue()
