"""Look how many shops of each group are ready, and attach a neighbour where there are too few."""

from datetime import datetime

from sqlalchemy.orm import Session

from patrol.actions import readiness
from patrol.rules.entries import Register


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Write down what changed, once."""
    readiness.keep(session, register, now=now)
