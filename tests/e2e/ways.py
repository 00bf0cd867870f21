"""The two ways in which every journey is walked: by keyboard alone, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from re import Pattern
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import Visitor

Arrive = Callable[..., Visitor]
Way = dict[str, bool]
Named = Callable[[str], str]
WAYS: list[Any] = [
    pytest.param({"keyboard": True}, id="keyboard"),
    pytest.param({"javascript": False}, id="no-javascript"),
]


def one_of(way: Way, by_keyboard: str, without_javascript: str) -> str:
    """Each way has a person of its own where what is done can be done once only."""
    return by_keyboard if "keyboard" in way else without_javascript


def page_says(visitor: Visitor, text: str | Pattern[str]) -> None:
    expect(visitor.page.locator("main")).to_contain_text(text)


def told(visitor: Visitor, text: str | Pattern[str]) -> None:
    """A notice is written by the worker, a moment after what it tells of: who waits for one looks again."""
    notices = visitor.page.locator("main")
    for _ in range(60):
        visitor.go("/notices/")
        if notices.get_by_text(text).count():
            return
        visitor.page.wait_for_timeout(500)
    raise AssertionError(notices.inner_text())


def wait_for_the_worker(author: Visitor) -> None:
    """With JavaScript the page asks for itself; without, one looks again."""
    done = author.page.get_by_role("link", name="Open the draft")
    for _ in range(60):
        if done.is_visible():
            return
        again = author.page.get_by_role("link", name="Look again")
        if again.is_visible():
            again.click()
        author.page.wait_for_timeout(500)
    raise AssertionError(author.page.locator("main").inner_text())
