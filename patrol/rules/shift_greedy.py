"""A roster without a solver: shift after shift to whoever is furthest behind, never against a rule."""

from patrol.rules.shift_cost import concerns, fair_shares
from patrol.rules.shift_repair import ORDERS, fill_the_rest
from patrol.rules.shift_seats import Seats
from patrol.rules.shifts import Guard, Key, Shift, Staffing, WishKind, Workroom, tally


def greedy(room: Workroom, *, orders: int = ORDERS) -> dict[Key, frozenset[int]]:
    """Staff the shifts of a workroom; where nobody can come a shift stays short, and the check says so.

    What a person fixed comes first, then what people count on, then the rest in the order of time;
    where nobody is left for a shift, others change hands to free somebody. `orders`: in how many orders of
    the people a way to that is looked for; one is a beginning for the solver.
    """
    made = _Making(room)
    made.lay(room.fixed, by_force=True)
    made.lay(room.kept, by_force=False)
    for shift in sorted(room.shifts, key=lambda one: (one.start, one.kind)):
        made.fill(shift)
    fill_the_rest(made.seats, orders)
    return {key: frozenset(who) for key, who in made.seats.staffing.items()}


class _Making:
    """Gives seats away by who is furthest behind."""

    def __init__(self, room: Workroom) -> None:
        self.room = room
        self.seats = Seats(room)
        self._shares = fair_shares(room)
        self._by_key = room.by_key()

    def lay(self, standing: Staffing, *, by_force: bool) -> None:
        """Put people where they stand already, as far as the rules and their absences let them."""
        for key in sorted(standing):
            shift = self._by_key.get(key)
            for one in sorted(standing[key]) if shift else ():
                guard = self.seats.guards.get(one)
                if shift is None or guard is None:
                    continue
                if self._may(guard, shift) or (by_force and self._can(guard, shift)):
                    self.seats.give(guard, shift)

    def fill(self, shift: Shift) -> None:
        """Give a shift's empty seats to whoever is furthest behind."""
        while self.seats.lacking(shift):
            able = [guard for guard in self.seats.guards.values() if self._may(guard, shift)]
            if not able:
                return
            self.seats.give(min(able, key=lambda guard: self._claim(guard, shift)), shift)

    def _may(self, guard: Guard, shift: Shift) -> bool:
        return self.seats.open_to(shift, guard) and self.seats.fits(guard, shift)

    def _can(self, guard: Guard, shift: Shift) -> bool:
        return guard.can_come(shift) and guard.id not in self.seats.staffing[shift.key]

    def _claim(self, guard: Guard, shift: Shift) -> tuple[int, int, int, int]:
        """Order those who may take a shift: wishes, then what is behind in this sort, then in all."""
        fair, has = self._shares[guard.id], tally(self.seats.ahead[guard.id])
        mine = [wish.want for wish in self.room.wishes if wish.guard == guard.id and concerns(wish, shift)]
        wish = sum(-1 if want is WishKind.WORK else 1 for want in mine)
        special = 0
        if shift.night:
            special += has.nights - fair.nights.low
        if shift.rest_day:
            special += has.rest_days - fair.rest_days.low
        spared = 0 if shift.drivers or not guard.drives else 1
        return wish, special + has.shifts - fair.shifts.low, spared, guard.id
