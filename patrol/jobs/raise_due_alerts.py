"""Raise what has waited out its delay."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from patrol.actions import waiting
from patrol.actions.desk import AlertDesk
from patrol.model.alerts import Pending
from patrol.rules.entries import Register


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Raise each once; what ended meanwhile has been taken away by whoever heard of it."""
    due = [draft for pending, draft in waiting.due(session, now=now) if _take(session, pending.id)]
    desk = AlertDesk(session, register, now=now)
    desk.look_up((draft.market_id, draft.fingerprint) for draft in due)
    for draft in due:
        desk.raise_alert(draft)
    desk.finish()


def _take(session: Session, pending_id: int) -> bool:
    gone = session.scalar(delete(Pending).where(Pending.id == pending_id).returning(Pending.id))
    return gone is not None


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether anything has waited long enough."""
    return session.scalar(select(Pending.id).where(Pending.due_at <= now).limit(1)) is not None
