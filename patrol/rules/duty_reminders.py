"""When somebody is reminded of a turn: the evening before, and half an hour before it begins."""

from datetime import datetime, timedelta

from patrol.rules.duty_calendar import Calendar

SOON = timedelta(minutes=30)
EVENING = 18 * 60
"""The minute of the day at which one hears of tomorrow's turns."""
TOPIC_SOON, TOPIC_TOMORROW = "soon", "tomorrow"

Stretch = tuple[str, datetime, datetime]
"""A topic, and between which instants (the first one left out) a turn begins that it is due for."""


def stretches(calendar: Calendar, *, now: datetime) -> tuple[Stretch, Stretch]:
    """Say which turns somebody has to be reminded of now; each is told once, so a late look tells late.

    From the evening on all of tomorrow's; through the day those of today that nobody was told of.
    """
    today = calendar.day(now)
    evening = calendar.instant(today, EVENING) <= now
    until = calendar.instant(today + timedelta(days=2 if evening else 1), 0)
    soon = now + SOON
    return (TOPIC_SOON, now, soon), (TOPIC_TOMORROW, soon, max(until, soon))
