"""How long each step may take, by severity: data with defaults, to be changed market by market."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from patrol.rules.case_words import TimerKind
from patrol.rules.words import Severity

T = TimerKind
MINUTE, HOUR, DAY = 60, 3600, 86400
LONGEST_S = 60 * DAY

Spans = Mapping[TimerKind, tuple[int | None, int | None, int | None, int | None]]

DEFAULTS: Spans = {
    T.ACCEPT: (30, 60, 3 * MINUTE, 30 * MINUTE),
    T.DISPATCH: (60, 2 * MINUTE, 10 * MINUTE, 4 * HOUR),
    T.ANSWER: (30, 60, 5 * MINUTE, None),
    T.ON_SCENE: (3 * MINUTE, 5 * MINUTE, 15 * MINUTE, 8 * HOUR),
    T.HANDLED: (30 * MINUTE, 2 * HOUR, DAY, 3 * DAY),
    T.CLOSE: (DAY, DAY, 2 * DAY, 3 * DAY),
    T.EVALUATE: (2 * DAY, 3 * DAY, 7 * DAY, None),
    T.CHECK: (DAY, DAY, DAY, DAY),
    T.CHECK_IN: (10 * MINUTE, 15 * MINUTE, 30 * MINUTE, None),
}
"""Seconds for levels I to IV; None: nobody waits. On scene at level IV: within the shift."""

LADDER = frozenset({T.ACCEPT, T.DISPATCH, T.ON_SCENE})
"""Timers that climb when nobody moves: after once, twice and, at level I, three times their span."""

TOLD: Mapping[int, tuple[str, ...]] = {
    1: ("boards", "shift_leader"),
    2: ("office_head", "neighbouring_grid"),
    3: ("phone_list", "consider_110"),
}
"""Whom each rung of the ladder reaches. The last one asks a person to think of 110; it calls nobody."""

ROLL_LIST_S, ROLL_RING_S, ROLL_NEIGHBOUR_S, ROLL_END_S = 20, 40, 60, 15 * MINUTE
"""When the silent shops of a roll call are listed, rung again, and their neighbours asked; when it ends."""
ROLL = {
    T.ROLL_LIST: ROLL_LIST_S,
    T.ROLL_RING: ROLL_RING_S,
    T.ROLL_NEIGHBOUR: ROLL_NEIGHBOUR_S,
    T.ROLL_END: ROLL_END_S,
}
LATE_FROM = timedelta(seconds=5)
"""A timer that fires later than this after its time says by how much."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One row to wait for: which rung of the ladder, and when."""

    level: int
    due_at: datetime


def span(kind: TimerKind, severity: Severity, spans: Spans) -> int | None:
    """Seconds a step may take; None: nobody waits for it."""
    return spans.get(kind, DEFAULTS[kind])[severity.rank]


def rungs(kind: TimerKind, severity: Severity, started_at: datetime, spans: Spans) -> tuple[Rung, ...]:
    """Give every rung a timer climbs."""
    seconds = span(kind, severity, spans)
    if seconds is None:
        return ()
    last = (3 if severity is Severity.CRITICAL else 2) if kind in LADDER else 1
    return tuple(Rung(n, started_at + timedelta(seconds=seconds * n)) for n in range(1, last + 1))


def late_by(due_at: datetime, now: datetime) -> int | None:
    """Seconds a timer fires late; None: in time."""
    late = now - due_at
    return round(late.total_seconds()) if late > LATE_FROM else None


def told(kind: TimerKind, level: int) -> tuple[str, ...]:
    """Whom a timer reaches when it fires."""
    if kind in LADDER:
        return TOLD[level]
    return ("boards",) if kind in (T.ANSWER, T.CLOSE, T.EVALUATE) else TOLD[1]


def read(document: Mapping[str, object]) -> Spans:
    """Read a market's own spans: `{"accept": [30, 60, 180, 1800]}`; what it leaves out keeps its default.

    Raises:
        ValueError: naming what can not be read.
    """
    found = dict(DEFAULTS)
    for name, value in document.items():
        kind = TimerKind(name)
        if kind not in DEFAULTS:
            raise ValueError(f"{name}: this timer is not set by severity")
        match value:
            case [_, _, _, _]:
                one, two, three, four = (_seconds(name, seconds) for seconds in value)
                found[kind] = (one, two, three, four)
            case _:
                raise ValueError(f"{name}: want four numbers of seconds, for levels I to IV")
    return found


def _seconds(name: str, value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LONGEST_S:
        return value
    raise ValueError(f"{name}: want seconds from 1 to {LONGEST_S}, or null")
