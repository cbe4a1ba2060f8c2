"""Call the shops to vote for their lead, and count what is over."""

from datetime import datetime

from sqlalchemy.orm import Session

from patrol.actions import lead_ballots
from patrol.rules.entries import Register


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether the voting of an election begins or ends."""
    return session.scalars(lead_ballots.due(now).limit(1)).first() is not None


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Each is called once and counted once."""
    lead_ballots.keep_time(session, register, now=now)
