"""Remind those whose turn is near, and tell people what became of their turns."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import duty_notices
from patrol.model.places import Market
from patrol.rules.entries import Register


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether somebody has to be told, or a turn is near enough to remind of it."""
    if session.scalars(duty_notices.waiting().limit(1)).first() is not None:
        return True
    markets = session.scalars(select(Market).order_by(Market.id))
    return any(
        next(duty_notices.to_remind(session, market.id, market.timezone, now=now), None) is not None
        for market in markets
    )


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Each reminder and each notice is a row that is written once."""
    duty_notices.remind(session, register, now=now)
    session.flush()
    duty_notices.carry(session, register, now=now)
