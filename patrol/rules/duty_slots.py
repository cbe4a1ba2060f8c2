"""Turns of duty: which ones a pattern makes on which days, and the name each keeps for ever."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_words import DayClass

DAY_MINUTES = 24 * 60
ID_LENGTH = 20
"""Hexadecimal digits of a turn's id: among a thousand million turns, two meet once in two million times."""


@dataclass(frozen=True, slots=True)
class SlotKind:
    """One kind of turn: when it begins (minute of the day), how long wall clocks run, what it weighs.

    A day class without a weight has no such turn: a closed market needs no shop at its door.
    """

    code: str
    start: int
    minutes: int
    weights: Mapping[DayClass, int]
    headcount: int = 1
    standby: int = 1


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a group's days look like from one date on. `rest`: turns between two of one shop, if it can be."""

    version: int
    effective_from: date
    kinds: tuple[SlotKind, ...]
    rest: int = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """One seat of one turn: half-open in time, belonging to the date it begins on."""

    id: str
    day: date
    kind: str
    seat: int
    standby: bool
    start: datetime
    end: datetime
    day_class: DayClass
    weight: int
    rest: int = 2

    @property
    def sort(self) -> str:
        """What is counted apart: the kind on a class of days."""
        return f"{self.kind}/{self.day_class}"


def slot_id(rota: str, day: date, kind: str, seat: int, *, standby: bool) -> str:
    """Name a turn by what never changes about it; who holds it is not part of the name."""
    text = f"{rota}|{day.isoformat()}|{kind}|{'s' if standby else ''}{seat}"
    return sha256(text.encode()).hexdigest()[:ID_LENGTH]


def turns(
    rota: str, patterns: Sequence[Pattern], calendar: Calendar, *, first: date, last: date
) -> list[Turn]:
    """Give every turn that begins on these days, both included, in the order of time."""
    known = sorted(patterns, key=lambda pattern: (pattern.effective_from, pattern.version))
    made: list[Turn] = []
    day = first
    while day <= last:
        standing = [pattern for pattern in known if pattern.effective_from <= day]
        if standing:
            made.extend(_turns_of(rota, standing[-1], calendar, day))
        day += timedelta(days=1)
    return sorted(made, key=in_time)


def in_time(turn: Turn) -> tuple[datetime, bool, str, int]:
    """Order turns: by their beginning, posts before standby, then by kind and seat."""
    return (turn.start, turn.standby, turn.kind, turn.seat)


def faults(kinds: Sequence[SlotKind]) -> list[str]:
    """Say what is wrong with a pattern's kinds."""
    found = [fault for kind in kinds for fault in _faults_of(kind)]
    codes = [kind.code for kind in kinds]
    found += [f"{code}: appears twice" for code in sorted({c for c in codes if codes.count(c) > 1})]
    if not kinds:
        found.append("kinds: a pattern needs at least one")
    return found


def _turns_of(rota: str, pattern: Pattern, calendar: Calendar, day: date) -> Iterator[Turn]:
    day_class = calendar.class_of(day)
    for kind in pattern.kinds:
        weight = kind.weights.get(day_class)
        start = calendar.instant(day, kind.start)
        end = calendar.instant(day, kind.start + kind.minutes)
        if weight is None or start == end:
            continue
        for seat, standby in _seats(kind):
            name = slot_id(rota, day, kind.code, seat, standby=standby)
            yield Turn(name, day, kind.code, seat, standby, start, end, day_class, weight, rest=pattern.rest)


def _seats(kind: SlotKind) -> Iterator[tuple[int, bool]]:
    yield from ((seat, False) for seat in range(1, kind.headcount + 1))
    yield from ((seat, True) for seat in range(1, kind.standby + 1))


def _faults_of(kind: SlotKind) -> Iterator[str]:
    if not kind.code or not kind.code.isidentifier():
        yield f"{kind.code!r}: a code is one word"
    if not 0 <= kind.start < DAY_MINUTES:
        yield f"{kind.code}: start: want a minute of the day, 0 to 1439"
    if not 0 < kind.minutes <= DAY_MINUTES:
        yield f"{kind.code}: minutes: want 1 to 1440"
    if not 1 <= kind.headcount <= 9 or not 0 <= kind.standby <= 9:
        yield f"{kind.code}: headcount: want 1 to 9, standby 0 to 9"
    if not kind.weights or any(weight <= 0 for weight in kind.weights.values()):
        yield f"{kind.code}: weights: want whole numbers above 0"
