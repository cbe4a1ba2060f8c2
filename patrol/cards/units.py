"""Who could be sent to a point: guards, cars and open shops nearby, weighed the same way everywhere."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from math import hypot

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from patrol.cards.on_duty import Roster, roster
from patrol.cards.things import Card
from patrol.model.devices import DeviceState
from patrol.model.people import Person
from patrol.model.readiness import GroupReadiness
from patrol.model.tasks import Task
from patrol.rules.entries import DeviceEntry, MarketEntry, PlaceEntry, Register
from patrol.rules.hours import is_open
from patrol.rules.nearest import SHOWN, Candidate, Reason, Unit, rank
from patrol.rules.register import Point
from patrol.rules.words import DeviceClass, DeviceStatus, PlaceKind

MOVERS = (DeviceClass.CAR, DeviceClass.PHONE)
SHOP_WITHIN_M = 60.0
SHOPS_WEIGHED = 16
PHONE = "phone-"
"""A guard's phone is registered under this and the guard's login."""


def candidates(
    session: Session,
    market: MarketEntry,
    register: Register,
    *,
    to: Point | None,
    place_id: int | None,
    now: datetime,
    named: frozenset[str] = frozenset(),
    hushed_m: float = 0.0,
) -> list[Candidate]:
    """Weigh every car and guard of a market, the shops nearby, and whoever else is `named`; best first.

    Within `hushed_m` metres no shop's phone is to ring.
    """
    load = _load(session)
    duty = roster(session, market.id, now=now)
    movers = list(_movers(session, market, register, load, now, named, duty))
    people = carriers(session, (unit.code for unit in movers))
    units = [
        replace(
            unit,
            on_duty=duty.duty_of(unit.code.removeprefix(PHONE)),
            person=people.get(unit.code, (None, None))[1],
        )
        for unit in movers
    ]
    units += [
        replace(shop, in_sight=_is_within(hushed_m, shop.point, to))
        for shop in _shops(session, market, register, load, to, place_id, now, named, duty)
    ]
    if to is None:
        return rank(units, None, metres=lambda _a, _b, _car: 0.0, shown=None)
    ways = {by_car: market.lanes.ways_to(to, cars=by_car) for by_car in (False, True)}
    return rank(units, to, metres=lambda start, _to, by_car: ways[by_car](start), shown=None)


def carriers(session: Session, codes: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Give id and name of who carries a phone, by the phone's code: it holds the login."""
    logins = [code.removeprefix(PHONE) for code in codes if code.startswith(PHONE)]
    rows = session.execute(select(Person.login, Person.id, Person.name).where(Person.login.in_(logins)))
    return {f"{PHONE}{login}": (person_id, name) for login, person_id, name in rows}


def shown(ranked: Iterable[Candidate]) -> list[Card]:
    """Rows of the best of each part, the quickest first."""
    count: Counter[str] = Counter()
    rows = []
    for candidate in ranked:
        count[candidate.unit.part] += 1
        if count[candidate.unit.part] <= SHOWN:
            rows.append(row_of(candidate))
    return rows


def row_of(candidate: Candidate) -> Card:
    """One unit with its way, what speaks for it and what against."""
    unit = candidate.unit
    return {
        "unit": unit.ref,
        "part": unit.part,
        "device": None if unit.device_class is None else unit.code,
        "place": unit.code if unit.device_class is None else None,
        "name": unit.person or unit.name,
        "phone": unit.name if unit.person else None,
        "class": unit.device_class,
        "distance_m": round(candidate.metres) if candidate.metres is not None else None,
        "seconds": round(candidate.seconds) if candidate.seconds is not None else None,
        "fix_age_s": round(unit.fix_age_s) if unit.fix_age_s is not None else None,
        "reasons": [_reason(reason) for reason in candidate.reasons],
        "why_not": [_reason(reason) for reason in candidate.why_not],
    }


def point_of(place: PlaceEntry | None) -> Point | None:
    """Where a place is met: at its door, else in its middle; plan metres."""
    return None if place is None else place.door


def shop_is_open(shop: PlaceEntry, market: MarketEntry, now: datetime) -> bool:
    """Say whether a shop is open; one that never said follows the market."""
    return shop_open_at(shop, market, market.clock.minute(now))


