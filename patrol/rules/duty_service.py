"""Who really served a turn: credit follows whoever came, not whoever was named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from patrol.rules.duty_slots import Turn
from patrol.rules.fairness import UNIT, WORKROOM, Holder, Share

EARLY = timedelta(minutes=30)
"""How long before its beginning one may check in for a turn."""
GRACE = timedelta(minutes=15)
"""Whoever leaves this much early, or hands over with such a gap, is not short of the turn."""


@dataclass(frozen=True, slots=True)
class Relief:
    """Somebody takes the rest of a turn from an instant on, as agreed beforehand."""

    start: datetime
    holder: Holder


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody came, and perhaps left again."""

    holder: Holder
    came: datetime
    left: datetime | None = None


def holder_at(turn: Turn, holder: Holder, reliefs: Iterable[Relief], moment: datetime) -> Holder:
    """Say who has the turn at an instant: the last relief that has begun, else who holds it."""
    return relieved(holder, reliefs, moment) if turn.start <= moment < turn.end else holder


def relieved(holder: Holder, reliefs: Iterable[Relief], moment: datetime) -> Holder:
    """Say the same of a turn that runs."""
    begun = [relief for relief in sorted(reliefs, key=_by_start) if relief.start <= moment]
    return begun[-1].holder if begun else holder


def agreed(turn: Turn, holder: Holder, reliefs: Sequence[Relief]) -> tuple[Share, ...]:
    """Split a turn as agreed: for turns to come, and where nobody has to check in."""
    edges = [
        (turn.start, holder),
        *((relief.start, relief.holder) for relief in sorted(reliefs, key=_by_start)),
    ]
    return _split(turn, [(max(start, turn.start), who) for start, who in edges if start < turn.end])


def served(turn: Turn, presences: Iterable[Presence]) -> tuple[Share, ...]:
    """Split a turn that is over by who came. The first to come has it from its beginning.

    Where nobody came, or somebody left early and nobody followed, the workroom kept it.
    """
    came = sorted(presences, key=lambda presence: presence.came)
    edges: list[tuple[datetime, Holder]] = [] if came else [(turn.start, WORKROOM)]
    for number, presence in enumerate(came):
        edges.append((turn.start if number == 0 else presence.came, presence.holder))
        until = came[number + 1].came if number + 1 < len(came) else turn.end
        if presence.left is not None and presence.left < until - GRACE:
            edges.append((presence.left, WORKROOM))
    inside = [(min(max(start, turn.start), turn.end), who) for start, who in edges]
    return _split(turn, inside)


def _split(turn: Turn, edges: Sequence[tuple[datetime, Holder]]) -> tuple[Share, ...]:
    """Turn instants into parts that add up to one turn exactly."""
    whole = (turn.end - turn.start) // timedelta(seconds=1) or 1
    marks = [UNIT * ((start - turn.start) // timedelta(seconds=1)) // whole for start, _ in edges]
    parts = [after - before for before, after in zip(marks, [*marks[1:], UNIT], strict=True)]
    return tuple((who, part) for (_, who), part in zip(edges, parts, strict=True) if part > 0)


def _by_start(relief: Relief) -> datetime:
    return relief.start
