"""Empty seats of a roster filled by letting others change hands: the hole walks until somebody is free.

A walk with a memory (tabu search, after Glover 1989) over ejection chains: whoever takes the empty seat
leaves what stands in the way, those seats are the next holes, and nobody goes back at once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from patrol.rules.shift_cost import LACK, NO_DRIVER
from patrol.rules.shift_seats import Seats
from patrol.rules.shifts import Guard, Key, Shift

STEPS, PATIENCE = 50, 10
"""How many moves each shift of a roster is worth, and how many without anything gained."""
MEMORY = 12
"""For how many moves a seat stays closed to whoever has just left it."""
AT_ONCE = 3
"""How many shifts that lack somebody are looked at for one move."""
ORDERS = 4
"""In how many orders of the people a way is looked for; who comes first decides between equal moves."""
NEAR = LACK
"""What the fullest roster may cost for the next order to be worth its time: one person, or two who drive."""


@dataclass(frozen=True, slots=True)
class _Move:
    """Somebody takes a shift and leaves others for it. `out`: whose seat they take, if none was empty."""

    guard: Guard
    shift: Shift
    leaves: tuple[Shift, ...] = ()
    out: Guard | None = None


def fill_the_rest(seats: Seats, orders: int = ORDERS) -> None:
    """Fill as many empty seats as a way is found for; no rule is broken at any step.

    Where there is no way, what is left is the fullest roster that was met. A seat that waited in vain
    for somebody who drives is given to anybody in the end. Each order of the people is a walk of its own
    from the same beginning, for one walk alone may miss a way; the orders are the same each time. Where
    much is empty no order is expected to fill it, and one has to do.
    """
    begun, found = _copy(seats), []
    for order in range(orders):
        _restore(seats, begun)
        _Walk(seats, order, reserved=True).go()
        last = _Walk(seats, order, reserved=False)
        last.go()
        found.append((last.score(), order, _copy(seats)))
        if last.is_done() or min(found)[0] > NEAR:
            break
    _restore(seats, min(found)[2])


class _Walk:
    """One walk of the holes. It remembers until which move a seat is closed, and how often it was taken."""

    def __init__(self, seats: Seats, order: int, *, reserved: bool) -> None:
        self.seats = seats
        self._rank = _ranked(sorted(seats.guards), order)
        self._reserved = reserved
        self._least = _unavoidable(seats)
        self._step = 0
        self._closed: dict[tuple[int, Key], int] = {}
        self._often: Counter[tuple[int, Key]] = Counter()
        self._looked: Counter[Key] = Counter()

    def go(self) -> None:
        """Walk until nothing is empty or nothing more is gained, and go back to the fullest roster."""
        best, kept, gained = self.score(), _copy(self.seats), 0
        size = len(self.seats.room.shifts)
        for self._step in range(STEPS * size):
            if self.is_done() or self._step - gained > PATIENCE * size:
                break
            move = self._next()
            if move is None:
                break
            self._make(move)
            if self.score() < best:
                best, kept, gained = self.score(), _copy(self.seats), self._step
        _restore(self.seats, kept)

    def is_done(self) -> bool:
        """Say whether nothing is empty that could be filled."""
        driven = self._reserved or not any(map(self.seats.undriven, self.seats.room.shifts))
        return driven and self._empty() <= self._least

    def _next(self) -> _Move | None:
        moves = [move for shift in self._holes() for move in self._moves(shift)]
        free = [move for move in moves if self._is_free(move)]
        return min(free or moves, key=self._price, default=None)

    def _holes(self) -> list[Shift]:
        """Give what to look at in this step: of all that lacks somebody, what was looked at least."""
        shifts, seats = self.seats.room.shifts, self.seats
        lacking = [one for one in shifts if seats.lacking(one) or self._asks_for_driver(one)]
        found = sorted(lacking, key=lambda one: self._looked[one.key])[:AT_ONCE]
        self._looked.update(one.key for one in found)
        return found

    def _asks_for_driver(self, shift: Shift) -> bool:
        return not self._reserved and self.seats.undriven(shift) > 0

    def _moves(self, shift: Shift) -> Iterator[_Move]:
        """Give the ways to fill an empty seat, or to bring somebody who drives."""
        for guard in self.seats.guards.values():
            if self.seats.open_to(shift, guard, reserved=self._reserved):
                yield from (_Move(guard, shift, leaves) for leaves in self._leaves(guard, shift))
        if self._asks_for_driver(shift) and not self.seats.lacking(shift):
            yield from self._drivers(shift)

    def _drivers(self, shift: Shift) -> Iterator[_Move]:
        """Give the ways by which somebody who drives takes the seat of somebody who does not."""
        seats = self.seats
        who = [seats.guards[one] for one in sorted(seats.staffing[shift.key])]
        outs = [one for one in who if not one.drives and seats.may_leave(one, shift)]
        for guard in seats.guards.values():
            if outs and guard.drives and guard not in who and guard.can_come(shift):
                ways = self._leaves(guard, shift)
                yield from (_Move(guard, shift, leaves, out) for leaves in ways for out in outs)

    def _leaves(self, guard: Guard, shift: Shift) -> Iterator[tuple[Shift, ...]]:
        """Give what somebody could leave so that a shift fits among those they keep."""
        seats = self.seats
        leaves = seats.in_the_way(guard, shift)
        if not all(seats.may_leave(guard, one) for one in leaves):
            return
        running = seats.running(guard, shift, leaves)
        if not running:
            yield tuple(leaves)
        for one in running:
            if seats.may_leave(guard, one) and not seats.running(guard, shift, [*leaves, one]):
                yield (*leaves, one)

    def _is_free(self, move: _Move) -> bool:
        return not move.leaves or self._closed.get((move.guard.id, move.shift.key), -1) < self._step

    def _price(self, move: _Move) -> tuple[int, int, int, int, Key]:
        """Order moves: fewest seats emptied, seldom taken so far, fewest that people count on."""
        moved = [(move.guard, one) for one in move.leaves] + ([(move.out, move.shift)] if move.out else [])
        counted = sum(guard.id in self.seats.room.kept.get(one.key, ()) for guard, one in moved)
        often = self._often[move.guard.id, move.shift.key]
        return len(move.leaves), often, counted, self._rank[move.guard.id], move.shift.key

    def _make(self, move: _Move) -> None:
        if move.out is not None:
            self.seats.take(move.out, move.shift)
            self._closed[move.out.id, move.shift.key] = self._step + MEMORY
        for one in move.leaves:
            self.seats.take(move.guard, one)
            self._closed[move.guard.id, one.key] = self._step + MEMORY
        self.seats.give(move.guard, move.shift)
        self._often[move.guard.id, move.shift.key] += 1

    def score(self) -> int:
        """Say what the empty seats and the missing drivers cost."""
        return LACK * self._empty() + NO_DRIVER * sum(map(self.seats.undriven, self.seats.room.shifts))

    def _empty(self) -> int:
        return sum(map(self.seats.lacking, self.seats.room.shifts))


def _ranked(people: list[int], order: int) -> dict[int, int]:
    """Give everybody a place: the first order is theirs, every other one is drawn, the same each time."""
    if order:
        Random(order).shuffle(people)  # noqa: S311 - nothing is kept secret by it
    return {person: place for place, person in enumerate(people)}


def _unavoidable(seats: Seats) -> int:
    """Count the seats nobody can fill: on a day everybody keeps one shift at most."""
    by_day: dict[date, list[Shift]] = defaultdict(list)
    for shift in seats.room.shifts:
        by_day[shift.day].append(shift)
    found = 0
    for shifts in by_day.values():
        able = [sum(guard.can_come(shift) for guard in seats.guards.values()) for shift in shifts]
        short = sum(max(0, shift.headcount - count) for shift, count in zip(shifts, able, strict=True))
        there = sum(any(map(guard.can_come, shifts)) for guard in seats.guards.values())
        found += max(short, sum(shift.headcount for shift in shifts) - there)
    return found


def _copy(seats: Seats) -> dict[Key, frozenset[int]]:
    return {key: frozenset(who) for key, who in seats.staffing.items()}


def _restore(seats: Seats, kept: dict[Key, frozenset[int]]) -> None:
    for shift in seats.room.shifts:
        for guard in sorted(seats.staffing[shift.key] ^ kept[shift.key]):
            change = seats.give if guard in kept[shift.key] else seats.take
            change(seats.guards[guard], shift)
