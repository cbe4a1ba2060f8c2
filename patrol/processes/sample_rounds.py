"""Rounds in a demonstration: checkpoints and routes, and a morning on which most of them were walked."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol.actions import checkpoints, patrol_routes, round_commands, round_plan
from patrol.actions.checkpoints import Spot
from patrol.actions.patrol_routes import RouteDraft
from patrol.actions.round_order import RoundOrder
from patrol.cards.people import guards_of
from patrol.model.people import Person
from patrol.model.rounds import Checkpoint, Round, RoundStop
from patrol.processes import sample_trials, sample_visits
from patrol.rules.checkpoint_code import code_of
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.register import MarketFile
from patrol.rules.round_words import OPEN_STATES
from patrol.rules.rounds import Window, span_of
from patrol.rules.words import PlaceKind
from patrol.sample import rounds as sample
from patrol.sample.people import DRIVERS, WALKERS

PLAYED = timedelta(hours=5)
"""How far back the demonstration has a past."""


def settle(session: Session, file: MarketFile, register: Register, *, now: datetime) -> None:
    """Set checkpoints and routes up, and play the rounds of the last hours; once."""
    market = register.market_by_code(file.market.code)
    if market is None or session.scalar(select(Checkpoint.id).limit(1)) is not None:
        return
    spots = sample.checkpoints(file)
    for row in spots:
        spot = Spot(row.code, row.name, *row.point, radius_m=25.0, orders=row.orders)
        checkpoints.put(session, market, spot, register)
    day = market.clock.day(now)
    for began, checks in ((span_of(Window(market.clock.cut, 5), day, **_clock(market)).opens_at, True),
                          (now - PLAYED, False)):  # fmt: skip
        for route in sample.routes(file, spots):
            if route.kind.is_check is checks:
                _set_up(session, market, register, route, began)
        round_plan.lay_down(session, register, now=began)
    _play(session, market, register, now)
    sample_visits.settle(session, market, register, now=now)
    sample_trials.settle(session, market, register, now=now)


def _set_up(
    session: Session, market: MarketEntry, register: Register, route: sample.RouteRow, began: datetime
) -> None:
    draft = RouteDraft(
        route.code, route.name, route.kind, route.grid, route.stops, route.windows, route.by_car
    )
    patrol_routes.put(session, market, draft, register, by=None, now=began)


def _clock(market: MarketEntry) -> dict[str, Any]:
    return {"timezone": market.clock.timezone, "cut": market.clock.cut}


def _play(session: Session, market: MarketEntry, register: Register, now: datetime) -> None:
    """Walk what was open, hour by hour, as guards do: most of it, and not always in time."""
    dice = Random(7)  # noqa: S311 - a made-up market plays dice
    first = session.scalar(select(func.min(Round.opens_at))) or now
    at, free = first, _free_grid(register, market)
    while at < now:
        round_plan.open_due(session, register, now=at)
        opened = select(Round).where(Round.state.in_(OPEN_STATES), Round.began_at.is_(None))
        for row in session.scalars(opened.where(Round.opens_at <= at).order_by(Round.id)).all():
            if dice.random() < 0.6 and not (row.grid_id == free and row.closes_at > now):
                _walk(session, market, register, row, dice, at, now)
        round_plan.settle_due(session, register, now=at)
        at += timedelta(minutes=20)
    round_plan.lay_down(session, register, now=now)


def _free_grid(register: Register, market: MarketEntry) -> int | None:
    """Leave the rounds that run now to whoever tries the demonstration as a guard: in the first grid."""
    grids = [p.id for p in register.places.values() if (p.market_id, p.kind) == (market.id, PlaceKind.GRID)]
    return min(grids, default=None)


def _walk(
    session: Session,
    market: MarketEntry,
    register: Register,
    row: Round,
    dice: Random,
    began: datetime,
    now: datetime,
) -> None:
    guard = dice.choice(_walkers(session, market, row, now))
    at = began
    for checkpoint in _codes(session, row):
        at += timedelta(minutes=dice.randint(4, 9))
        if at >= min(now, row.settles_at) or dice.random() < 0.04:
            continue
        code = code_of(checkpoint.key, market.code, checkpoint.code, checkpoint.epoch)
        _order(session, register, row, "scan", {"checkpoint": checkpoint.code, "code": code}, guard, at)
    if row.is_check and row.settled_at is None and at < min(now, row.settles_at):
        _order(session, register, row, "finish", {"reason": "交班", "note": "未发现异常"}, guard, at)


def _walkers(session: Session, market: MarketEntry, row: Round, now: datetime) -> list[int]:
    """Give those who walk in a demonstration: its simulators go on with what was begun here."""
    may_walk = [one for one, _name in guards_of(session, market.id, row.grid_id, now=now)]
    logins = WALKERS if row.grid_id is not None else DRIVERS
    named = select(Person.id).where(Person.id.in_(may_walk), Person.login.in_(logins))
    return list(session.scalars(named.order_by(Person.id)))


def _order(
    session: Session,
    register: Register,
    row: Round,
    command: str,
    payload: dict[str, object],
    by: int,
    at: datetime,
) -> None:
    order = RoundOrder(row.id, command, str(uuid4()), row.version, payload, by, walks=True)
    round_commands.command(session, order, register, now=at)


def _codes(session: Session, row: Round) -> Iterator[Checkpoint]:
    stops = select(RoundStop.checkpoint_id).where(RoundStop.round_id == row.id).order_by(RoundStop.seq)
    for checkpoint_id in session.scalars(stops).all():
        yield session.get_one(Checkpoint, checkpoint_id)
