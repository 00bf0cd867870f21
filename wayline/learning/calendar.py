"""The live events of a run as calendar entries."""

from __future__ import annotations

from wayline.common.icalendar import CalendarEvent, calendar
from wayline.learning.models import LiveEvent, Run


def run_calendar(run: Run, events: list[LiveEvent], *, base_url: str) -> bytes:
    return calendar(run.title, [_entry(event, base_url) for event in events], time_zone=run.time_zone)


def _entry(event: LiveEvent, base_url: str) -> CalendarEvent:
    version = event.step.published
    url = f"{base_url}{event.run.get_absolute_url()}"
    return CalendarEvent(
        uid=f"event-{event.pk}@wayline",
        title=version.title if version else event.run.title,
        start=event.starts_at,
        end=event.ends_at,
        place=event.place or event.link or event.dial_in,
        description="\n".join(part for part in (event.place, event.dial_in, event.link, url) if part),
        url=url,
        changed=event.updated_at,
    )
