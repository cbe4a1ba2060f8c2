"""A roster without a solver: shift after shift to whoever is furthest behind, never against a rule."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from patrol.rules.shift_check import clash, too_long
from patrol.rules.shift_cost import concerns, fair_shares
from patrol.rules.shifts import Guard, Key, Shift, Staffing, WishKind, Workroom, tally

CHAIN, TRIES = 3, 4000
"""How many people may move for one empty seat, and how many such moves are tried for one roster."""


def greedy(room: Workroom) -> dict[Key, frozenset[int]]:
    """Staff the shifts of a workroom; where nobody can come a shift stays short, and the check says so.

    What a person fixed comes first, then what people count on, then the rest in the order of time;
    where nobody is left for a shift, others may change hands to free somebody.
    """
    made = _Making(room)
    made.lay(room.fixed, by_force=True)
    made.lay(room.kept, by_force=False)
    for shift in sorted(room.shifts, key=lambda one: (one.start, one.kind)):
        made.fill(shift)
    for shift in room.shifts:
        made.free_somebody(shift)
    return {key: frozenset(who) for key, who in made.staffing.items()}


class _Making:
    """A roster while it is being made; every change of it goes through `fits`."""

    def __init__(self, room: Workroom) -> None:
        self.room = room
        self.staffing: dict[Key, set[int]] = {shift.key: set() for shift in room.shifts}
        self._guards = {guard.id: guard for guard in room.guards}
        self._shares = fair_shares(room)
        self._tries = TRIES
        self._by_key = room.by_key()
        self._mine: dict[int, list[Shift]] = defaultdict(list)
        self._ahead: dict[int, list[Shift]] = defaultdict(list)
        for shift, who in room.past:
            for guard in who:
                self._mine[guard].append(shift)

    def lay(self, standing: Staffing, *, by_force: bool) -> None:
        """Put people where they stand already, as far as the rules and their absences let them."""
        for key in sorted(standing):
            shift = self._by_key.get(key)
            for one in sorted(standing[key]) if shift else ():
                guard = self._guards.get(one)
                if shift is None or guard is None or one in self.staffing[key] or not guard.can_come(shift):
                    continue
                if by_force or (self._open(shift, guard) and self.fits(guard, shift)):
                    self._give(guard, shift)

    def fill(self, shift: Shift) -> None:
        """Give a shift's empty seats to whoever is furthest behind."""
        while len(self.staffing[shift.key]) < shift.headcount:
            able = [g for g in self._guards.values() if self._open(shift, g) and self.fits(g, shift)]
            if not able:
                return
            self._give(min(able, key=lambda guard: self._claim(guard, shift)), shift)

    def free_somebody(self, shift: Shift) -> None:
        """Fill what is still empty by handing shifts on, a chain of at most three."""
        for depth in range(1, CHAIN + 1):
            while len(self.staffing[shift.key]) < shift.headcount and self._chain(shift, depth):
                pass

    def fits(self, guard: Guard, shift: Shift, *, without: Shift | None = None) -> bool:
        """Say whether somebody may take a shift beside those they have."""
        if not guard.can_come(shift) or guard.id in self.staffing[shift.key]:
            return False
        mine = [one for one in self._mine[guard.id] if one is not without]
        near = (one for one in mine if abs((one.day - shift.day).days) <= 2)
        if any(clash(*_in_order(one, shift), self.room.terms) for one in near):
            return False
        return not too_long(_around(mine, shift, self.room.terms.days_running), self.room.terms)

    def _open(self, shift: Shift, guard: Guard) -> bool:
        """Say whether a seat is left for somebody: the last ones may be kept for those who drive."""
        who = self.staffing[shift.key]
        driving = sum(self._guards[one].drives for one in who if one in self._guards)
        left = shift.headcount - len(who)
        lacking = max(0, shift.drivers - driving)
        return left > 0 if guard.drives else left > lacking

    def _claim(self, guard: Guard, shift: Shift) -> tuple[int, int, int, int]:
        """Order those who may take a shift: wishes, then what is behind in this sort, then in all."""
        fair, has = self._shares[guard.id], tally(self._ahead[guard.id])
        mine = [wish.want for wish in self.room.wishes if wish.guard == guard.id and concerns(wish, shift)]
        wish = sum(-1 if want is WishKind.WORK else 1 for want in mine)
        special = 0
        if shift.night:
            special += has.nights - fair.nights.low
        if shift.rest_day:
            special += has.rest_days - fair.rest_days.low
        spared = 0 if shift.drivers or not guard.drives else 1
        return wish, special + has.shifts - fair.shifts.low, spared, guard.id

    def _chain(self, shift: Shift, depth: int) -> bool:
        """Find somebody for a shift; whoever leaves another one for it has to be followed there."""
        able = [guard for guard in self._guards.values() if self._open(shift, guard)]
        heir = next((guard for guard in able if self.fits(guard, shift)), None)
        if heir is not None:
            self._give(heir, shift)
            return True
        for guard in able if depth else ():
            for other in list(self._ahead[guard.id]):
                if self._follow(guard, shift, other, depth):
                    return True
        return False

    def _follow(self, guard: Guard, shift: Shift, other: Shift, depth: int) -> bool:
        """Let somebody leave one shift for another, if the first one can be filled again."""
        fixed = guard.id in self.room.fixed.get(other.key, ())
        if fixed or self._tries <= 0 or not self.fits(guard, shift, without=other):
            return False
        self._tries -= 1
        self._take(guard, other)
        self._give(guard, shift)
        if self._chain(other, depth - 1):
            return True
        self._take(guard, shift)
        self._give(guard, other)
        return False

    def _give(self, guard: Guard, shift: Shift) -> None:
        self.staffing[shift.key].add(guard.id)
        self._mine[guard.id].append(shift)
        self._ahead[guard.id].append(shift)

    def _take(self, guard: Guard, shift: Shift) -> None:
        self.staffing[shift.key].remove(guard.id)
        self._mine[guard.id].remove(shift)
        self._ahead[guard.id].remove(shift)


def _in_order(one: Shift, other: Shift) -> tuple[Shift, Shift]:
    return (one, other) if one.start <= other.start else (other, one)


def _around(mine: Iterable[Shift], shift: Shift, reach: int) -> list[date]:
    return [one.day for one in mine if abs((one.day - shift.day).days) <= reach] + [shift.day]
