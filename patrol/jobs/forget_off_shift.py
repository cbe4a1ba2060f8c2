"""When a shift is over, forget where its people were last."""

from datetime import datetime

from sqlalchemy.orm import Session

from patrol.actions import off_shift
from patrol.rules.entries import Register


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Take the last place off phones whose people went off duty."""
    off_shift.forget_places(session, register, now=now)
