"""The register of a market as it stands: what export writes and import compares with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from patrol.model.devices import Device, DeviceName
from patrol.model.people import Grant, Person
from patrol.model.places import Lane, Market, Place, PlaceVersion
from patrol.rules.register import DeviceRow, GrantRow, LaneRow, MarketFile, MarketRow, PersonRow, PlaceRow
from patrol.rules.words import DeviceClass, PlaceKind, Role


def standing_market(session: Session, code: str, *, logins: Iterable[str] = ()) -> MarketFile | None:
    """Give a market with all that stands in it now; None if there is none by that code.

    People are those with a role at one of its places, and those whose `logins` are asked for.
    """
    market = session.scalars(select(Market).where(Market.code == code)).one_or_none()
    if market is None:
        return None
    rows = _places(session, market)
    codes = {row.id: row.code for row in rows}
    return MarketFile(
        market=_market(market),
        places=tuple(_place(row, codes) for row in rows),
        lanes=_lanes(session, market),
        devices=_devices(session, market, codes),
        people=_people(session, codes, frozenset(logins)),
    )


def market_codes(session: Session) -> list[str]:
    """Codes of all markets, the oldest first."""
    return list(session.scalars(select(Market.code).order_by(Market.id)))


def _market(market: Market) -> MarketRow:
    return MarketRow(
        code=market.code,
        name=market.name,
        timezone=market.timezone,
        lat=market.lat,
        lon=market.lon,
        rotation_deg=market.rotation_deg,
        cut=market.cut,
        opens=market.opens,
        closes=market.closes,
    )


def _places(session: Session, market: Market) -> list[Row[Any]]:
    """The market's places, parents first, and before them the street and the communities above it."""
    version = PlaceVersion
    rows = session.execute(
        select(Place.id, Place.market_id, Place.code, Place.kind, version.parent_id, version.name,
               version.boundary, version.facts)
        .join(version, version.place_id == Place.id)
        .where(version.valid_to.is_(None))
        .where(or_(Place.market_id == market.id, Place.market_id.is_(None)))
        .order_by(Place.id)
    ).all()  # fmt: skip
    parents = {row.id: row.parent_id for row in rows}
    tops = {_top(row.id, parents) for row in rows if row.market_id is not None}
    return [row for row in rows if _top(row.id, parents) in tops]


def _top(place: int, parents: Mapping[int, int | None]) -> int:
    while (above := parents.get(place)) is not None:
        place = above
    return place


def _place(row: Row[Any], codes: Mapping[int, str]) -> PlaceRow:
    return PlaceRow(
        kind=PlaceKind(row.kind),
        code=row.code,
        name=row.name,
        parent=None if row.parent_id is None else codes.get(row.parent_id),
        boundary=_points(row.boundary),
        facts=row.facts,
    )


def _lanes(session: Session, market: Market) -> tuple[LaneRow, ...]:
    lanes = session.scalars(
        select(Lane).where(Lane.market_id == market.id, Lane.valid_to.is_(None)).order_by(Lane.code)
    )
    return tuple(
        LaneRow(
            code=lane.code,
            name=lane.name,
            start=lane.start,
            end=lane.end,
            line=_points(lane.line),
            width_m=lane.width_m,
            cars=lane.cars,
        )
        for lane in lanes
    )


def _devices(session: Session, market: Market, codes: Mapping[int, str]) -> tuple[DeviceRow, ...]:
    devices = session.scalars(
        select(Device).where(Device.market_id == market.id, Device.active).order_by(Device.id)
    ).all()
    own = {device.id: device.code for device in devices}
    names: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for name in session.scalars(
        select(DeviceName)
        .join(Device, Device.id == DeviceName.device_id)
        .where(Device.market_id == market.id)
        .order_by(DeviceName.id)
    ):
        names[name.device_id].append((name.source, name.instance, name.key))
    return tuple(
        DeviceRow(
            device_class=DeviceClass(device.device_class),
            code=device.code,
            name=device.name,
            place=None if device.place_id is None else codes.get(device.place_id),
            at=None if device.x is None or device.y is None else (device.x, device.y),
            facing=device.facing,
            parent=None if device.parent_id is None else own.get(device.parent_id),
            silent_after_s=device.silent_after_s,
            keys=tuple(sorted(names[device.id])),
            facts=device.facts,
        )
        for device in devices
    )


def _people(session: Session, codes: Mapping[int, str], logins: frozenset[str]) -> tuple[PersonRow, ...]:
    grants: dict[int, list[GrantRow]] = defaultdict(list)
    for grant in session.scalars(select(Grant).where(Grant.valid_to.is_(None)).order_by(Grant.id)):
        if grant.place_id in codes:
            grants[grant.person_id].append(GrantRow(Role(grant.role), codes[grant.place_id]))
    return tuple(
        PersonRow(person.login, person.name, person.phone, person.language, _ordered(grants[person.id]))
        for person in session.scalars(select(Person).order_by(Person.id))
        if person.id in grants or person.login in logins
    )


def _ordered(grants: list[GrantRow]) -> tuple[GrantRow, ...]:
    return tuple(sorted(grants, key=lambda grant: (grant.role, grant.place)))


def _points(points: Iterable[Iterable[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((x, y) for x, y in points)
