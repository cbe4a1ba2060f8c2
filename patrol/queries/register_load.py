"""Reads the whole register from the database."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.model.alerts import TriageRule
from patrol.model.devices import Device, DeviceName
from patrol.model.places import Lane, Market, Place, PlaceVersion
from patrol.rules.entries import (
    DeviceEntry,
    MarketEntry,
    PlaceEntry,
    Register,
)
from patrol.rules.frame import Box
from patrol.rules.hours import MarketClock
from patrol.rules.lanes import LaneGraph
from patrol.rules.register import LaneRow
from patrol.rules.signal import DeviceKey
from patrol.rules.triage import Rule, RuleBook, read_rule
from patrol.rules.words import DeviceClass, PlaceKind


def load(session: Session, version: str) -> Register:
    """Read what stands now. About 3,000 rows for a market of 1,800 shops."""
    places = _places(session)
    markets = _markets(session, places)
    shell = Register(version, markets, places, {}, {})
    active = select(Device).where(Device.active)
    devices = {device.id: _device(device, shell) for device in session.scalars(active)}
    names = session.scalars(select(DeviceName))
    by_key = {
        DeviceKey(name.source, name.instance, name.key): devices[name.device_id]
        for name in names
        if name.device_id in devices
    }
    return Register(version, markets, places, devices, by_key)


def _places(session: Session) -> dict[int, PlaceEntry]:
    standing = (
        select(Place, PlaceVersion)
        .join(PlaceVersion, PlaceVersion.place_id == Place.id)
        .where(PlaceVersion.valid_to.is_(None))
    )
    return {
        place.id: PlaceEntry(
            id=place.id,
            market_id=place.market_id,
            kind=PlaceKind(place.kind),
            code=place.code,
            name=version.name,
            parent_id=version.parent_id,
            boundary=tuple((float(x), float(y)) for x, y in version.boundary),
            facts=version.facts,
        )
        for place, version in session.execute(standing)
    }


def _markets(session: Session, places: Mapping[int, PlaceEntry]) -> dict[int, MarketEntry]:
    rules: dict[int, list[Rule]] = defaultdict(list)
    standing = select(TriageRule).where(TriageRule.valid_to.is_(None), TriageRule.enabled)
    for row in session.scalars(standing.order_by(TriageRule.rank, TriageRule.id)):
        rules[row.market_id].append(read_rule(row.code, row.rank, row.body))
    zones: dict[int | None, list[PlaceEntry]] = defaultdict(list)
    lanes = _lanes(session)
    bounds = {}
    for place in places.values():
        if place.kind is PlaceKind.ZONE:
            zones[place.market_id].append(place)
        elif place.kind is PlaceKind.MARKET:
            bounds[place.market_id] = place.boundary
    return {
        market.id: MarketEntry(
            id=market.id,
            code=market.code,
            name=market.name,
            frame=market.frame,
            clock=MarketClock(market.timezone, market.cut),
            opens=market.opens,
            closes=market.closes,
            bounds=bounds.get(market.id, ()),
            zones=tuple((zone, Box.around(zone.boundary)) for zone in zones[market.id]),
            rules=RuleBook(rules[market.id]),
            lanes=LaneGraph(lanes[market.id]),
        )
        for market in session.scalars(select(Market).order_by(Market.id))
    }


def _lanes(session: Session) -> dict[int, list[LaneRow]]:
    found: dict[int, list[LaneRow]] = defaultdict(list)
    for lane in session.scalars(select(Lane).where(Lane.valid_to.is_(None)).order_by(Lane.id)):
        line = tuple((float(x), float(y)) for x, y in lane.line)
        row = LaneRow(lane.code, lane.name, lane.start, lane.end, line, lane.width_m, lane.cars)
        found[lane.market_id].append(row)
    return found


def _device(device: Device, register: Register) -> DeviceEntry:
    grid = register.above(device.place_id, PlaceKind.GRID)
    group = register.above(device.place_id, PlaceKind.GROUP)
    return DeviceEntry(
        id=device.id,
        market_id=device.market_id,
        device_class=DeviceClass(device.device_class),
        code=device.code,
        name=device.name,
        place_id=device.place_id,
        grid_id=grid.id if grid else None,
        group_id=group.id if group else None,
        parent_id=device.parent_id,
        x=device.x,
        y=device.y,
        silent_after_s=device.silent_after_s,
        clock_offset_s=device.clock_offset_s,
        use=str(device.facts.get("use", "")),
    )
