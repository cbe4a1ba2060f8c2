"""Measure coverage when a half hour is over, and make the seeds of the days to come."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import coverage, patrol_legs
from patrol.model.places import Market
from patrol.rules.entries import Register

AT_ONCE = 3
"""Half hours of one market in one transaction, so that nobody else waits long."""


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether a half hour waits to be measured, or a day for its seed."""
    if next(patrol_legs.unseeded(session, now=now), None) is not None:
        return True
    return any(coverage.due(session, market, now=now) for market in session.scalars(select(Market.id)))


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Each cell is written once, whoever comes first."""
    patrol_legs.sow(session, now=now)
    for market in register.markets.values():
        for start in coverage.due(session, market.id, now=now)[:AT_ONCE]:
            coverage.measure(session, market, register, start, now=now)
