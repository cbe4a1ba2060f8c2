"""Take off the boards of a web process that died without a word."""

from datetime import datetime

from sqlalchemy.orm import Session

from patrol.actions import presence
from patrol.rules.entries import Register


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Tell each room once that somebody is gone."""
    del register
    presence.forget_dead_processes(session, now)


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether a dead process left anybody behind."""
    return bool(presence.of_dead_processes(session, now))
