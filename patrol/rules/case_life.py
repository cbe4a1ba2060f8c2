"""What became of an incident, as figures see it: what was waited for, who was sent, what was said of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from patrol.rules.case_words import Result, Source, TimerKind
from patrol.rules.words import Role, Severity, Step

JUDGES = frozenset({Role.SHIFT_LEADER, Role.POLICE})
"""Who evaluates; shops and reporters say how satisfied they are."""


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that was waited for, with the time it was given then: later settings change nothing."""

    kind: TimerKind
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None = None
    fired_at: datetime | None = None
    task: int | None = None

    @property
    def late(self) -> bool:
        """Whether its time ran out before it came."""
        return self.fired_at is not None or (self.stopped_at is not None and self.stopped_at > self.due_at)

    @property
    def missing(self) -> bool:
        """Whether its time ran out and it has not come yet."""
        return self.late and self.stopped_at is None


@dataclass(frozen=True, slots=True)
class Sent:
    """One unit that was sent. A milestone that was not reached is None: no data, never zero."""

    sent_at: datetime
    answered_at: datetime | None = None
    arrived_at: datetime | None = None
    settled_at: datetime | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody thought of it; `scores` from 1 to 5."""

    role: str
    at: datetime
    scores: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """One incident from its discovery on."""

    step: Step
    severity: Severity
    discovered_at: datetime
    drill: bool = False
    source: Source = Source.ALERT
    accepted_at: datetime | None = None
    closed_at: datetime | None = None
    result: Result | None = None
    verified: bool = False
    self_closed: bool = False
    checked: bool = False
    returned: int = 0
    reworked: int = 0
    holds: int = 0
    extended: bool = False
    round: int = 1
    outside: bool = False
    waits: tuple[Wait, ...] = ()
    """In the order in which they began."""
    sent: tuple[Sent, ...] = ()
    said: tuple[Said, ...] = ()
    disputed: bool = False
    dispute_waits: bool = False
    struck: frozenset[str] = frozenset()
    """Codes of the indicators that a granted dispute has taken this incident out of."""

    @property
    def closed(self) -> bool:
        """Whether the work is done; refused, merged and void ones are over, but not closed."""
        return self.step in (Step.CLOSED, Step.EVALUATED)

    def passes(self, kind: TimerKind) -> tuple[Wait, ...]:
        """Give each time this was waited for, with the time that counted at the end.

        A longer time that was granted and a changed severity begin at the same instant anew: the last one
        counts. What was returned, redone or opened again begins later, and is another pass.
        """
        found = {(wait.task, wait.started_at): wait for wait in self.waits if wait.kind is kind}
        return tuple(found.values())

    def late(self, kind: TimerKind) -> bool:
        """Whether it came late in any of its passes: late once is late."""
        return any(wait.late for wait in self.passes(kind))

    @property
    def first_accepted_at(self) -> datetime | None:
        """When it was accepted the first time; a reopening overwrites `accepted_at`."""
        begun = [wait.started_at for wait in self.waits if wait.kind is TimerKind.DISPATCH]
        known = [*begun, *([self.accepted_at] if self.accepted_at else [])]
        return min(known, default=None)

    @property
    def first_sent_at(self) -> datetime | None:
        """When the first unit was sent."""
        return min((one.sent_at for one in self.sent), default=None)

    @property
    def first_arrival_at(self) -> datetime | None:
        """When the first unit was on scene."""
        return min((one.arrived_at for one in self.sent if one.arrived_at), default=None)

    @property
    def handled_at(self) -> datetime | None:
        """When the last of those who did it was done."""
        return max((one.settled_at for one in self.sent if one.done and one.settled_at), default=None)

    @property
    def judged_at(self) -> datetime | None:
        """When a leader or the police evaluated it first."""
        return min((one.at for one in self.said if one.role in JUDGES), default=None)

    @property
    def satisfaction(self) -> float | None:
        """What shops and reporters gave, on the average."""
        return _mean([score for one in self.said if one.role not in JUDGES for score in one.scores])

    @property
    def score(self) -> float | None:
        """What leaders and police gave, on the average."""
        return _mean([score for one in self.said if one.role in JUDGES for score in one.scores])

    def held_between(self, since: datetime, until: datetime) -> timedelta:
        """How long it stood on hold between two instants."""
        spans = (min(end, until) - max(begin, since) for begin, end in self._holds(until))
        return sum((span for span in spans if span > timedelta(0)), timedelta(0))

    def _holds(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        for wait in self.passes(TimerKind.HOLD):
            yield wait.started_at, wait.stopped_at or now


def _mean(scores: list[int]) -> float | None:
    return sum(scores) / len(scores) if scores else None
