"""How roll calls were answered, and for how long devices could not be heard."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from patrol.model.alerts import Alert
from patrol.model.devices import Device
from patrol.model.roll_calls import RollCall, RollCallShop
from patrol.rules.case_words import RollAnswer
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.figures import RollCalls, Source, Sources
from patrol.rules.indicators import Rate
from patrol.rules.periods import Period
from patrol.rules.roll_call import ShopLine, tally
from patrol.rules.words import Kind, PlaceKind

AWAY = (Kind.DEVICE_OFFLINE, Kind.DEVICE_SILENT)
"""Alerts that stand while a device cannot be heard."""


def bounds(market: MarketEntry, period: Period) -> tuple[datetime, datetime]:
    """Give the instants at which a period of market days begins and ends."""
    return market.clock.begins(period.first), market.clock.begins(period.last + timedelta(days=1))


def calls_of(
    market: MarketEntry, period: Period, grid_id: int | None, group_id: int | None, register: Register
) -> Select[RollCall, RollCallShop]:
    """The lines of the roll calls of a period that were no drills; shops that were counted alone."""
    since, until = bounds(market, period)
    lines = (
        select(RollCall, RollCallShop)
        .join(RollCallShop, RollCallShop.roll_call_id == RollCall.id)
        .where(
            RollCall.market_id == market.id,
            RollCall.opened_at >= since,
            RollCall.opened_at < until,
            RollCall.drill.is_(False),
            RollCallShop.counted.is_(True),
        )
        .order_by(RollCall.id.desc(), RollCallShop.place_id)
    )
    if group_id is not None:
        lines = lines.where(RollCall.group_id == group_id)
    elif grid_id is not None:
        groups = [
            p.id for p in register.places.values() if p.kind is PlaceKind.GROUP and p.parent_id == grid_id
        ]
        lines = lines.where(RollCall.group_id.in_(groups))
    return lines


def roll_calls(
    session: Session,
    market: MarketEntry,
    period: Period,
    grid_id: int | None,
    group_id: int | None,
    register: Register,
) -> RollCalls:
    """How many of the shops that were asked answered, and how fast half of them were."""
    calls: set[int] = set()
    lines: list[ShopLine] = []
    first: datetime | None = None
    for call, shop in session.execute(calls_of(market, period, grid_id, group_id, register)):
        calls.add(call.id)
        first = first or call.opened_at
        answer = RollAnswer(shop.answer) if shop.answer else None
        took = shop.answered_at - call.opened_at if shop.answered_at else None
        lines.append(
            ShopLine(shop.place_id, counted=True, answer=answer, answered_at=first + took if took else None)
        )
    if first is None:
        return RollCalls(0, Rate(0, 0), None)
    found = tally(lines, first)
    return RollCalls(len(calls), Rate(found.answered, found.asked), found.median_s)


def sources(
    session: Session, market: MarketEntry, period: Period, register: Register, *, now: datetime
) -> Sources:
    """How much of the period's time the devices could be heard, by the alerts that said they could not."""
    since, until = bounds(market, period)
    until = min(until, now)
    devices = session.scalar(
        select(func.count()).where(Device.market_id == market.id, Device.active.is_(True))
    )
    spans: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for device_id, begin, end in session.execute(_away(market.id, since, until)):
        spans[device_id].append((max(begin, since), min(end or now, until)))
    away = [_source(device_id, found, register) for device_id, found in spans.items()]
    possible = (devices or 0) * (until - since).total_seconds()
    lost = sum(one.away_s for one in away)
    share = max(0.0, 1 - lost / possible) if possible > 0 else None
    away.sort(key=lambda one: (-one.away_s, one.code))
    return Sources(devices or 0, share, tuple(away))


def _away(market_id: int, since: datetime, until: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(Alert.device_id, Alert.raised_at, Alert.cleared_at)
        .where(
            Alert.market_id == market_id,
            Alert.kind.in_(AWAY),
            Alert.device_id.is_not(None),
            Alert.raised_at < until,
            or_(Alert.cleared_at.is_(None), Alert.cleared_at > since),
        )
        .order_by(Alert.raised_at)
    )


def _source(device_id: int, spans: list[tuple[datetime, datetime]], register: Register) -> Source:
    """Two alerts of one device that overlap are one absence."""
    total, reached, times = timedelta(0), None, 0
    for begin, end in spans:
        if reached is None or begin > reached:
            times += 1
        start = begin if reached is None else max(begin, reached)
        total += max(timedelta(0), end - start)
        reached = end if reached is None else max(end, reached)
    device = register.devices.get(device_id)
    code, name = (device.code, device.name) if device else (f"#{device_id}", f"#{device_id}")
    return Source(code, name, round(total.total_seconds()), times)
