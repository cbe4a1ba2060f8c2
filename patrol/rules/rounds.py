"""Rounds: when a window lies, what proves that somebody came, and what a walk looks like afterwards."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import hypot

from patrol.rules.duty_calendar import Calendar
from patrol.rules.register import Point
from patrol.rules.round_words import REACHED, RoundState, StopState

WALKING_AT_MOST_M_S = 2.5
"""A brisk walk is 1.8 m/s; who is faster than a slow run did not look round."""
DRIVING_AT_MOST_M_S = 6.0
FRESH = timedelta(seconds=60)
CLOCK_AHEAD = timedelta(seconds=60)
KEPT = timedelta(hours=24)
"""How long a phone may keep what it could not send."""
EARLY = timedelta(minutes=10)
"""How long before its window a round may be begun."""


@dataclass(frozen=True, slots=True)
class Window:
    """When a route is walked: from a minute of the wall clock, for so many minutes; late for `grace` more.

    `weekdays` are those of the market day (0 is Monday); none: every day.
    """

    opens: int
    minutes: int
    grace: int = 15
    weekdays: tuple[int, ...] = ()

    def is_on(self, day: date) -> bool:
        """Say whether it takes place on a market day."""
        return not self.weekdays or day.weekday() in self.weekdays


@dataclass(frozen=True, slots=True)
class Span:
    """A window of one market day as instants: open from, until, and when it is settled. Half-open."""

    opens_at: datetime
    closes_at: datetime
    settles_at: datetime


def span_of(window: Window, day: date, *, timezone: str, cut: int) -> Span:
    """Lay a window down on a market day; before the cut it is already the next date on the wall.

    All three are read from the wall clock, so a window over a change of the clocks is an hour
    shorter or longer, as for the people who walk it.
    """
    wall = day if window.opens >= cut else day + timedelta(days=1)
    calendar = Calendar(timezone)
    ends = window.opens + window.minutes
    return Span(
        calendar.instant(wall, window.opens),
        calendar.instant(wall, ends),
        calendar.instant(wall, ends + window.grace),
    )


@dataclass(frozen=True, slots=True)
class Position:
    """Where a phone says it is: plan metres, how exact, and when it found out."""

    point: Point
    acc_m: float
    fix_at: datetime


def against_position(position: Position, at: datetime, spot: Point, radius_m: float) -> str | None:
    """Say why a position proves nothing: `stale`, `coarse` or `far`; None: it does.

    A fix counts only when it is as exact as the circle it shall prove, and of that very minute.
    """
    if abs(at - position.fix_at) > FRESH:
        return "stale"
    if position.acc_m <= 0 or position.acc_m > radius_m:
        return "coarse"
    away = hypot(position.point[0] - spot[0], position.point[1] - spot[1])
    return "far" if away > radius_m else None


def against_clock(happened_at: datetime, *, now: datetime) -> str | None:
    """Say why the phone's instant is not believed: `ahead` or `too-old`."""
    if happened_at > now + CLOCK_AHEAD:
        return "ahead"
    return "too-old" if now - happened_at > KEPT else None


def state_at(happened_at: datetime, span: Span) -> StopState | None:
    """Say what coming at an instant is worth; None: the round is not open yet, or over."""
    if happened_at < span.opens_at - EARLY or happened_at >= span.settles_at:
        return None
    return StopState.DONE if happened_at < span.closes_at else StopState.LATE


@dataclass(frozen=True, slots=True)
class Stop:
    """One checkpoint of a round: where it is, in which order, and when somebody came."""

    seq: int
    point: Point
    state: StopState
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What was odd about a stop."""

    out_of_order: bool = False
    too_fast: bool = False


Metres = Callable[[Point, Point], float]


def marks(stops: Sequence[Stop], *, metres: Metres, at_most_m_s: float) -> dict[int, Mark]:
    """Mark the stops of a walk, from the instants alone: in which order they were told changes nothing."""
    reached = sorted((s for s in stops if s.at is not None and s.state in REACHED), key=_when)
    found: dict[int, Mark] = {}
    before: Stop | None = None
    for stop in reached:
        found[stop.seq] = Mark(
            _passed_over(stop, stops), before is not None and _too_fast(before, stop, metres, at_most_m_s)
        )
        before = stop
    return found


def _when(stop: Stop) -> tuple[float, int]:
    return (stop.at.timestamp() if stop.at else 0.0, stop.seq)


def _passed_over(stop: Stop, stops: Iterable[Stop]) -> bool:
    """Say whether the stop before it, unless skipped or missed for good, was reached later or not yet."""
    aside = (StopState.SKIPPED, StopState.MISSED)
    before = [other for other in stops if other.seq < stop.seq and other.state not in aside]
    last = max(before, key=lambda other: other.seq, default=None)
    return last is not None and (last.at is None or _when(last) > _when(stop))


def _too_fast(before: Stop, stop: Stop, metres: Metres, at_most_m_s: float) -> bool:
    seconds = (stop.at - before.at).total_seconds() if stop.at and before.at else 0.0
    return metres(before.point, stop.point) > at_most_m_s * seconds + 1.0


def end_of(stops: Iterable[StopState]) -> RoundState:
    """Say how a round ended by what became of its stops."""
    states = list(stops)
    if not any(state in (StopState.OPEN, StopState.MISSED) for state in states):
        return RoundState.WALKED
    return RoundState.PARTLY if any(state in REACHED for state in states) else RoundState.MISSED
