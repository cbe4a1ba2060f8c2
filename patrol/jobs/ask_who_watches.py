"""Ask at night whether somebody watches the board, and tell the shift leader when nobody answers."""

from datetime import datetime

from sqlalchemy.orm import Session

from patrol.actions import watch
from patrol.rules.entries import Register


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Do what is due in each market."""
    watch.look(session, register, now=now)
