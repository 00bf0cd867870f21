"""The figures of the starter pack beside those of a publisher's own file."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from wayline.lmi.rows import FigureRow
from wayline.lmi.sources.starter import FOLDER

SOURCES = {"skills-imperative-2035", "ons-ashe", "onet-ratings"}
"""Where its figures are from. Each is checked where that publisher's file is read: test_publishers.py and others."""


def rows_of_the_pack() -> list[dict[str, str]]:
    with (FOLDER / "figures.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def check(source: str, published: Iterable[FigureRow]) -> None:
    known = {row.place: row for row in published}
    here = [row for row in rows_of_the_pack() if row["source"] == source]
    assert here
    for row in here:
        there = known[row["cell"]]
        assert (row["indicator"], row["statistic"]) == (there.indicator, there.statistic)
        assert row["occupation"] == (there.occupation[1] if there.occupation else "")
        assert row["value"] == ("" if there.value is None else f"{there.value:.12g}")
        assert (row["reason"], int(row["status"])) == (there.reason, there.status)
