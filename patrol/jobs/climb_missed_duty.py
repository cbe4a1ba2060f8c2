"""Wait for whoever has a turn, then ask the next one, up to the patrol car."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import duty_checks
from patrol.model.duty_service import MissedDuty
from patrol.rules.entries import Register


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether a turn waits for somebody, or somebody's time is over."""
    over = select(MissedDuty.slot_id).where(MissedDuty.resolved_at.is_(None), MissedDuty.next_at <= now)
    if session.scalars(over.limit(1)).first() is not None:
        return True
    return session.scalars(duty_checks.unwatched(now).limit(1)).first() is not None


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Each step is a row with its instant, so a look that comes late asks once."""
    del register
    duty_checks.begin_ladders(session, now=now)
    duty_checks.climb_ladders(session, now=now)
