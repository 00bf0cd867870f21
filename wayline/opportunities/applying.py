"""Which status of an application may follow which, and for how long a status can be taken back. No Django."""

from __future__ import annotations

from datetime import datetime, timedelta

OPEN_DAYS = 90
"""Days after an offer closes on which the employer can still read what was sent, unless the person says otherwise."""
LONGEST_OPEN = timedelta(days=730)
TAKE_BACK = timedelta(hours=24)
"""For so long an employer takes back a status that was set by mistake."""
WAITING = ("sent", "invited", "offered")
"""Nothing is decided yet."""
NEXT: dict[str, tuple[str, ...]] = {
    "sent": ("invited", "offered", "taken_on", "not_chosen"),
    "invited": ("offered", "taken_on", "not_chosen"),
    "offered": ("taken_on", "not_chosen"),
    "not_chosen": ("invited", "offered", "taken_on"),
}
"""What an employer may say next. Somebody taken on stays so; who was not chosen may be asked again after all."""
TRACKED = ("sent", "invited", "offered", "taken_on", "not_chosen")
"""What a person notes of an application that went another way."""


def may_follow(state: str, mark: str) -> bool:
    return mark in NEXT.get(state, ())


def can_take_back(marked_at: datetime, now: datetime) -> bool:
    return now - marked_at < TAKE_BACK
