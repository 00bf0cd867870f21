"""Events for people's own calendars."""

import datetime as dt
from dataclasses import replace

from icalendar import Calendar

from wayline.common.icalendar import CalendarEvent, calendar

SPRING = CalendarEvent(
    uid="event-1@wayline",
    title="Live: labour market, questions; answers",
    start=dt.datetime(2026, 3, 27, 9, 0, tzinfo=dt.UTC),
    end=dt.datetime(2026, 3, 27, 10, 0, tzinfo=dt.UTC),
    place="Room 1",
    description="Dial in\nor come",
    url="https://wayline.example/e/1",
    changed=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
)
SUMMER = replace(SPRING, uid="event-2@wayline", start=SPRING.start + dt.timedelta(7), end=SPRING.end + dt.timedelta(7))


def read(*events: CalendarEvent) -> Calendar:
    return Calendar.from_ical(calendar("Run 1", events, time_zone="Europe/Rome"))


def test_times_stand_in_the_zone_of_the_run_before_and_after_the_clocks_change() -> None:
    winter, summer = read(SPRING, SUMMER).walk("VEVENT")
    assert winter.decoded("dtstart").isoformat() == "2026-03-27T10:00:00+01:00"
    assert summer.decoded("dtstart").isoformat() == "2026-04-03T11:00:00+02:00"


def test_the_rules_of_the_zone_are_inside() -> None:
    (zone,) = read(SPRING).walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Rome"


def test_texts_with_commas_and_lines_come_back() -> None:
    (event,) = read(SPRING).walk("VEVENT")
    assert str(event["summary"]) == SPRING.title
    assert str(event["description"]) == SPRING.description
    assert str(event["uid"]) == "event-1@wayline"


def test_a_cancelled_event_says_so() -> None:
    (event,) = read(replace(SPRING, cancelled=True)).walk("VEVENT")
    assert str(event["status"]) == "CANCELLED"


def test_a_calendar_without_events_is_still_one() -> None:
    assert list(read().walk("VEVENT")) == []
