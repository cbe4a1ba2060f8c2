"""Turns of duty as an iCalendar feed (RFC 5545, RFC 7986): the same card always gives the same bytes.

There is no METHOD, so DTSTAMP is when the event was last revised, not when it was fetched. Times are UTC.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

REFRESH = timedelta(hours=1)
PRODUCT = "-//joint defence//duty//EN"


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One event. `sequence` never falls; `busy`: whether it takes the reader's time."""

    uid: str
    start: datetime
    end: datetime
    summary: str
    description: str
    location: str
    sequence: int
    revised_at: datetime
    cancelled: bool = False
    busy: bool = True


@dataclass(frozen=True, slots=True)
class CalendarCard:
    """A whole calendar, worded in its reader's language."""

    name: str
    timezone: str
    language: str
    events: tuple[CalendarEvent, ...]


def written(card: CalendarCard) -> bytes:
    """Write a calendar."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", card.name, parameters={"LANGUAGE": card.language})
    calendar.add("x-wr-calname", card.name)
    calendar.add("x-wr-timezone", card.timezone)
    # Without VALUE=DURATION, which RFC 7986 asks for, some phones refuse the whole calendar.
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for event in card.events:
        calendar.add_component(_event(event))
    return bytes(calendar.to_ical(sorted=True))


def _event(told: CalendarEvent) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", told.uid)
    event.add("dtstamp", told.revised_at.replace(microsecond=0))
    event.add("last-modified", told.revised_at.replace(microsecond=0))
    event.add("dtstart", told.start)
    event.add("dtend", told.end)
    event.add("summary", told.summary)
    event.add("description", told.description)
    event.add("location", told.location)
    event.add("sequence", told.sequence)
    event.add("status", "CANCELLED" if told.cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if told.busy and not told.cancelled else "TRANSPARENT")
    return event
