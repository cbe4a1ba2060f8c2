"""How ready the groups of a market are now: counted from opening hours, roll calls and turns of duty."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from math import hypot

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol.cards.on_duty import roster
from patrol.cards.things import Card, code_of, place_of, stamp
from patrol.cards.units import point_of, shop_open_at
from patrol.model.readiness import GroupReadiness
from patrol.model.roll_calls import RollCall, RollCallShop
from patrol.rules.entries import MarketEntry, PlaceEntry, Register
from patrol.rules.readiness import STAND_IN_WITHIN_M, Door, Readiness, readiness
from patrol.rules.register import Point
from patrol.rules.words import PlaceKind

REMEMBERED = timedelta(days=7)
"""A shop that was silent at its last roll call does not count as ready for this long, or until it answers."""

Shops = Mapping[int, list[PlaceEntry]]


def readiness_card(row: GroupReadiness, register: Register) -> Card:
    """One group that is too thin to help itself, and who stands in for it."""
    return {
        "version": row.version,
        "group": place_of(register, row.group_id) or {"code": row.code, "name": row.code},
        "grid": code_of(register, row.grid_id),
        "of": row.of,
        "open": row.open,
        "ready": row.ready,
        "least": row.least,
        "lead": row.lead,
        "on_duty": row.on_duty,
        "attached": place_of(register, row.attached_id),
        "metres": row.metres,
        "since": stamp(row.since),
    }


def shops_by_group(register: Register, market_id: int) -> Shops:
    """Give the shops of each group of a market; a group without shops has an empty list."""
    found: dict[int, list[PlaceEntry]] = defaultdict(list)
    for place in register.places.values():
        if place.market_id == market_id and place.kind is PlaceKind.GROUP:
            found[place.id] = found[place.id]
    for place in register.places.values():
        if place.kind is PlaceKind.SHOP and place.parent_id in found:
            found[place.parent_id].append(place)
    return found


def readiness_now(
    session: Session, market: MarketEntry, register: Register, shops: Shops, *, now: datetime
) -> dict[int, Readiness]:
    """Count every group of a market at this instant."""
    minute, silent = market.clock.minute(now), _silent(session, market.id, now)
    on_duty = roster(session, market.id, now=now).shops
    return {
        group_id: readiness(
            _door(shop, market, minute, silent, on_duty, _lead_of(register, group_id)) for shop in members
        )
        for group_id, members in shops.items()
    }


def readiness_by_half_hour(market: MarketEntry, shops: Shops) -> dict[int, list[int]]:
    """Count each group's shops that are open and help, for the 48 half hours of a day from 00:00."""
    return {
        group_id: [_helping(members, market, half_hour * 30) for half_hour in range(48)]
        for group_id, members in shops.items()
    }


def neighbours(
    group_id: int, able: Iterable[int], market: MarketEntry, middles: Mapping[int, Point]
) -> dict[int, float]:
    """Measure the ways on foot (metres) from the able groups around to a group."""
    here = middles.get(group_id)
    if here is None:
        return {}
    near = [other for other in able if other != group_id and _gap(here, middles.get(other))]
    if not near:
        return {}
    metres_from = market.lanes.ways_to(here)
    return {other: metres_from(middles[other]) for other in near}


def middles_of(shops: Shops) -> dict[int, Point]:
    """Give the middle of each group's doors, in plan metres."""
    found = {}
    for group_id, members in shops.items():
        doors = [point for shop in members if (point := point_of(shop)) is not None]
        if doors:
            found[group_id] = (sum(x for x, _ in doors) / len(doors), sum(y for _, y in doors) / len(doors))
    return found


def _gap(here: Point, there: Point | None) -> bool:
    return there is not None and hypot(there[0] - here[0], there[1] - here[1]) <= STAND_IN_WITHIN_M


def _helping(members: Iterable[PlaceEntry], market: MarketEntry, minute: int) -> int:
    return sum(shop_open_at(shop, market, minute) and _helps(shop) for shop in members)


def _helps(shop: PlaceEntry) -> bool:
    return shop.facts.get("helps") is not False


def _lead_of(register: Register, group_id: int) -> str | None:
    lead = register.places[group_id].facts.get("lead")
    return None if lead is None else str(lead)


def _door(
    shop: PlaceEntry,
    market: MarketEntry,
    minute: int,
    silent: frozenset[int],
    on_duty: frozenset[int],
    lead: str | None,
) -> Door:
    return Door(
        is_open=shop_open_at(shop, market, minute),
        helps=_helps(shop),
        silent=shop.id in silent,
        on_duty=shop.id in on_duty,
        leads=shop.code == lead,
    )


def _silent(session: Session, market_id: int, now: datetime) -> frozenset[int]:
    """Give the shops that did not answer the last roll call that counted them and is over."""
    last = (
        select(func.max(RollCallShop.roll_call_id).label("call"), RollCallShop.place_id.label("place"))
        .join(RollCall, RollCall.id == RollCallShop.roll_call_id)
        .where(
            RollCall.market_id == market_id,
            RollCall.ended_at > now - REMEMBERED,
            RollCallShop.counted.is_(True),
        )
        .group_by(RollCallShop.place_id)
        .subquery()
    )
    mute = select(RollCallShop.place_id).join(
        last,
        (last.c.call == RollCallShop.roll_call_id) & (last.c.place == RollCallShop.place_id),
    )
    return frozenset(session.scalars(mute.where(RollCallShop.answer.is_(None))))
