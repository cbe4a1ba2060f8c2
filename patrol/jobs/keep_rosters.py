"""Lay down the shifts of guards for another day."""

from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from patrol.actions import shift_rosters
from patrol.model.duty import Rota
from patrol.model.places import Market
from patrol.model.shifts import GuardRoster
from patrol.rules.duty_calendar import Calendar
from patrol.rules.entries import Register


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether a roster has not been looked at today, or its pattern changed."""
    for market in session.scalars(select(Market).order_by(Market.id)):
        if session.scalars(_unlaid(market.id, market.timezone, now).limit(1)).first() is not None:
            return True
    return False


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Lay down what is wanted; shifts that stand stay as they are."""
    for market in register.markets.values():
        for rota_id in session.scalars(_unlaid(market.id, market.clock.timezone, now)).all():
            shift_rosters.lay(session, rota_id, register, now=now)


def _unlaid(market_id: int, timezone: str, now: datetime) -> Select[int]:
    today = Calendar(timezone).day(now)
    waiting = or_(Rota.changed, Rota.planned_on.is_(None), Rota.planned_on != today)
    mine = select(Rota.id).join(GuardRoster, GuardRoster.rota_id == Rota.id)
    return mine.where(Rota.market_id == market_id, waiting).order_by(Rota.id)
