"""What is waited for: rows that start, stop, pause, and fire at most once."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from patrol.model.tasks import Timer
from patrol.rules import timers as rules
from patrol.rules.case_words import OF_ONE_TASK, TimerKind
from patrol.rules.timers import Spans
from patrol.rules.words import Severity


class Watch:
    """The timers of one incident inside one transaction; the incident's row is locked by then."""

    def __init__(self, session: Session, incident_id: int, spans: Spans, *, now: datetime) -> None:
        self._session = session
        self._incident_id = incident_id
        self._spans = spans
        self._now = now
        standing = select(Timer).where(Timer.incident_id == incident_id, Timer.stopped_at.is_(None))
        self._standing = list(session.scalars(standing.order_by(Timer.id)))

    def standing(self, kind: TimerKind, task_id: int | None = None) -> list[Timer]:
        """Give the rungs of what is still waited for; fired ones are waited for until they are stopped."""
        return [timer for timer in self._standing if timer.kind == kind and timer.task_id == task_id]

    def start(
        self,
        kind: TimerKind,
        severity: Severity,
        *,
        task_id: int | None = None,
        since: datetime | None = None,
        due_at: datetime | None = None,
    ) -> None:
        """Begin to wait, unless that is waited for already. `due_at` given: once, at that time."""
        if self.standing(kind, task_id):
            return
        since = since or self._now
        rungs = (
            (rules.Rung(1, due_at),) if due_at else rules.rungs(kind, Severity(severity), since, self._spans)
        )
        for rung in rungs:
            self._add(
                Timer(
                    incident_id=self._incident_id,
                    task_id=task_id,
                    kind=kind,
                    level=rung.level,
                    started_at=since,
                    due_at=rung.due_at,
                )
            )

    def stop(self, kinds: Iterable[TimerKind], task_id: int | None = None) -> None:
        """Wait no more: it came, or the step was left. A task's timers stop with it or with everything."""
        wanted = set(kinds)
        for timer in self._standing:
            if timer.kind in wanted and (task_id is None or timer.task_id == task_id):
                timer.stopped_at = self._now
        self._standing = [timer for timer in self._standing if timer.stopped_at is None]

    def pause(self) -> None:
        """Let the clocks stand while nothing can be done; what fired has fired."""
        for timer in self._standing:
            timer.paused_at = self._now
            timer.left_s = (timer.due_at - self._now).total_seconds()

    def go_on(self) -> None:
        """Let the clocks run again with what was left of each."""
        for timer in self._standing:
            if timer.paused_at is not None:
                timer.due_at = self._now + timedelta(seconds=timer.left_s or 0.0)
                timer.paused_at, timer.left_s = None, None

    def regrade(self, severity: Severity, *, but: frozenset[TimerKind] = frozenset()) -> None:
        """Measure what is waited for by another severity, from where it began; what fired has fired."""
        for kind, task_id in {(TimerKind(t.kind), t.task_id) for t in self._standing}:
            if kind not in self._spans or kind in but:
                continue
            rows = self.standing(kind, task_id)
            since, paused, fired = rows[0].started_at, rows[0].paused_at, any(row.fired_at for row in rows)
            if paused is not None or fired:
                continue
            self.stop((kind,), task_id)
            self.start(kind, severity, task_id=task_id, since=since)

    def due(self) -> datetime | None:
        """When the next step of the incident should be done; tasks have their own clocks."""
        first = [
            timer.due_at
            for timer in self._standing
            if timer.level == 1 and timer.paused_at is None and timer.kind not in OF_ONE_TASK
        ]
        return min(first, default=None)

    def _add(self, timer: Timer) -> None:
        self._session.add(timer)
        self._standing.append(timer)


def take(session: Session, timer: Timer, *, now: datetime) -> bool:
    """Fire a timer: the one whose UPDATE finds it unfired fires it, and says how late it is."""
    late = rules.late_by(timer.due_at, now)
    fired = session.execute(
        update(Timer)
        .where(
            Timer.id == timer.id,
            Timer.fired_at.is_(None),
            Timer.stopped_at.is_(None),
            Timer.paused_at.is_(None),
            Timer.due_at <= now,
        )
        .values(fired_at=now, late_by_s=late)
        .returning(Timer.id),
        execution_options={"synchronize_session": False},
    )
    if fired.scalar() is None:
        return False
    session.refresh(timer)
    return True
