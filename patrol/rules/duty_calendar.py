"""What a day is, and which instant a wall clock means: the calendar that duty lives by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from patrol.rules.duty_words import DayClass, DayMark

SATURDAY = 5
_CLASS_OF = {
    DayMark.HOLIDAY: DayClass.HOLIDAY,
    DayMark.WORKDAY: DayClass.ORDINARY,
    DayMark.FESTIVAL: DayClass.FESTIVAL,
    DayMark.CLOSED: DayClass.CLOSED,
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """A zone and the days that are marked in it; every other day is what its weekday makes it."""

    timezone: str
    marks: Mapping[date, DayMark] = field(default_factory=dict)

    def class_of(self, day: date) -> DayClass:
        """Say what a day is."""
        mark = self.marks.get(day)
        if mark is not None:
            return _CLASS_OF[mark]
        return DayClass.WEEKEND if day.weekday() >= SATURDAY else DayClass.ORDINARY

    def instant(self, day: date, minute: int) -> datetime:
        """Give the instant at which wall clocks show a minute of a day; 1440 is the next midnight.

        The first of two when the hour is repeated; the jump itself when wall clocks leap over it. So
        later minutes never give earlier instants, and turns that touch on the wall touch in time.
        """
        return _instant(self.timezone, day, minute)

    def day(self, instant: datetime) -> date:
        """Give the date wall clocks show at an instant."""
        return instant.astimezone(ZoneInfo(self.timezone)).date()


@lru_cache(maxsize=4096)
def _instant(timezone: str, day: date, minute: int) -> datetime:
    """Work it out once: the groups of a market ask for the same instants of the same days."""
    zone = ZoneInfo(timezone)
    days, minutes = divmod(minute, 24 * 60)
    wall = datetime.combine(day + timedelta(days=days), time(minutes // 60, minutes % 60))
    found = wall.replace(tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wall:
        return found
    return _jump(zone, wall.replace(tzinfo=zone, fold=1).astimezone(UTC), found)


def _jump(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Find the second at which the zone changes its offset between two instants."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
