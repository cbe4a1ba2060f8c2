"""Whose turn it is: a plan from what is known alone. No clock, no chance, no pointer that can slip."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from patrol.rules.duty_members import Roster
from patrol.rules.duty_slots import Turn, in_time
from patrol.rules.duty_words import UNCHOSEN, Source
from patrol.rules.fairness import STEP, UNIT, WORKROOM, Books, Holder, Share

LONGEST = timedelta(hours=25)
"""No turn lasts longer: a whole day on the wall, when clocks are set back."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What the plan says of one turn. `forced`: nobody was free, so the lead or the workroom has it."""

    turn: Turn
    holder: Holder
    source: Source


@dataclass(frozen=True, slots=True)
class Known:
    """What stands already: who holds a turn, who really served it, and corrections in weight."""

    held: Mapping[str, Holder] = field(default_factory=dict)
    served: Mapping[str, tuple[Share, ...]] = field(default_factory=dict)
    notes: tuple[tuple[Holder, int], ...] = ()


def plan(
    roster: Roster, turns: Iterable[Turn], known: Known, *, since: datetime
) -> tuple[list[Placed], Books]:
    """Place every turn that nobody holds yet, and give the books with all turns entered.

    Among those free, those least far ahead in this sort of turns (in steps of three quarters); of
    these rather the rested, then the lightest load against its share, the longest idle, the drawn
    order. Standby is the next in the same order. Turns before `since` are never touched.
    """
    planning = _Planning(roster, sorted(turns, key=in_time), known, since)
    for turn in planning.turns:
        planning.settle(turn)
    placed = sorted(planning.placed.values(), key=lambda one: in_time(one.turn))
    return placed, planning.books


class _Planning:
    """One run of the plan over the turns in the order of time."""

    def __init__(self, roster: Roster, turns: Sequence[Turn], known: Known, since: datetime) -> None:
        self.turns = turns
        self.books = Books()
        self.placed: dict[str, Placed] = {}
        for holder, weight in known.notes:
            self.books.adjust(holder, weight)
        self._roster = roster
        self._served = known.served
        self._since = since
        self._held: dict[str, Holder] = dict(known.held)
        self._places = _places(turns)
        self._posts: dict[Holder, list[int]] = defaultdict(list)
        self._starts = [turn.start for turn in turns]
        for turn in turns:
            if turn.id in self._held and not turn.standby:
                self._posts[self._held[turn.id]].append(self._places[turn.id])

    def settle(self, turn: Turn) -> None:
        """Place one turn if it is free, and write it into the books."""
        available = self._roster.available(turn)
        if turn.id not in self._held and turn.start >= self._since:
            self._place(turn, available)
        if not turn.standby and turn.id in self._held:
            shares = self._served.get(turn.id) or ((self._held[turn.id], UNIT),)
            self.books.enter(turn, shares, self._roster.owing(turn, available))

    def _place(self, turn: Turn, available: list[int]) -> None:
        around = self._around(turn)
        busy = {self._held[other.id] for other in around}
        free = [one for one in available if one not in busy]
        if free or turn.standby:
            self._give(turn, self._fairest(turn, free) if free else WORKROOM, Source.GENERATED)
        else:
            self._squeeze(turn, around, available)

    def _squeeze(self, turn: Turn, around: list[Turn], available: list[int]) -> None:
        """Nobody is free: call somebody from standby, else force the lead, else the workroom has it."""
        tied = {self._held[other.id] for other in around if not other.standby or other.start < self._since}
        spare = [one for one in available if one not in tied]
        forced = [one for one in self._roster.leads(turn) if one not in tied]
        if spare:
            holder: Holder = self._fairest(turn, spare)
        else:
            holder = forced[0] if forced else WORKROOM
        self._give(turn, holder, Source.GENERATED if spare else Source.FORCED)
        for other in around:
            if other.standby and holder is not WORKROOM and self._held[other.id] == holder:
                del self._held[other.id]
                self._place(other, self._roster.available(other))

    def _give(self, turn: Turn, holder: Holder, source: Source) -> None:
        self._held[turn.id] = holder
        self.placed[turn.id] = Placed(turn, holder, source)
        if not turn.standby:
            insort(self._posts[holder], self._places[turn.id])

    def _around(self, turn: Turn) -> list[Turn]:
        """Give the turns that share some time with this one and are held by somebody."""
        first = bisect_left(self._starts, turn.start - LONGEST)
        last = bisect_left(self._starts, turn.end)
        near = self.turns[first:last]
        return [one for one in near if one.end > turn.start and one.id in self._held and one.id != turn.id]

    def _fairest(self, turn: Turn, free: Sequence[int]) -> int:
        place, books = self._places[turn.id], self.books
        behind = books.behind[turn.sort]
        steps = {one: -behind[one] // STEP for one in free}
        least = min(steps.values())
        order = {one: number for number, one in enumerate(free)}

        def claim(one: int) -> tuple[bool, int, int, int]:
            posts = self._posts[one]
            at = bisect_left(posts, place)
            idle_since = posts[at - 1] if at else -1
            tired = (at > 0 and place - posts[at - 1] <= turn.rest) or (
                at < len(posts) and posts[at] - place <= turn.rest
            )
            return tired, books.ahead(one), idle_since, order[one]

        return min((one for one in free if steps[one] == least), key=claim)


def loose(
    roster: Roster,
    turns: Iterable[Turn],
    held: Mapping[str, tuple[Holder, Source]],
    *,
    since: datetime,
    firm: date,
) -> frozenset[str]:
    """Name the turns that have to be placed (again): those up to `firm` only if their holder can not come.

    What was forced is tried again. Beyond `firm` everything moves that no person decided.
    """
    return frozenset(
        turn.id
        for turn in turns
        if turn.start >= since and (turn.id not in held or _is_loose(roster, turn, *held[turn.id], firm))
    )


def _is_loose(roster: Roster, turn: Turn, holder: Holder, source: Source, firm: date) -> bool:
    if source is Source.FORCED or holder is WORKROOM:
        return True
    if turn.day > firm and source in UNCHOSEN:
        return True
    return holder not in roster.available(turn)


def _places(turns: Sequence[Turn]) -> dict[str, int]:
    """Number the turns by their beginning, so that seats of one turn share a number."""
    numbers: dict[datetime, int] = {}
    return {turn.id: numbers.setdefault(turn.start, len(numbers)) for turn in turns}
