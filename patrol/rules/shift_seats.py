"""A roster while it is being made: who sits where, and who may still sit down, never against a rule."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from patrol.rules.shift_check import clash
from patrol.rules.shifts import Guard, Key, Shift, Workroom

DAY = timedelta(days=1)
REACH = 2 * DAY
"""Shifts that begin further apart than this can not forbid each other."""


class Seats:
    """Who keeps which shift so far. `ahead`: everybody's shifts of this roster; the past stands beside it."""

    def __init__(self, room: Workroom) -> None:
        self.room = room
        self.guards: dict[int, Guard] = {guard.id: guard for guard in room.guards}
        self.staffing: dict[Key, set[int]] = {shift.key: set() for shift in room.shifts}
        self.ahead: dict[int, list[Shift]] = defaultdict(list)
        self._past: dict[int, list[Shift]] = defaultdict(list)
        for shift, who in room.past:
            for guard in who:
                self._past[guard].append(shift)

    def give(self, guard: Guard, shift: Shift) -> None:
        """Let somebody keep a shift; whether they may is asked before."""
        self.staffing[shift.key].add(guard.id)
        self.ahead[guard.id].append(shift)

    def take(self, guard: Guard, shift: Shift) -> None:
        """Let somebody leave a shift."""
        self.staffing[shift.key].remove(guard.id)
        self.ahead[guard.id].remove(shift)

    def lacking(self, shift: Shift) -> int:
        """Count the seats of a shift that are empty."""
        return max(0, shift.headcount - len(self.staffing[shift.key]))

    def empty(self) -> Iterator[Shift]:
        """Give the shifts that have empty seats, in the order of the workroom."""
        return (shift for shift in self.room.shifts if self.lacking(shift))

    def undriven(self, shift: Shift) -> int:
        """Count the drivers a shift lacks."""
        who = self.staffing[shift.key]
        return max(0, shift.drivers - sum(self.guards[one].drives for one in who if one in self.guards))

    def open_to(self, shift: Shift, guard: Guard, *, reserved: bool = True) -> bool:
        """Say whether a seat is left for somebody; `reserved`: the last ones are kept for those who drive."""
        if guard.id in self.staffing[shift.key] or not guard.can_come(shift):
            return False
        for_drivers = self.undriven(shift) if reserved and not guard.drives else 0
        return self.lacking(shift) > for_drivers

    def fits(self, guard: Guard, shift: Shift) -> bool:
        """Say whether the rules let somebody keep a shift beside those they have."""
        return not self.in_the_way(guard, shift) and not self.running(guard, shift)

    def in_the_way(self, guard: Guard, shift: Shift) -> list[Shift]:
        """Give somebody's shifts that forbid another one: the same day, too little rest, after a night."""
        near = (one for one in self._of(guard) if abs(one.day - shift.day) <= REACH)
        return [one for one in near if clash(*_in_order(one, shift), self.room.terms)]

    def running(self, guard: Guard, shift: Shift, without: Iterable[Shift] = ()) -> list[Shift]:
        """Give the shifts of which one has to go, or the days of work in a row are too many; else none."""
        gone = set(without)
        mine = [one for one in self._of(guard) if one not in gone]
        run = _run_around(shift.day, {one.day for one in mine})
        if len(run) <= self.room.terms.days_running:
            return []
        return [one for one in mine if one.day in run]

    def may_leave(self, guard: Guard, shift: Shift) -> bool:
        """Say whether a shift can be taken from somebody: it is not past, and no person decided it."""
        return shift.key in self.staffing and guard.id not in self.room.fixed.get(shift.key, ())

    def _of(self, guard: Guard) -> Iterator[Shift]:
        yield from self._past[guard.id]
        yield from self.ahead[guard.id]


def _in_order(one: Shift, other: Shift) -> tuple[Shift, Shift]:
    return (one, other) if one.start <= other.start else (other, one)


def _run_around(day: date, days: set[date]) -> set[date]:
    """Give the working days that follow on each other around one, itself among them."""
    found = {day}
    for step in (DAY, -DAY):
        at = day + step
        while at in days:
            found.add(at)
            at += step
    return found
