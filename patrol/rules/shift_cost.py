"""How good a roster is among those that break nothing: balance, wishes, and what people count on."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from patrol.rules.shift_check import Rule, breaches
from patrol.rules.shifts import Guard, Shift, Staffing, Tally, Wish, WishKind, Workroom, shifts_of, tally

LACK, NO_DRIVER = 5000, 2500
CHANGED = 150
SHIFTS, NIGHTS, REST_DAYS = 10, 8, 8
WISH = {WishKind.FREE: 6, WishKind.WORK: 4, WishKind.LEAVE: 12, WishKind.ILL: 12}
"""What one unit of each costs: a lack outweighs any change of what people count on, and that any wish."""


@dataclass(frozen=True, slots=True)
class Band:
    """A fair share in whole shifts: from and to. What lies outside it costs."""

    low: int
    high: int

    def outside(self, count: int) -> int:
        """Say by how many shifts a count misses the share."""
        return max(self.low - count, count - self.high, 0)


@dataclass(frozen=True, slots=True)
class Fair:
    """The shares of one guard."""

    shifts: Band
    nights: Band
    rest_days: Band


@dataclass(frozen=True, slots=True)
class Cost:
    """What a roster costs, and for what."""

    lacks: int
    balance: int
    wishes: int
    changed: int

    @property
    def total(self) -> int:
        """Everything together; this is what the solver makes small."""
        return self.lacks + self.balance + self.wishes + self.changed


def fair_shares(room: Workroom) -> dict[int, Fair]:
    """Give everybody's shares of what is to be kept, by the days they are there, past and to come.

    Whoever kept more than their share lately owes less now; whoever was away owes nothing for it.
    """
    days = room.days_there()
    total = sum(days.values()) or 1
    seats = [shift for shift in room.shifts for _ in range(shift.headcount)]
    ahead = tally(seats)
    done = _sum(guard.done for guard in room.guards)
    return {
        guard.id: Fair(
            _band(done.shifts + ahead.shifts, days[guard.id], total, guard.done.shifts),
            _band(done.nights + ahead.nights, days[guard.id], total, guard.done.nights),
            _band(done.rest_days + ahead.rest_days, days[guard.id], total, guard.done.rest_days),
        )
        for guard in room.guards
    }


def cost(room: Workroom, staffing: Staffing) -> Cost:
    """Reckon what a roster costs."""
    shares = fair_shares(room)
    ahead = set(room.by_key())
    lacks = balance = 0
    for breach in breaches(room, staffing):
        lacks += {Rule.TOO_FEW: LACK, Rule.NO_DRIVER: NO_DRIVER}.get(breach.rule, 0) * breach.amount
    for guard in room.guards:
        mine = [shift for shift in shifts_of(guard.id, room, staffing) if shift.key in ahead]
        balance += _unfair(shares[guard.id], tally(mine))
    wishes = sum(WISH[wish.want] for wish in room.wishes if not is_met(wish, staffing))
    moved = sum(len(who - staffing.get(key, frozenset())) for key, who in room.kept.items() if key in ahead)
    return Cost(lacks, balance, wishes, moved * CHANGED)


def is_met(wish: Wish, staffing: Staffing) -> bool:
    """Say whether a roster gives somebody what they wish."""
    kinds = [kind for (day, kind), who in staffing.items() if day == wish.day and wish.guard in who]
    has = bool(kinds) if wish.kind is None else wish.kind in kinds
    return has is (wish.want is WishKind.WORK)


def concerns(wish: Wish, shift: Shift) -> bool:
    """Say whether a wish is about a shift."""
    return shift.day == wish.day and wish.kind in (None, shift.kind)


def movable_kept(room: Workroom, guard: Guard, shift: Shift) -> bool:
    """Say whether somebody counts on a shift and is there to keep it."""
    return guard.id in room.kept.get(shift.key, ()) and guard.can_come(shift)


def _unfair(fair: Fair, mine: Tally) -> int:
    return (
        SHIFTS * fair.shifts.outside(mine.shifts)
        + NIGHTS * fair.nights.outside(mine.nights)
        + REST_DAYS * fair.rest_days.outside(mine.rest_days)
    )


def _band(all_of_it: int, days: int, total: int, done: int) -> Band:
    share = Fraction(all_of_it * days, total) - done
    return Band(max(0, floor(share)), max(0, ceil(share)))


def _sum(tallies: Iterable[Tally]) -> Tally:
    shifts = nights = rest_days = 0
    for one in tallies:
        shifts, nights, rest_days = shifts + one.shifts, nights + one.nights, rest_days + one.rest_days
    return Tally(shifts, nights, rest_days)
