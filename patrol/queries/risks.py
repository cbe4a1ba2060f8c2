"""Where and when things happened in the last 28 market days, and how well each half hour was covered."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.risks import grids_of, risk_of, slot_of
from patrol.cards.things import stamp
from patrol.model.patrol_plan import CoverageCell, PatrolLeg, PlanSeed
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.risk import SLOTS


def heat(
    session: Session, market: MarketEntry, register: Register, day: date, *, now: datetime
) -> dict[str, Any]:
    """Give planned and covered seconds and risk for each grid and half hour; null: not measured."""
    weights = risk_of(session, market, register, now=now)
    cells: dict[tuple[str, int], CoverageCell] = {}
    mine = select(CoverageCell).where(CoverageCell.market_id == market.id, CoverageCell.day == day)
    for cell in session.scalars(mine):
        if cell.grid_id in register.places:
            cells[(register.places[cell.grid_id].code, slot_of(market, cell.starts_at))] = cell
    return {
        "day": day.isoformat(),
        "starts": [f"{(market.clock.cut + 30 * n) % 1440 // 60:02d}:{(market.clock.cut + 30 * n) % 60:02d}"
                   for n in range(SLOTS)],
        "grids": [
            {
                "grid": code,
                "name": name,
                "planned_s": [cells[code, n].planned_s if (code, n) in cells else None for n in range(SLOTS)],
                "covered_s": [cells[code, n].covered_s if (code, n) in cells else None for n in range(SLOTS)],
                "risk": [weights[code, n] for n in range(SLOTS)],
            }
            for code, name in grids_of(register, market.id)
        ],
    }  # fmt: skip


def plan_of(session: Session, market: MarketEntry, day: date, *, now: datetime) -> dict[str, Any]:
    """Give the draws of a market day; the seed itself when the day is over."""
    wanted = select(PlanSeed).where(PlanSeed.market_id == market.id, PlanSeed.day == day)
    seed = session.scalars(wanted).one_or_none()
    if seed is None:
        return {"day": day.isoformat(), "commitment": None, "made_at": None, "seed": None, "legs": []}
    legs = session.scalars(select(PatrolLeg).where(PatrolLeg.seed_id == seed.id).order_by(PatrolLeg.number))
    return {
        "day": day.isoformat(),
        "commitment": seed.commitment,
        "made_at": stamp(seed.made_at),
        "seed": seed.seed if day < market.clock.day(now) else None,
        "legs": [
            {"number": leg.number, "at": stamp(leg.at), "inputs": leg.inputs, "stops": leg.stops.split()}
            for leg in legs
        ],
    }
