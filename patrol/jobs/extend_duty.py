"""Lay down the turns of shops for another day, a few rotas at a time, so that nobody else waits long."""

from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from patrol.actions import duty_plan, duty_rotas
from patrol.model.duty import Rota
from patrol.model.places import Market
from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_words import Keeper
from patrol.rules.entries import Register

AT_ONCE = 4


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether a group has no rota yet, or a rota no plan of today."""
    for market in session.scalars(select(Market).order_by(Market.id)):
        if session.scalars(duty_rotas.without_rota(market.id).limit(1)).first() is not None:
            return True
        if session.scalars(_unplanned(market.id, market.timezone, now).limit(1)).first() is not None:
            return True
    return False


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Open rotas for new groups, then plan those that changed or were last planned on another day."""
    left = AT_ONCE
    for market in register.markets.values():
        duty_rotas.open_missing(session, market.id, now=now, limit=AT_ONCE)
        for rota_id in session.scalars(_unplanned(market.id, market.clock.timezone, now).limit(left)).all():
            duty_plan.replan(session, rota_id, register, now=now)
            left -= 1


def _unplanned(market_id: int, timezone: str, now: datetime) -> Select[int]:
    today = Calendar(timezone).day(now)
    waiting = or_(Rota.changed, Rota.planned_on.is_(None), Rota.planned_on != today)
    here = (Rota.market_id == market_id) & (Rota.keeper == Keeper.SHOP)
    return select(Rota.id).where(here, waiting).order_by(Rota.changed.desc(), Rota.id)
