"""End the windows whose time is over."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import silences
from patrol.model.alerts import Silence
from patrol.rules.entries import Register


def run(session: Session, register: Register, *, now: datetime) -> None:
    """End each once; what it kept back and still holds comes up."""
    over = select(Silence.id).where(Silence.ends_at <= now, Silence.closed_at.is_(None)).order_by(Silence.id)
    for silence_id in list(session.scalars(over)):
        silences.end(session, silence_id, register, by=None, now=now)


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether any window is over."""
    over = (Silence.ends_at <= now, Silence.closed_at.is_(None))
    return session.scalar(select(Silence.id).where(*over).limit(1)) is not None
