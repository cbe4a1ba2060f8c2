"""Lay rounds down, open them, and settle those whose time is over."""

from datetime import datetime

from sqlalchemy.orm import Session

from patrol.actions import round_plan
from patrol.rules.entries import Register


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether a round waits to be opened or settled, or a route for its rounds of tomorrow."""
    for waiting in (round_plan.to_settle(now), round_plan.to_open(now)):
        if session.scalars(waiting.limit(1)).first() is not None:
            return True
    return next(round_plan.unplanned(session, now=now), None) is not None


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Everything stands in rows, so a look that comes late does it once."""
    round_plan.lay_down(session, register, now=now)
    round_plan.open_due(session, register, now=now)
    round_plan.settle_due(session, register, now=now)
