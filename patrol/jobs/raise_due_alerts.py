"""Raise what has waited out its delay."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from patrol.actions import waiting
from patrol.actions.desk import AlertDesk
from patrol.model.alerts import Pending
from patrol.queries.listening import listening_since
from patrol.rules.drafts import Draft
from patrol.rules.entries import Register

GRACE = timedelta(seconds=10)
"""After a pause the broker hands over what it kept; what ends a condition may be among it."""


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Raise each once; what ended meanwhile has been taken away by whoever heard of it.

    A delay counts only while we listen: after a pause it begins anew.
    """
    since = listening_since(session, now=now)
    if since is None:
        return
    over = [
        (pending, draft) for pending, draft in waiting.due(session, now=now) if _heard_out(draft, since, now)
    ]
    due = [draft for pending, draft in over if _take(session, pending.id)]
    desk = AlertDesk(session, register, now=now)
    desk.look_up((draft.market_id, draft.fingerprint) for draft in due)
    for draft in due:
        desk.raise_alert(draft)
    desk.finish()


def _heard_out(draft: Draft, since: datetime, now: datetime) -> bool:
    """Say whether we listened for the whole delay, in which the condition could have ended."""
    return now - since >= timedelta(seconds=draft.outcome.delay_s) + GRACE


def _take(session: Session, pending_id: int) -> bool:
    gone = session.scalar(delete(Pending).where(Pending.id == pending_id).returning(Pending.id))
    return gone is not None


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether anything has waited long enough."""
    return session.scalar(select(Pending.id).where(Pending.due_at <= now).limit(1)) is not None
