"""Shifts of a workroom or of the patrol team: what has to be kept, by whom, and within which bounds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from patrol.rules.duty_members import Span

Key = tuple[date, str]
"""A shift: the date it begins on, and its kind."""
Staffing = Mapping[Key, frozenset[int]]
"""Who keeps each shift, by the numbers of persons."""


class WishKind(StrEnum):
    """What somebody asks for: a free day, a shift, leave to be granted; or says that they are ill."""

    FREE = "free"
    WORK = "work"
    LEAVE = "leave"
    ILL = "ill"


@dataclass(frozen=True, slots=True)
class Terms:
    """The bounds of work: hours between two shifts, and how many days in a row."""

    rest: timedelta = timedelta(hours=11)
    days_running: int = 6


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift of one day. `drivers`: how many of the headcount may drive a patrol car."""

    day: date
    kind: str
    start: datetime
    end: datetime
    headcount: int
    night: bool = False
    rest_day: bool = False
    drivers: int = 0

    @property
    def key(self) -> Key:
        """What names it."""
        return (self.day, self.kind)


@dataclass(frozen=True, slots=True)
class Tally:
    """Shifts somebody has kept, and how many of them were at night, and on days others rest."""

    shifts: int = 0
    nights: int = 0
    rest_days: int = 0


@dataclass(frozen=True, slots=True)
class Guard:
    """Somebody who keeps shifts: when they belong here, when they are away, what they did lately.

    `days`: on how many days of that time they were there, for only then they owed a share.
    """

    id: int
    stays: tuple[Span, ...]
    away: tuple[Span, ...] = ()
    drives: bool = False
    done: Tally = Tally()
    days: int = 0

    def belongs(self, shift: Shift) -> bool:
        """Say whether they are of this workroom for the whole of a shift."""
        return any(
            stay.holds(shift.start) and (stay.end is None or shift.end <= stay.end) for stay in self.stays
        )

    def is_away(self, shift: Shift) -> bool:
        """Say whether they are away for any of it."""
        return any(span.touches(shift.start, shift.end) for span in self.away)

    def can_come(self, shift: Shift) -> bool:
        """Say whether they are there for the whole of it."""
        return self.belongs(shift) and not self.is_away(shift)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a guard wishes for a day; no kind: any shift of it."""

    guard: int
    day: date
    want: WishKind
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Workroom:
    """Everything a roster is made from.

    `past`: who kept the shifts before the first one to be staffed. `kept`: what people count on,
    to be moved as little as can be. `fixed`: what a person decided; it is not moved at all.
    """

    shifts: tuple[Shift, ...]
    guards: tuple[Guard, ...]
    terms: Terms = Terms()
    wishes: tuple[Wish, ...] = ()
    past: tuple[tuple[Shift, frozenset[int]], ...] = ()
    kept: Staffing = field(default_factory=dict)
    fixed: Staffing = field(default_factory=dict)

    def by_key(self) -> dict[Key, Shift]:
        """Give the shifts to be staffed by their names."""
        return {shift.key: shift for shift in self.shifts}

    def days_there(self) -> dict[int, int]:
        """Count the days on which each guard can take a shift, with those of the time before."""
        by_day: dict[date, list[Shift]] = {}
        for shift in self.shifts:
            by_day.setdefault(shift.day, []).append(shift)
        return {
            guard.id: guard.days + sum(any(map(guard.can_come, shifts)) for shifts in by_day.values())
            for guard in self.guards
        }


def shifts_of(guard: int, room: Workroom, staffing: Staffing) -> list[Shift]:
    """Give somebody's shifts in the order of time, with those of the past."""
    before = [shift for shift, who in room.past if guard in who]
    ahead = [shift for shift in room.shifts if guard in staffing.get(shift.key, ())]
    return sorted(before + ahead, key=lambda shift: (shift.start, shift.kind))


def tally(shifts: Iterable[Shift]) -> Tally:
    """Count shifts, nights and days others rest."""
    found = list(shifts)
    return Tally(len(found), sum(one.night for one in found), sum(one.rest_day for one in found))


class RunState(StrEnum):
    """How far the making of a roster has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class WishState(StrEnum):
    """What became of a wish. A wish for a shift or a free day is weighed; leave is granted or declined."""

    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


NIGHT_MINUTE = 3 * 60
"""A shift in which three in the morning falls is a night."""


def is_night(start: int, minutes: int) -> bool:
    """Say whether three in the morning falls into a shift that begins at a minute of the day."""
    return any(start <= at < start + minutes for at in (NIGHT_MINUTE, NIGHT_MINUTE + 24 * 60))
