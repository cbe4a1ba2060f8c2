"""Open the handover of each change of shift, and let go of those nobody signed for a day."""

from datetime import datetime

from sqlalchemy.orm import Session

from patrol.actions import handovers
from patrol.rules.entries import Register


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether a shift ends, or a handover is a day old."""
    return any(
        session.scalars(wanted.limit(1)).first() is not None
        for wanted in (handovers.unopened(now), handovers.forgotten(now))
    )


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Do both."""
    handovers.begin(session, register, now=now)
    handovers.leave(session, register, now=now)
