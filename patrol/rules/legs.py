"""How long each leg of an incident took, in whole seconds, and how the times of many are summed up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil

from patrol.rules.case_life import Life


class Leg(StrEnum):
    """From one milestone to another; time on hold is left out of every leg."""

    ACCEPT = "accept"
    """Discovered → accepted the first time."""
    DISPATCH = "dispatch"
    """Accepted → the first unit sent."""
    ANSWER = "answer"
    """The first unit sent → the first answer."""
    SCENE = "scene"
    """The first unit sent → the first one there."""
    HANDLE = "handle"
    """The first unit sent → the last one done."""
    CLOSE = "close"
    """Done → closed."""
    WHOLE = "whole"
    """Discovered → closed."""
    EVALUATE = "evaluate"
    """Closed → evaluated by a leader or the police."""


def legs_of(life: Life) -> Mapping[Leg, int]:
    """Give the legs whose both ends are known; the others are no data, never zero."""
    closed = life.closed_at if life.closed else None
    answered = min((one.answered_at for one in life.sent if one.answered_at), default=None)
    ends: dict[Leg, tuple[datetime | None, datetime | None]] = {
        Leg.ACCEPT: (life.discovered_at, life.first_accepted_at),
        Leg.DISPATCH: (life.first_accepted_at, life.first_sent_at),
        Leg.ANSWER: (life.first_sent_at, answered),
        Leg.SCENE: (life.first_sent_at, life.first_arrival_at),
        Leg.HANDLE: (life.first_sent_at, life.handled_at),
        Leg.CLOSE: (life.handled_at, closed),
        Leg.WHOLE: (life.discovered_at, closed),
        Leg.EVALUATE: (closed, life.judged_at),
    }
    return {leg: _seconds(life, a, b) for leg, (a, b) in ends.items() if a is not None and b is not None}


def _seconds(life: Life, since: datetime, until: datetime) -> int:
    """A phone whose clock runs behind may answer before it was asked: that took no time."""
    return max(0, round((until - since - life.held_between(since, until)).total_seconds()))


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, over `n` incidents that have both milestones; seconds."""

    n: int
    mean: float
    median: float
    p90: int


def spread(seconds: Iterable[int]) -> Spread | None:
    """Sum up times; None: no data."""
    return spread_of_sorted(sorted(seconds))


def spread_of_sorted(ordered: Sequence[int]) -> Spread | None:
    """Sum up times that are in order already; None: no data.

    P90 by nearest rank: the smallest time that at least nine of ten did not exceed, so that it is always the
    time of a real incident. The median of an even number is the mean of the middle two.
    """
    n = len(ordered)
    if not n:
        return None
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    return Spread(n, sum(ordered) / n, middle, ordered[ceil(0.9 * n) - 1])
