"""Coverage is measured from tracks once a half hour is over, and kept when the tracks are forgotten."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import isfinite

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from patrol.model.patrol_plan import CoverageCell
from patrol.model.places import Place
from patrol.model.rounds import Checkpoint, Round, RoundStop, RouteVersion
from patrol.model.signals import SignalRecord
from patrol.rules.coverage import HALF_HOUR_S, Cell, Fix, Intent, covered, planned
from patrol.rules.entries import MarketEntry, PlaceEntry, Register
from patrol.rules.frame import Box, contains
from patrol.rules.motion import COARSE_FIX_M
from patrol.rules.register import Point
from patrol.rules.retention import Keep
from patrol.rules.round_words import RoundState
from patrol.rules.words import DeviceClass, Kind, PlaceKind, TimeQuality

LATENESS = timedelta(minutes=10)
"""How long after a half hour tracks may still come in; what comes later is not counted, now or ever."""
BACK = 12
"""Half hours that are measured after the clockwork stood still."""
MOVERS = (DeviceClass.CAR, DeviceClass.PHONE)
HALF_HOUR = timedelta(seconds=HALF_HOUR_S)


def due(session: Session, market_id: int, *, now: datetime) -> list[datetime]:
    """Give the half hours of the last hours that are over and not measured yet, the oldest first.

    A market without grids has nothing to measure.
    """
    grids = select(Place.id).where(Place.market_id == market_id, Place.kind == PlaceKind.GRID)
    if session.scalars(grids.limit(1)).first() is None:
        return []
    last = _start_of(now - LATENESS) - HALF_HOUR
    wanted = [last - HALF_HOUR * back for back in reversed(range(BACK))]
    rows = select(CoverageCell.starts_at).where(
        CoverageCell.market_id == market_id, CoverageCell.starts_at >= wanted[0]
    )
    known = set(session.scalars(rows.distinct()))
    return [start for start in wanted if start not in known]


def measure(
    session: Session, market: MarketEntry, register: Register, start: datetime, *, now: datetime
) -> None:
    """Write down one half hour, grid by grid; measured twice it is the same, and written once."""
    grids = _grids(register, market.id)
    begins = int(start.timestamp())
    half_hour, ends = begins // HALF_HOUR_S, begins + HALF_HOUR_S
    seen = covered(fixes(session, market, register, start), start=begins, end=ends)
    wanted = planned(intents(session, market, register, start), start=begins, end=ends)
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [
        {
            "market_id": market.id,
            "grid_id": grid.id,
            "day": market.clock.day(start),
            "starts_at": start,
            "planned_s": wanted.get(_cell(grid, half_hour), 0),
            "covered_s": seen.get(_cell(grid, half_hour), 0),
            "measured_at": now,
        }
        for grid, _ in grids
    ]
    if rows:
        session.execute(make(CoverageCell).values(rows).on_conflict_do_nothing())


def fixes(session: Session, market: MarketEntry, register: Register, start: datetime) -> Iterator[Fix]:
    """Give what is known of who was where in a half hour: tracks of cars and phones, and checkpoints.

    Who is somewhere within a circle wider than a lane is in no grid for certain: such fixes say nothing.
    """
    grids = _grids(register, market.id)
    movers = {d.id: d.code for d in register.devices.values() if d.market_id == market.id
              and d.device_class in MOVERS}  # fmt: skip
    early, end = start - timedelta(seconds=60), start + HALF_HOUR
    rows = session.execute(
        select(SignalRecord.device_id, SignalRecord.happened_at, SignalRecord.lat, SignalRecord.lon)
        .where(SignalRecord.keep == Keep.POSITION, SignalRecord.received_at >= early)
        .where(SignalRecord.received_at < end + LATENESS, SignalRecord.kind == Kind.POSITION)
        .where(SignalRecord.happened_at >= early, SignalRecord.happened_at < end)
        .where(SignalRecord.market_id == market.id, SignalRecord.lat.is_not(None))
        .where(SignalRecord.acc_m.is_(None) | (SignalRecord.acc_m <= COARSE_FIX_M))
        .where(SignalRecord.time_quality != TimeQuality.SUSPECT, SignalRecord.retained.is_(False))
    )
    for device_id, at, lat, lon in rows:
        if device_id in movers and lat is not None and lon is not None:
            point = market.frame.to_plan(lat, lon)
            grid = _grid_at(grids, point)
            if grid is not None:
                yield Fix(movers[device_id], int(at.timestamp()), grid, (lat, lon))
    reached = session.execute(
        select(RoundStop.by_id, RoundStop.at, RoundStop.x, RoundStop.y)
        .join(Round, Round.id == RoundStop.round_id)
        .where(Round.market_id == market.id, RoundStop.at >= early, RoundStop.at < end)
        .where(RoundStop.received_at < end + LATENESS)
    )
    for by_id, came, x, y in reached:
        grid = _grid_at(grids, (x, y))
        if came is not None and grid is not None:
            yield Fix(f"person:{by_id}", int(came.timestamp()), grid, (x, y))


def intents(session: Session, market: MarketEntry, register: Register, start: datetime) -> Iterator[Intent]:
    """Give the rounds whose windows touch a half hour, each with its way in every grid."""
    rows = session.execute(
        select(Round, RouteVersion)
        .join(RouteVersion, RouteVersion.id == Round.route_version_id)
        .where(Round.market_id == market.id, Round.opens_at < start + HALF_HOUR, Round.closes_at > start)
        .where(Round.state != RoundState.CANCELLED)
        .order_by(Round.id)
    )
    ways: dict[int, tuple[dict[str, float], dict[str, int]]] = {}
    for row, version in rows.all():
        if version.id not in ways:
            ways[version.id] = _ways(session, market, register, version)
        way, stops = ways[version.id]
        opens, closes = int(row.opens_at.timestamp()), int(row.closes_at.timestamp())
        yield Intent(opens, closes, way, stops, version.by_car)


def _ways(
    session: Session, market: MarketEntry, register: Register, version: RouteVersion
) -> tuple[dict[str, float], dict[str, int]]:
    wanted = select(Checkpoint).where(Checkpoint.id.in_(version.stops))
    spots = {spot.id: spot for spot in session.scalars(wanted)}
    ways: dict[str, float] = {}
    stops: dict[str, int] = {}
    before: Point | None = None
    for spot in (spots[number] for number in version.stops):
        grid = register.places.get(spot.grid_id or 0)
        at = (spot.x, spot.y)
        if grid is not None:
            metres = market.lanes.metres_between(before, at, cars=version.by_car) if before else 0.0
            ways[grid.code] = ways.get(grid.code, 0.0) + (metres if isfinite(metres) else 0.0)
            stops[grid.code] = stops.get(grid.code, 0) + 1
        before = at
    return ways, stops


def _grids(register: Register, market_id: int) -> list[tuple[PlaceEntry, Box]]:
    places = register.places.values()
    grids = [p for p in places if p.market_id == market_id and p.kind is PlaceKind.GRID]
    return [(grid, Box.around(grid.boundary)) for grid in sorted(grids, key=lambda one: one.code)]


def _grid_at(grids: list[tuple[PlaceEntry, Box]], point: Point) -> str | None:
    for grid, box in grids:
        if box.holds(*point) and contains(grid.boundary, *point):
            return grid.code
    return None


def _cell(grid: PlaceEntry, half_hour: int) -> Cell:
    return grid.code, half_hour


def _start_of(instant: datetime) -> datetime:
    """Give the half hour an instant lies in; zones shift by whole quarters, so these are UTC's own."""
    seconds = int(instant.timestamp()) // HALF_HOUR_S * HALF_HOUR_S
    return datetime.fromtimestamp(seconds, UTC)
