"""Whose turn it is today. Continuous integration has twenty minutes, and everything takes longer.

It therefore takes one part of some long lists a day, and another the next day; all of it within a week. A single test
that is long by itself says `@pytest.mark.in_turns(3)`: its turn is every third day. Elsewhere nothing is left out.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from zlib import crc32

import pytest


def is_shared_out() -> bool:
    return os.environ.get("CI") == "true"


def turn_of(key: str, parts: int, *, days: int = 1) -> int:
    """Which of so many parts a thing falls into today: 0 is today's. A part stays for so many days."""
    return (crc32(key.encode()) + datetime.now(UTC).toordinal() // days) % parts


def is_for_today(key: str, parts: int, *, days: int = 1) -> bool:
    return not is_shared_out() or turn_of(key, parts, days=days) == 0


def has_its_turn(item: pytest.Item) -> bool:
    """By its mark `in_turns`; those of a module or class with one mark and key come together."""
    mark = item.get_closest_marker("in_turns")
    return mark is None or is_for_today(mark.kwargs.get("key", item.nodeid), mark.args[0])
