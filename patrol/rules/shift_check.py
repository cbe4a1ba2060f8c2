"""What no roster may break, each breach with its name; a solver, a person and a test are judged alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from patrol.rules.shifts import Guard, Key, Shift, Staffing, Terms, Workroom, shifts_of

DAY = timedelta(days=1)


class Rule(StrEnum):
    """A bound of work, or what a shift needs."""

    TOO_FEW = "too-few"
    TOO_MANY = "too-many"
    NO_DRIVER = "no-driver"
    STRANGER = "stranger"
    AWAY = "away"
    TWICE = "twice"
    REST = "rest"
    AFTER_NIGHT = "after-night"
    RUNNING = "running"


LACKS = frozenset({Rule.TOO_FEW, Rule.NO_DRIVER})
"""What a roster may say where it is impossible to do better; every other rule holds always."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule that is broken at a shift: by whom, and by how much.

    `amount`: persons lacking or too many, minutes of rest, or days in a row. `other`: the earlier shift.
    """

    rule: Rule
    key: Key
    guard: int | None = None
    amount: int = 0
    other: Key | None = None


def breaches(room: Workroom, staffing: Staffing) -> list[Breach]:
    """Judge a roster; nothing is said of what lies wholly in the past."""
    found = [breach for shift in room.shifts for breach in _at_shift(room, shift, staffing)]
    for guard in room.guards:
        found += _of_guard(room, guard, shifts_of(guard.id, room, staffing))
    return sorted(found, key=lambda one: (one.key, one.rule, one.guard or 0))


def clash(earlier: Shift, later: Shift, terms: Terms) -> Rule | None:
    """Say which rule forbids one person both of two shifts."""
    if earlier.day == later.day:
        return Rule.TWICE
    if later.start - earlier.end < terms.rest:
        return Rule.REST
    if earlier.night and not later.night and later.day - earlier.day == DAY:
        return Rule.AFTER_NIGHT
    return None


def too_long(days: Iterable[date], terms: Terms) -> list[tuple[date, int]]:
    """Give the days on which a run of working days is longer than allowed, and how long it is then."""
    found, running, before = [], 0, None
    for day in sorted(set(days)):
        running = running + 1 if before is not None and day - before == DAY else 1
        before = day
        if running > terms.days_running:
            found.append((day, running))
    return found


def _at_shift(room: Workroom, shift: Shift, staffing: Staffing) -> Iterator[Breach]:
    who = staffing.get(shift.key, frozenset())
    drivers = sum(guard.drives for guard in room.guards if guard.id in who)
    if len(who) < shift.headcount:
        yield Breach(Rule.TOO_FEW, shift.key, amount=shift.headcount - len(who))
    if len(who) > shift.headcount:
        yield Breach(Rule.TOO_MANY, shift.key, amount=len(who) - shift.headcount)
    if drivers < shift.drivers:
        yield Breach(Rule.NO_DRIVER, shift.key, amount=shift.drivers - drivers)
    known = {guard.id for guard in room.guards}
    for person in sorted(who - known):
        yield Breach(Rule.STRANGER, shift.key, person)


def _of_guard(room: Workroom, guard: Guard, mine: Sequence[Shift]) -> Iterator[Breach]:
    ahead = room.by_key()
    for shift in mine:
        if shift.key in ahead and not guard.belongs(shift):
            yield Breach(Rule.STRANGER, shift.key, guard.id)
        elif shift.key in ahead and guard.is_away(shift):
            yield Breach(Rule.AWAY, shift.key, guard.id)
    for earlier, later in _near(mine):
        rule = clash(earlier, later, room.terms)
        if rule is not None and later.key in ahead:
            rest = int((later.start - earlier.end).total_seconds() // 60)
            yield Breach(rule, later.key, guard.id, rest, earlier.key)
    kinds = {shift.day: shift.key for shift in mine}
    for day, running in too_long(kinds, room.terms):
        if kinds[day] in ahead:
            yield Breach(Rule.RUNNING, kinds[day], guard.id, running)


def _near(mine: Sequence[Shift]) -> Iterator[tuple[Shift, Shift]]:
    """Give neighbours in time, and whatever else begins within two days of each other."""
    yield from pairwise(mine)
    for at, earlier in enumerate(mine):
        for later in mine[at + 2 :]:
            if later.day - earlier.day > DAY:
                break
            yield earlier, later
