"""Continuous integration leaves some things to another day: each comes up within a week, whichever day one begins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine

from tests import turns
from tests.e2e import conftest, survey, test_every_page

WEEK, BEGINNINGS = 7, 12
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def days() -> list[datetime]:
    return [START + timedelta(number) for number in range(WEEK + BEGINNINGS)]


def item(file: str, name: str, way: str) -> Any:
    return SimpleNamespace(path=Path(file), nodeid=f"{file}::{name}[{way}]", callspec=SimpleNamespace(id=way))


def comes_up_each_week(on: list[bool]) -> bool:
    return all(any(on[first : first + WEEK]) for first in range(BEGINNINGS))


@pytest.fixture(autouse=True)
def _shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")


@pytest.mark.parametrize(
    "file", ["tests/e2e/test_walks.py", "tests/e2e/test_walks_people.py", "tests/e2e/test_hour.py"]
)
@pytest.mark.parametrize("way", list(conftest.TURNS))
def test_every_walk_in_every_way(file: str, way: str) -> None:
    for walk in [item(file, f"test_walk_{number}", way) for number in range(30)]:
        on = []
        for day in days():
            with time_machine.travel(day, tick=False):
                on.append(conftest.is_for_today(walk))
        assert comes_up_each_week(on), walk.nodeid
        assert not all(on), walk.nodeid


@pytest.mark.parametrize("parts", [survey.PARTS, test_every_page.PARTS])
def test_every_page_and_every_shape(parts: int) -> None:
    for key in map(str, range(60)):
        on = []
        for day in days():
            with time_machine.travel(day, tick=False):
                on.append(turns.is_for_today(key, parts))
        assert comes_up_each_week(on), key


def test_elsewhere_nothing_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI")
    assert not turns.is_shared_out()
    assert all(turns.is_for_today(str(number), 5) for number in range(60))


def test_a_long_test_has_its_turn_and_what_shares_a_key_comes_together() -> None:
    def marked(name: str, **more: Any) -> Any:
        mark = pytest.mark.in_turns(3, **more).mark
        return SimpleNamespace(nodeid=name, get_closest_marker={"in_turns": mark}.get)

    on, together = [], []
    for day in days():
        with time_machine.travel(day, tick=False):
            on.append(turns.has_its_turn(marked("a")))
            together.append({turns.has_its_turn(marked(name, key="files")) for name in "abcdef"})
    assert comes_up_each_week(on)
    assert not all(on)
    assert all(len(said) == 1 for said in together)
    unmarked: Any = SimpleNamespace(nodeid="b", get_closest_marker={}.get)
    assert turns.has_its_turn(unmarked)
