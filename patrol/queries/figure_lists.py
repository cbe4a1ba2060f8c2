"""What stands behind the numbers that count no incidents: roll calls' lines, and devices that were away."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from patrol.model.stream import SAMPLE_PAST, Meta
from patrol.queries.figure_sources import calls_of, sources
from patrol.queries.figures import Scope
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.figures import Sources
from patrol.rules.periods import Period


@dataclass(frozen=True, slots=True)
class RollCallRow:
    """One shop that was asked in one roll call; `took_s` seconds until it answered."""

    opened_at: datetime
    group: str
    shop: str
    answer: str | None
    took_s: int | None


def roll_call_rows(
    session: Session,
    market: MarketEntry,
    period: Period,
    scope: Scope,
    register: Register,
    *,
    answered_only: bool,
) -> list[RollCallRow]:
    """Give the lines that the answer rate counts, the newest call first."""
    lines = session.execute(calls_of(market, period, scope.grid_id, scope.group_id, register))
    return [
        RollCallRow(
            call.opened_at,
            _code(register, call.group_id),
            _code(register, shop.place_id),
            shop.answer,
            round((shop.answered_at - call.opened_at).total_seconds()) if shop.answered_at else None,
        )
        for call, shop in lines
        if shop.answer is not None or not answered_only
    ]


def away_rows(
    session: Session, market: MarketEntry, period: Period, register: Register, *, now: datetime
) -> Sources:
    """Give the devices that could not always be heard."""
    return sources(session, market, period, register, now=now)


def was_sample(session: Session, market: str) -> bool:
    """Say whether a market was given a made-up past."""
    return session.get(Meta, f"{SAMPLE_PAST}:{market}") is not None


def _code(register: Register, place_id: int) -> str:
    place = register.places.get(place_id)
    return place.code if place else f"#{place_id}"
