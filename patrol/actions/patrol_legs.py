"""The plan suggests where to go next: a seed for each market day, and draws that anybody can repeat."""

import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from patrol.cards.risks import risk_of
from patrol.errors import NotNow
from patrol.model.patrol_plan import PatrolLeg, PlanSeed
from patrol.model.places import Market
from patrol.model.rounds import Checkpoint, Round, RoundStop
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.hours import MarketClock
from patrol.rules.patrol_draw import LONGEST_MINUTES, Candidate, commitment, draw, inputs
from patrol.rules.risk import SLOTS


@dataclass(frozen=True, slots=True)
class Leg:
    """What was suggested: checkpoints in their order, with the number under which it can be checked."""

    day: date
    number: int
    stops: tuple[str, ...]
    commitment: str


def unseeded(session: Session, *, now: datetime) -> Iterator[tuple[int, date]]:
    """Give the market days of today and tomorrow that have no seed yet."""
    for market in session.scalars(select(Market).order_by(Market.id)):
        today = MarketClock(market.timezone, market.cut).day(now)
        days = {today, today + timedelta(days=1)}
        known = select(PlanSeed.day).where(PlanSeed.market_id == market.id, PlanSeed.day.in_(days))
        for day in sorted(days - set(session.scalars(known))):
            yield market.id, day


def sow(session: Session, *, now: datetime) -> int:
    """Make the seeds of days to come; of two clockworks one makes each."""
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    made = 0
    for market_id, day in list(unseeded(session, now=now)):
        seed = secrets.token_hex(32)
        row = {
            "market_id": market_id,
            "day": day,
            "seed": seed,
            "commitment": commitment(seed),
            "made_at": now,
        }
        session.execute(make(PlanSeed).values(row).on_conflict_do_nothing())
        made += 1
    return made


def suggest(
    session: Session,
    market: MarketEntry,
    register: Register,
    grids: Collection[int],
    *,
    by: int | None,
    now: datetime,
) -> Leg:
    """Draw the next leg among the checkpoints of some grids (ids), and keep what it was drawn from.

    Raises:
        NotNow: the day has no seed yet, or there is no checkpoint to go to.
    """
    day = market.clock.day(now)
    wanted = select(PlanSeed).where(PlanSeed.market_id == market.id, PlanSeed.day == day)
    seed = session.scalars(wanted.with_for_update()).one_or_none()
    if seed is None:
        raise NotNow("the day has no seed yet: the clockwork makes one in a moment", {"because": "no-seed"})
    candidates = list(_candidates(session, market, register, grids, now))
    if not candidates:
        raise NotNow("there is no checkpoint to go to", {"because": "no-checkpoint"})
    last = session.scalar(select(func.max(PatrolLeg.number)).where(PatrolLeg.seed_id == seed.id)) or 0
    told = inputs(market.code, day.isoformat(), last + 1, candidates)
    stops = draw(seed.seed, told)
    leg = PatrolLeg(seed_id=seed.id, number=last + 1, asked_by=by, at=now, inputs=told, stops=" ".join(stops))
    session.add(leg)
    session.flush()
    return Leg(day, leg.number, stops, seed.commitment)


def _candidates(
    session: Session, market: MarketEntry, register: Register, grids: Collection[int], now: datetime
) -> Iterator[Candidate]:
    weights = risk_of(session, market, register, now=now)
    slot = (market.clock.minute(now) - market.clock.cut) % 1440 // 30 % SLOTS
    reached = (
        select(RoundStop.checkpoint_id, func.max(RoundStop.at))
        .join(Round, Round.id == RoundStop.round_id)
        .where(Round.market_id == market.id, RoundStop.at > now - timedelta(minutes=LONGEST_MINUTES))
        .group_by(RoundStop.checkpoint_id)
    )
    last = dict(session.execute(reached).all())
    spots = select(Checkpoint).where(
        Checkpoint.market_id == market.id, Checkpoint.ended_at.is_(None), Checkpoint.grid_id.in_(grids)
    )
    for spot in session.scalars(spots.order_by(Checkpoint.code)):
        grid = register.places.get(spot.grid_id or 0)
        at = last.get(spot.id)
        minutes = LONGEST_MINUTES if at is None else int((now - at).total_seconds() // 60)
        yield Candidate(spot.code, weights.get((grid.code if grid else "", slot), 1), minutes)
