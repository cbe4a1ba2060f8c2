"""Remind guards of visits that are due soon."""

from datetime import datetime

from sqlalchemy.orm import Session

from patrol.actions import visit_reminders
from patrol.rules.entries import Register


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether a list ends soon and nobody was told today."""
    return session.scalars(visit_reminders.to_remind(now).limit(1)).first() is not None


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Once a day for each list."""
    del register
    visit_reminders.remind_due(session, now=now)
