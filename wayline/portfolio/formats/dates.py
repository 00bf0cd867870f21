"""Dates of a portfolio for a person's own calendar (RFC 5545): when goals are due, when certificates run out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from wayline.portfolio.formats.losses import WHOLE
from wayline.portfolio.record import Entry, Kind, Loss, PartialDate, Record

# The library is imported where a calendar is written: a process that writes none starts without it.
if TYPE_CHECKING:
    from icalendar import Event

PRODUCER = "-//Wayline//Portfolio//EN"


def write(record: Record) -> bytes:
    """One all-day event for each date. A date of a month or a year stands on its last day: nothing is due before."""
    from icalendar import Calendar

    calendar = Calendar()
    for name, text in (("prodid", PRODUCER), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        calendar.add(name, text)
    now = datetime.now(UTC)
    for entry in record.entries:
        if (due := due_of(entry)) is not None:
            calendar.add_component(_event(entry, last_day(due), now))
    return bytes(calendar.to_ical())


def losses(record: Record) -> list[Loss]:
    """A calendar holds titles, texts and dates that lie ahead: all the rest stays in the portfolio."""
    return [Loss(entry.key, WHOLE) for entry in record.entries if due_of(entry) is None]


def due_of(entry: Entry) -> PartialDate | None:
    """The date to be reminded of: a goal's end unless it is done, the day a certificate runs out."""
    if entry.kind is Kind.GOAL:
        return None if entry.details.get("done") else entry.end
    said = entry.details.get("expires")
    return PartialDate.parse(said) if isinstance(said, str) and said else None


def last_day(due: PartialDate) -> date:
    if due.day is not None and due.month is not None:
        return date(due.year, due.month, due.day)
    year, month = (due.year, due.month + 1) if due.month and due.month < 12 else (due.year + 1, 1)
    return date(year, month, 1) - timedelta(days=1) if year <= date.max.year else date.max


def _event(entry: Entry, day: date, now: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{entry.key}@wayline")
    event.add("dtstamp", now)
    event.add("summary", entry.title)
    event.add("dtstart", day)
    if day < date.max:
        event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    for name, text in (("description", entry.description), ("url", entry.url)):
        if text:
            event.add(name, text)
    return event
