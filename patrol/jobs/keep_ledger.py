"""Settle button tests, and look for those that are overdue."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import button_ledger, button_tests
from patrol.model.places import Market
from patrol.model.trials import TestPlan
from patrol.rules.entries import Register


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether a test's time is over, or a ledger waits to be looked at."""
    if session.scalars(button_tests.to_settle(now).limit(1)).first() is not None:
        return True
    if session.scalars(button_ledger.to_look(now).limit(1)).first() is not None:
        return True
    planless = select(Market.id).where(Market.id.not_in(select(TestPlan.market_id)))
    return session.scalars(planless.limit(1)).first() is not None


def run(session: Session, register: Register, *, now: datetime) -> None:
    """A held press rings within seconds of its time."""
    button_tests.settle_due(session, register, now=now)
    due = set(session.scalars(button_ledger.to_look(now)).all())
    known = set(session.scalars(select(TestPlan.market_id)).all())
    for market in register.markets.values():
        if market.id in due or market.id not in known:
            button_ledger.look(session, market, register, now=now)
