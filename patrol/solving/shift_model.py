"""A roster as CP-SAT sees it: a yes or no for each guard and shift; bounds as constraints."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from patrol.rules.shift_check import clash
from patrol.rules.shift_cost import (
    CHANGED,
    LACK,
    NIGHTS,
    NO_DRIVER,
    REST_DAYS,
    SHIFTS,
    WISH,
    Band,
    fair_shares,
    movable_kept,
)
from patrol.rules.shifts import Guard, Key, Shift, Staffing, Wish, WishKind, Workroom

NEAR = timedelta(days=2)
"""Shifts that begin further apart than this can not forbid each other."""


class ShiftModel:
    """The model of one workroom. `has[guard, shift]` exists only where that guard can come."""

    def __init__(self, room: Workroom, *, make: Any) -> None:
        self.room = room
        self.model = make()
        self.has: dict[tuple[int, Key], Any] = {}
        self._cost: list[Any] = []
        self._cliques = _cliques(room)
        self._days: dict[int, dict[date, list[Any]]] = {guard.id: {} for guard in room.guards}
        for guard in room.guards:
            for shift in room.shifts:
                if guard.can_come(shift):
                    self._offer(guard, shift)
        for shift in room.shifts:
            self._staff(shift)
        for guard in room.guards:
            self._bound(guard)
            self._run(guard)
        self._wish()
        self._share()
        self.model.minimize(sum(self._cost))

    def hint(self, staffing: Staffing) -> None:
        """Begin the search from a roster."""
        for (guard, key), has in self.has.items():
            self.model.add_hint(has, guard in staffing.get(key, ()))

    def read(self, value: Any) -> dict[Key, frozenset[int]]:
        """Give the roster that a solution means; `value` tells what a variable came to."""
        return {
            shift.key: frozenset(
                guard.id
                for guard in self.room.guards
                if (guard.id, shift.key) in self.has and value(self.has[guard.id, shift.key])
            )
            for shift in self.room.shifts
        }

    def _offer(self, guard: Guard, shift: Shift) -> None:
        has = self.model.new_bool_var(f"{guard.id}@{shift.day}/{shift.kind}")
        self.has[guard.id, shift.key] = has
        self._days[guard.id].setdefault(shift.day, []).append(has)
        if self._is_fixed(guard.id, shift.key):
            self.model.add(has == 1)
        elif movable_kept(self.room, guard, shift):
            self._cost.append(CHANGED * (1 - has))

    def _staff(self, shift: Shift) -> None:
        fixed = len(self.room.fixed.get(shift.key, ()))
        mine = [(g, self.has[g.id, shift.key]) for g in self.room.guards if (g.id, shift.key) in self.has]
        lack = self.model.new_int_var(0, shift.headcount, f"lack@{shift.day}/{shift.kind}")
        count = sum(has for _, has in mine)
        self.model.add(count <= max(shift.headcount, fixed))
        self.model.add(count + lack >= shift.headcount)
        self._cost.append(LACK * lack)
        if shift.drivers:
            missing = self.model.new_int_var(0, shift.drivers, f"driver@{shift.day}/{shift.kind}")
            self.model.add(sum(has for guard, has in mine if guard.drives) + missing >= shift.drivers)
            self._cost.append(NO_DRIVER * missing)
        gone = self.room.kept.get(shift.key, frozenset()) - {guard.id for guard, _ in mine}
        self._cost.append(CHANGED * len(gone))

    def _bound(self, guard: Guard) -> None:
        """Forbid what the rules forbid; two shifts a person has fixed stand as that person wished."""
        for together in self._cliques:
            mine = [(guard.id, key) for key in together if (guard.id, key) in self.has]
            fixed = [one for one in mine if self._is_fixed(*one)]
            if len(fixed) > 1:
                for one in set(mine) - set(fixed):
                    self.model.add(self.has[one] == 0)
            elif len(mine) > 1:
                self.model.add_at_most_one(self.has[one] for one in mine)
        for shift, who in self.room.past:
            if guard.id in who:
                self._bound_by_past(guard, shift)

    def _bound_by_past(self, guard: Guard, before: Shift) -> None:
        for shift in self.room.shifts:
            if shift.day - before.day > NEAR:
                continue
            has = self.has.get((guard.id, shift.key))
            forbidden = clash(before, shift, self.room.terms) is not None
            if has is not None and forbidden and not self._is_fixed(guard.id, shift.key):
                self.model.add(has == 0)

    def _run(self, guard: Guard) -> None:
        """Forbid more working days in a row than allowed, those of the past counted."""
        most, ahead = self.room.terms.days_running, self._days[guard.id]
        worked = {shift.day for shift, who in self.room.past if guard.id in who}
        for first in sorted({day - timedelta(days=n) for day in ahead for n in range(most + 1)}):
            window = [first + timedelta(days=n) for n in range(most + 1)]
            if any(day not in ahead and day not in worked for day in window):
                continue
            fixed = {day for day, kind in self.room.fixed if self._is_fixed(guard.id, (day, kind))}
            if all(day in fixed or day in worked for day in window):
                continue
            open_days = [has for day in window for has in ahead.get(day, ())]
            self.model.add(sum(open_days) + sum(day in worked for day in window) <= most)

    def _wish(self) -> None:
        for wish in self.room.wishes:
            about = list(self._about(wish))
            has = sum(about) if about else 0
            self._cost.append(WISH[wish.want] * ((1 - has) if wish.want is WishKind.WORK else has))

    def _about(self, wish: Wish) -> Iterator[Any]:
        for (guard, (day, kind)), has in self.has.items():
            if guard == wish.guard and day == wish.day and wish.kind in (None, kind):
                yield has

    def _share(self) -> None:
        nights = {shift.key for shift in self.room.shifts if shift.night}
        rest_days = {shift.key for shift in self.room.shifts if shift.rest_day}
        every = {shift.key for shift in self.room.shifts}
        for guard, fair in fair_shares(self.room).items():
            self._balance(guard, every, fair.shifts, SHIFTS)
            self._balance(guard, nights, fair.nights, NIGHTS)
            self._balance(guard, rest_days, fair.rest_days, REST_DAYS)

    def _balance(self, guard: int, keys: set[Key], band: Band, price: int) -> None:
        mine = [has for (who, key), has in self.has.items() if who == guard and key in keys]
        off = self.model.new_int_var(0, max(len(mine), band.low), f"off@{guard}/{price}/{len(keys)}")
        count = sum(mine) if mine else 0
        self.model.add(off >= count - band.high)
        self.model.add(off >= band.low - count)
        self._cost.append(price * off)

    def _is_fixed(self, guard: int, key: Key) -> bool:
        return (guard, key) in self.has and guard in self.room.fixed.get(key, ())


def _cliques(room: Workroom) -> list[list[Key]]:
    """Give sets of shifts of which one person may have one, large ones, so that every clash lies in one.

    Sets bound the search far better than pairs: relaxed, three halves pass every pair.
    """
    ordered = sorted(room.shifts, key=lambda one: (one.start, one.kind))
    found: list[list[Key]] = []
    covered: set[frozenset[Key]] = set()
    for at, last in enumerate(ordered):
        before = [one for one in ordered[max(0, at - 40) : at] if last.day - one.day <= NEAR]
        rivals = [one for one in before if clash(one, last, room.terms) is not None]
        for rival in reversed(rivals):
            if frozenset((rival.key, last.key)) in covered:
                continue
            clique = [last, rival]
            for one in reversed(rivals):
                if one not in clique and all(_clash(one, other, room) for other in clique):
                    clique.append(one)
            covered |= {frozenset((a.key, b.key)) for a, b in combinations(clique, 2)}
            found.append([one.key for one in clique])
    return found


def _clash(one: Shift, other: Shift, room: Workroom) -> bool:
    earlier, later = sorted((one, other), key=lambda shift: shift.start)
    return clash(earlier, later, room.terms) is not None
