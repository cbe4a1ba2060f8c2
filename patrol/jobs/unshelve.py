"""Bring back what was put aside for a while."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions.desk import AlertDesk
from patrol.model.alerts import Alert
from patrol.rules.entries import Register
from patrol.rules.words import Attention, Condition


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Bring each back once; it rings again when nobody has dealt with it and it still holds."""
    statement = select(Alert).where(Alert.shelved_until <= now, Alert.closed_at.is_(None)).order_by(Alert.id)
    desk = AlertDesk(session, register, now=now)
    for alert in session.scalars(statement.with_for_update()):
        alert.shelved_until = None
        wanted = alert.attention != Attention.LINKED and alert.condition == Condition.ACTIVE
        desk.tell(alert, "alert.rung" if wanted else "alert.changed")
    desk.finish()


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether any shelf time is over."""
    over = (Alert.shelved_until <= now, Alert.closed_at.is_(None))
    return session.scalar(select(Alert.id).where(*over).limit(1)) is not None
