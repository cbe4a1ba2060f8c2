"""Rounds come from routes: laid down a market day ahead, opened and settled when their time comes."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from patrol.actions.round_desk import RoundDesk
from patrol.actions.round_notices import tell_due, tell_missed
from patrol.actions.round_settling import settle
from patrol.model.places import Market
from patrol.model.rounds import Checkpoint, PatrolRoute, Round, RoundStop, RouteVersion
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.hours import MarketClock
from patrol.rules.round_words import RoundState
from patrol.rules.rounds import EARLY, Span, span_of

AT_ONCE = 200


def unplanned(session: Session, *, now: datetime) -> Iterator[tuple[PatrolRoute, date]]:
    """Give the routes whose rounds of tomorrow are not laid down yet, with that market day."""
    for market in session.scalars(select(Market).order_by(Market.id)):
        last = MarketClock(market.timezone, market.cut).day(now) + timedelta(days=1)
        waiting = or_(PatrolRoute.planned_to.is_(None), PatrolRoute.planned_to < last)
        wanted = select(PatrolRoute).where(
            PatrolRoute.market_id == market.id, PatrolRoute.ended_at.is_(None), waiting
        )
        for route in session.scalars(wanted.order_by(PatrolRoute.id)):
            yield route, last


def lay_down(session: Session, register: Register, *, now: datetime) -> int:
    """Lay down the rounds of today and tomorrow that are still to come; say how many."""
    made = 0
    for route, last in list(unplanned(session, now=now)):
        market = register.markets[route.market_id]
        standing = select(RouteVersion).where(
            RouteVersion.route_id == route.id, RouteVersion.ended_at.is_(None)
        )
        version = session.scalars(standing).one_or_none()
        if version is not None:
            made += sum(1 for _ in _rounds(session, market, route, version, last, now))
        route.planned_to = last
    return made


def _rounds(
    session: Session,
    market: MarketEntry,
    route: PatrolRoute,
    version: RouteVersion,
    last: date,
    now: datetime,
) -> Iterator[Round]:
    wanted = select(Checkpoint).where(Checkpoint.id.in_(version.stops))
    spots = {spot.id: spot for spot in session.scalars(wanted)}
    known = set(session.scalars(select(Round.opens_at).where(Round.route_id == route.id)))
    for day, span in _spans(market.clock, version, last):
        if span.closes_at <= now or span.opens_at in known:
            continue
        row = Round(
            market_id=market.id,
            route_id=route.id,
            route_version_id=version.id,
            kind=route.kind,
            grid_id=route.grid_id,
            day=day,
            opens_at=span.opens_at,
            closes_at=span.closes_at,
            settles_at=span.settles_at,
        )
        session.add(row)
        session.flush()
        session.add_all(_stops(row, version.stops, spots))
        yield row


def _spans(clock: MarketClock, version: RouteVersion, last: date) -> Iterator[tuple[date, Span]]:
    for day in (last - timedelta(days=1), last):
        for window in version.schedule():
            if window.is_on(day):
                yield day, span_of(window, day, timezone=clock.timezone, cut=clock.cut)


def _stops(row: Round, stops: Sequence[int], spots: dict[int, Checkpoint]) -> Iterator[RoundStop]:
    for seq, checkpoint_id in enumerate(stops, 1):
        spot = spots[checkpoint_id]
        yield RoundStop(round_id=row.id, seq=seq, checkpoint_id=checkpoint_id, x=spot.x, y=spot.y)


def to_open(now: datetime) -> Select[int]:
    """Ask for rounds whose window opens in a moment."""
    return (
        select(Round.id)
        .where(Round.settled_at.is_(None), Round.state == RoundState.PLANNED, Round.opens_at <= now + EARLY)
        .order_by(Round.id)
        .limit(AT_ONCE)
    )


def to_settle(now: datetime) -> Select[int]:
    """Ask for rounds whose time is over."""
    return (
        select(Round.id)
        .where(Round.settled_at.is_(None), Round.settles_at <= now)
        .order_by(Round.id)
        .limit(AT_ONCE)
    )


def open_due(session: Session, register: Register, *, now: datetime) -> int:
    """Let boards and phones see the rounds that may be begun."""
    ids = session.scalars(to_open(now)).all()
    for round_id in ids:
        desk = RoundDesk(session, round_id, register, now=now)
        if desk.row.state == RoundState.PLANNED:
            desk.row.state = RoundState.DUE
            desk.tell("round.opened")
            tell_due(desk)
    return len(ids)


def settle_due(session: Session, register: Register, *, now: datetime) -> int:
    """End the rounds whose time is over; what was missed becomes alerts by the market's rules."""
    ids = session.scalars(to_settle(now)).all()
    for round_id in ids:
        desk = RoundDesk(session, round_id, register, now=now)
        if desk.row.settled_at is None:
            settle(desk)
            desk.tell("round.settled")
            if desk.row.state != RoundState.WALKED:
                tell_missed(desk)
    return len(ids)
