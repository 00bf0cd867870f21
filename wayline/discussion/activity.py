"""Who wrote and no longer does: the rules that raise a signal, and the figures that raised it.

Reading without writing is a good way to take part, so only people who wrote before can fall silent here.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

FALL_FROM = 3.0
FALL_TO = 0.5
PERIOD = timedelta(days=7)
WROTE_BEFORE = 2


@dataclass(frozen=True, slots=True)
class WritingSignal:
    """`usual` is the mean number of comments in the two periods before the last one, `recent` the number in that."""

    person: Hashable
    rule: Literal["silent", "falling"]
    days: float
    """Since the last comment."""
    recent: int
    usual: float
    comments: int


@dataclass(frozen=True, slots=True)
class Written:
    """How much one person wrote: in all, and in the last three periods of 7 days, the latest first."""

    comments: int
    last_at: datetime
    recent: int
    before: int
    earlier: int


def written(times: Iterable[datetime], now: datetime) -> Written | None:
    known = sorted(moment for moment in times if moment <= now)
    if not known:
        return None
    recent, before, earlier = (
        sum(1 for moment in known if now - PERIOD * (back + 1) < moment <= now - PERIOD * back) for back in range(3)
    )
    return Written(len(known), known[-1], recent, before, earlier)


def writing_signal(
    person: Hashable, wrote: Written | None, now: datetime, *, silent_after: int = 7
) -> WritingSignal | None:
    """Silent: two comments or more, and none for `silent_after` days.

    Falling: in the last 7 days at most half of the mean of the two periods of 7 days before, that mean being 3 or more.
    """
    if wrote is None:
        return None
    days = (now - wrote.last_at) / timedelta(days=1)
    usual = (wrote.before + wrote.earlier) / 2
    rule: Literal["silent", "falling"]
    if wrote.comments >= WROTE_BEFORE and days >= silent_after:
        rule = "silent"
    elif usual >= FALL_FROM and wrote.recent <= usual * FALL_TO:
        rule = "falling"
    else:
        return None
    return WritingSignal(person, rule, round(days, 1), wrote.recent, usual, wrote.comments)
