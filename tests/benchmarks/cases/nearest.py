"""Whom to send: every unit and shop of a market of full size weighed for one incident.

The raw limit beside it is to read the last fix of every unit and to sort them as the crow flies.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from math import hypot
from random import Random
from statistics import median
from time import perf_counter, process_time

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.units import candidates, shown
from patrol.db import make_engine, make_sessions
from patrol.heap import settle
from patrol.model.devices import DeviceState
from patrol.queries.register import RegisterCache
from patrol.rules.entries import MarketEntry, PlaceEntry, Register
from patrol.rules.words import DeviceClass, DeviceStatus, PlaceKind
from tests.benchmarks.effort import Effort
from tests.benchmarks.report import Cell, Report, Table
from tests.benchmarks.site import Ground

NOON = datetime(2026, 9, 1, 4, tzinfo=UTC)
MOVING = (DeviceClass.CAR, DeviceClass.PHONE)
HEADS = ("database", "what", "shops", "units", "times", "median ms", "worst ms", "cpu median", "cpu worst")
NOTE = (
    "Each time another shop is where it happens. By the clock, and by the processor of this process alone. "
    "As the crow flies: the last fix of every unit read and sorted by its distance, and nothing else."
)
PARTS = {"guard", "car", "shop"}


def measure(ground: Ground, effort: Effort) -> Report:
    """Let every unit stand on a lane, and ask for one shop after another."""
    rows: list[tuple[Cell, ...]] = []
    for database in dict.fromkeys(place[0] for place in effort.places):
        engine = make_engine(ground.town(database).url)
        sessions = make_sessions(engine)
        with sessions.begin() as session:
            register = RegisterCache().current(session)
            units = stand_on_lanes(session, register)
        shops = [place for place in register.places.values() if place.kind is PlaceKind.SHOP]
        asked = shops[:: max(1, len(shops) // (5 * effort.asked))]
        settle()
        for what, ask in {"recommended": _weigh, "as the crow flies": _by_distance}.items():
            with sessions() as session:
                found = _timed(ask, session, register, asked)
            rows.append((str(database), what, len(shops), units, len(asked), *found))
        engine.dispose()
    return Report("nearest", (Table("Whom to send", HEADS, tuple(rows), NOTE),))


def stand_on_lanes(session: Session, register: Register) -> int:
    """Let every car and phone stand somewhere on a lane, heard just now; tell how many there are."""
    dice, market = Random(3), next(iter(register.markets.values()))
    lanes = [lane for lane in market.lanes.lanes.values() if lane.cars]
    moving = [device for device in register.devices.values() if device.device_class in MOVING]
    for device in moving:
        lat, lon = market.frame.to_wgs84(*dice.choice(lanes).line[0])
        state = DeviceState(device_id=device.id, status=DeviceStatus.ONLINE, lat=lat, lon=lon)
        state.fix_at = state.last_seen_at = NOON
        session.add(state)
    return len(moving)


def _weigh(session: Session, register: Register, market: MarketEntry, place: PlaceEntry) -> None:
    to = place.boundary[0]
    found = shown(candidates(session, market, register, to=to, place_id=place.id, now=NOON))
    assert {row["part"] for row in found} == PARTS


def _by_distance(session: Session, _register: Register, market: MarketEntry, place: PlaceEntry) -> None:
    x, y = place.boundary[0]
    known = DeviceState.lat.is_not(None)
    fixes = select(DeviceState.device_id, DeviceState.lat, DeviceState.lon).where(known)
    rows = session.execute(fixes)
    there = [(number, market.frame.to_plan(lat or 0.0, lon or 0.0)) for number, lat, lon in rows]
    assert sorted(there, key=lambda one: hypot(one[1][0] - x, one[1][1] - y))


def _timed(
    ask: Callable[[Session, Register, MarketEntry, PlaceEntry], None],
    session: Session,
    register: Register,
    places: list[PlaceEntry],
) -> tuple[float, ...]:
    market = next(iter(register.markets.values()))
    ask(session, register, market, places[0])  # a statement is written when it is asked for the first time
    clock, cpu = list[float](), list[float]()
    for place in places:
        session.expire_all()
        began, worked = perf_counter(), process_time()
        ask(session, register, market, place)
        clock.append((perf_counter() - began) * 1000)
        cpu.append((process_time() - worked) * 1000)
    return tuple(round(ms, 1) for ms in (median(clock), max(clock), median(cpu), max(cpu)))
