"""Events for people's own calendars (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

# The library is imported where a calendar is written: a process that writes none starts without it.
if TYPE_CHECKING:
    from icalendar import Event

PRODUCER = "-//Wayline//Wayline//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One event. `uid` never changes, so that a second import moves the event and does not double it."""

    uid: str
    title: str
    start: dt.datetime
    end: dt.datetime
    place: str = ""
    description: str = ""
    url: str = ""
    changed: dt.datetime
    cancelled: bool = False


def calendar(title: str, events: Iterable[CalendarEvent], *, time_zone: str) -> bytes:
    """An .ics file. Times stand in `time_zone`, whose rules are inside the file, so that summer time is kept."""
    from icalendar import Calendar

    zone = ZoneInfo(time_zone)
    whole = Calendar()
    whole.add("prodid", PRODUCER)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "PUBLISH")
    whole.add("name", title)
    whole.add("x-wr-calname", title)
    whole.add("x-wr-timezone", time_zone)
    listed = list(events)
    for event in listed:
        whole.add_component(_entry(event, zone))
    if listed:
        first = min(event.start for event in listed).date() - dt.timedelta(days=366)
        last = max(event.end for event in listed).date() + dt.timedelta(days=366)
        whole.add_missing_timezones(first, last)
    return bytes(whole.to_ical())


def _entry(event: CalendarEvent, zone: ZoneInfo) -> Event:
    from icalendar import Event

    entry = Event()
    entry.add("uid", event.uid)
    entry.add("summary", event.title)
    entry.add("dtstamp", event.changed.astimezone(dt.UTC))
    entry.add("last-modified", event.changed.astimezone(dt.UTC))
    entry.add("dtstart", event.start.astimezone(zone))
    entry.add("dtend", event.end.astimezone(zone))
    for name, text in (("location", event.place), ("description", event.description), ("url", event.url)):
        if text:
            entry.add(name, text)
    if event.cancelled:
        entry.add("status", "CANCELLED")
    return entry