def shop_open_at(shop: PlaceEntry, market: MarketEntry, minute: int) -> bool:
    """Say whether a shop is open at a minute of the local day."""
    match shop.facts:
        case {"opens": int(opens), "closes": int(closes)}:
            return is_open(opens, closes, minute)
    return market.is_open(minute)


def _reason(reason: Reason) -> Card:
    return {"key": reason.key, "args": dict(reason.about)}


def _is_within(metres: float, point: Point | None, of: Point | None) -> bool:
    if metres <= 0 or point is None or of is None:
        return metres > 0
    return hypot(point[0] - of[0], point[1] - of[1]) <= metres


def _load(session: Session) -> Counter[tuple[str, int]]:
    """Count the open tasks of every device and shop that has any."""
    waiting = select(Task.device_id, Task.place_id).where(
        Task.settled_at.is_(None), or_(Task.device_id.is_not(None), Task.place_id.is_not(None))
    )
    rows = session.execute(waiting)
    return Counter(
        ("device", device) if device is not None else ("place", place or 0) for device, place in rows
    )


def _movers(
    session: Session,
    market: MarketEntry,
    register: Register,
    load: Counter[tuple[str, int]],
    now: datetime,
    named: frozenset[str],
    duty: Roster,
) -> Iterable[Unit]:
    """Give what was ever heard, what is named, and the phones of everybody on duty."""
    devices = {
        d.id: d for d in register.devices.values() if d.market_id == market.id and d.device_class in MOVERS
    }
    states = session.scalars(select(DeviceState).where(DeviceState.device_id.in_(devices)))
    known = {state.device_id: state for state in states}
    for device in devices.values():
        named_here = f"device:{device.code}" in named
        if device.id in known or named_here or duty.duty_of(device.code.removeprefix(PHONE)):
            yield _mover(device, known.get(device.id), market, load["device", device.id], now)


def _mover(
    device: DeviceEntry, state: DeviceState | None, market: MarketEntry, load: int, now: datetime
) -> Unit:
    point, age = None, None
    if state is not None and state.lat is not None and state.lon is not None:
        point = market.frame.to_plan(state.lat, state.lon)
    if state is not None and state.fix_at is not None:
        age = (now - state.fix_at).total_seconds()
    status = DeviceStatus(state.status) if state is not None else DeviceStatus.UNKNOWN
    return Unit(device.code, device.name, device.device_class, status, point, age, load)


def stand_in_of(session: Session, group: PlaceEntry | None) -> int | None:
    """Give the neighbour (place id) that stands in for a group which is too thin now."""
    row = session.get(GroupReadiness, group.id) if group else None
    return row.attached_id if row is not None and row.thin else None


def _shops(
    session: Session,
    market: MarketEntry,
    register: Register,
    load: Counter[tuple[str, int]],
    to: Point | None,
    place_id: int | None,
    now: datetime,
    named: frozenset[str],
    duty: Roster,
) -> list[Unit]:
    group = register.above(place_id, PlaceKind.GROUP)
    attached = stand_in_of(session, group)
    near: list[tuple[float, PlaceEntry, Point | None]] = []
    for shop in register.places.values():
        if shop.kind is not PlaceKind.SHOP or shop.market_id != market.id or shop.id == place_id:
            continue
        point = shop.door
        gap = hypot(point[0] - to[0], point[1] - to[1]) if point and to else SHOP_WITHIN_M + 1
        keeps_watch = group is not None and shop.parent_id == group.id and shop.id in duty.shops
        if keeps_watch or f"place:{shop.code}" in named:
            near.append((-1.0, shop, point))
        elif shop.parent_id == attached and attached is not None and shop_is_open(shop, market, now):
            near.append((-0.5, shop, point))
        elif gap <= SHOP_WITHIN_M:
            near.append((gap, shop, point))
    near.sort(key=lambda one: (one[0], one[1].code))
    return [
        Unit(
            shop.code,
            shop.name,
            None,
            DeviceStatus.UNKNOWN,
            point,
            None,
            load["place", shop.id],
            is_open=shop_is_open(shop, market, now),
            helps=shop.facts.get("helps") is not False,
            same_group=group is not None and shop.parent_id == group.id,
            stands_in=attached is not None and shop.parent_id == attached,
            on_duty=True if shop.id in duty.shops else None,
        )
        for _, shop, point in near[:SHOPS_WEIGHED]
    ]
