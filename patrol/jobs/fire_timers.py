"""Fire what is due: once each, late ones marked late, whoever of several schedulers comes first."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from patrol.actions import escalations, roll_call_stages
from patrol.model.tasks import Timer
from patrol.rules.entries import Register

AT_ONCE = 500
"""Timers of one look; the rest is due at the next."""


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Fire the timers of incidents, of roll calls and of alerts nobody has accepted."""
    for incident_id, timers in groupby(_due(session, Timer.incident_id, now), lambda t: t.incident_id):
        escalations.fire(session, incident_id or 0, list(timers), register, now=now)
    for roll_call_id, timers in groupby(_due(session, Timer.roll_call_id, now), lambda t: t.roll_call_id):
        roll_call_stages.fire(session, roll_call_id or 0, list(timers), register, now=now)
    escalations.climb_for_alerts(session, register, now=now)


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether anything is to be fired."""
    if session.scalars(select(Timer.id).where(*_due_now(now)).limit(1)).first() is not None:
        return True
    return bool(escalations.alerts_to_climb(session, now=now))


def _due_now(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Timer.due_at <= now,
        Timer.fired_at.is_(None),
        Timer.stopped_at.is_(None),
        Timer.paused_at.is_(None),
    )


def _due(session: Session, owner: InstrumentedAttribute[int | None], now: datetime) -> Iterable[Timer]:
    """Owners in the order of their ids, so that two transactions lock them in the same order."""
    statement = (
        select(Timer)
        .where(owner.is_not(None), *_due_now(now))
        .order_by(owner, Timer.due_at, Timer.level)
        .limit(AT_ONCE)
    )
    return list(session.scalars(statement))
