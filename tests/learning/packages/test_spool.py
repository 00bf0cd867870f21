"""Rows that wait in a file come back as they were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayline.learning.packages import spool
from wayline.learning.packages.spool import Spool


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    number: int
    at: datetime | None = None
    pairs: tuple[tuple[str, str], ...] = ()


LINES = st.builds(
    Line,
    st.text(),
    st.integers(),
    st.none() | st.datetimes(timezones=st.just(UTC)),
    st.lists(st.tuples(st.text(), st.text()), max_size=2).map(tuple),
)


@given(st.lists(LINES, max_size=12), st.integers(1, 5))
def test_rows_come_back_as_they_were_and_in_order(rows: list[Line], batch: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(spool, "BATCH", batch)
        kept = Spool(rows)
    assert list(kept) == rows
    assert list(kept) == rows  # a second reading
    assert len(kept) == len(rows)


def test_a_reader_may_go_on_while_rows_are_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "BATCH", 2)
    kept = Spool([Line(str(number), number) for number in range(5)])
    reading = iter(kept)
    assert next(reading).number == 0
    kept.append(Line("5", 5))
    assert [line.number for line in reading] == [1, 2, 3, 4, 5]
    assert kept[5].text == "5"
    with pytest.raises(IndexError):
        kept[6]


def test_a_row_that_cannot_be_kept_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "BATCH", 1)
    with pytest.raises(TypeError, match="cannot hold bytes"):
        Spool([Line(b"x", 1)])  # type: ignore[arg-type]
