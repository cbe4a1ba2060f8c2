"""Risk by grid and half hour, as plans and pages use it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.model.incidents import Incident
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.risk import DAYS, Happened, risk
from patrol.rules.words import Category, PlaceKind, Severity, Step

NOT_COUNTED = (Step.VOID, Step.MERGED, Step.REFUSED)


def risk_of(
    session: Session, market: MarketEntry, register: Register, *, now: datetime
) -> dict[tuple[str, int], int]:
    """Weigh every grid and half hour of the market day, as of today."""
    today = market.clock.day(now)
    rows = session.execute(
        select(Incident.grid_id, Incident.discovered_at, Incident.severity, Incident.category, Incident.drill)
        .where(Incident.market_id == market.id, Incident.grid_id.is_not(None))
        .where(Incident.discovered_at > now - timedelta(days=DAYS + 2), Incident.step.not_in(NOT_COUNTED))
    )
    happened = [
        Happened(
            register.places[grid].code,
            market.clock.day(at),
            slot_of(market, at),
            Severity(severity),
            Category(category),
            drill,
        )
        for grid, at, severity, category, drill in rows
        if grid is not None and grid in register.places
    ]
    return risk(happened, (code for code, _ in grids_of(register, market.id)), today=today)


def slot_of(market: MarketEntry, at: datetime) -> int:
    """Give the half hour of the market day an instant lies in; 0 begins at the cut."""
    return (market.clock.minute(at) - market.clock.cut) % 1440 // 30


def grids_of(register: Register, market_id: int) -> list[tuple[str, str]]:
    """Give the codes and names of a market's grids."""
    places = register.places.values()
    return sorted((p.code, p.name) for p in places if (p.market_id, p.kind) == (market_id, PlaceKind.GRID))
