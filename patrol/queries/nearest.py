"""Which cars and guards are nearest to an alert right now."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.model.alerts import Alert
from patrol.model.devices import DeviceState
from patrol.rules.entries import DeviceEntry, MarketEntry, Register
from patrol.rules.nearest import Candidate, Reason, Unit, rank
from patrol.rules.register import Point
from patrol.rules.words import DeviceClass, DeviceStatus

UNITS = (DeviceClass.CAR, DeviceClass.PHONE)


def nearest(session: Session, alert: Alert, register: Register, *, now: datetime) -> list[dict[str, Any]]:
    """Give the units of the alert's market, the quickest first, each with its reasons."""
    market = register.markets[alert.market_id]
    devices = {
        d.id: d
        for d in register.devices.values()
        if d.market_id == market.id and d.device_class in UNITS and d.id != alert.device_id
    }
    states = session.scalars(select(DeviceState).where(DeviceState.device_id.in_(devices)))
    units = [_unit(devices[state.device_id], state, market, now) for state in states]
    to = (alert.x, alert.y) if alert.x is not None and alert.y is not None else None

    def metres(start: Point, end: Point, by_car: bool) -> float:  # noqa: FBT001 - a callback's shape
        return market.lanes.metres_between(start, end, cars=by_car)

    return [_row(candidate) for candidate in rank(units, to, metres=metres)]


def _unit(device: DeviceEntry, state: DeviceState, market: MarketEntry, now: datetime) -> Unit:
    point = None
    if state.lat is not None and state.lon is not None:
        point = market.frame.to_plan(state.lat, state.lon)
    age = (now - state.fix_at).total_seconds() if state.fix_at else None
    return Unit(device.code, device.name, device.device_class, DeviceStatus(state.status), point, age)


def _row(candidate: Candidate) -> dict[str, Any]:
    unit = candidate.unit
    return {
        "device": unit.code,
        "name": unit.name,
        "class": unit.device_class,
        "distance_m": round(candidate.metres) if candidate.metres is not None else None,
        "seconds": round(candidate.seconds) if candidate.seconds is not None else None,
        "fix_age_s": round(unit.fix_age_s) if unit.fix_age_s is not None else None,
        "reasons": [_reason(reason) for reason in candidate.reasons],
        "why_not": [_reason(reason) for reason in candidate.why_not],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {"key": reason.key, "args": dict(reason.about)}
