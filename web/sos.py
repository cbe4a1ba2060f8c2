"""A call for help by a person: over the devices' own wire where it is up, else straight into a case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select

from patrol.actions import case_open
from patrol.actions.case_open import Report
from patrol.cards.things import stamp
from patrol.cards.units import PHONE
from patrol.model.people import Person
from patrol.queries.people import Viewer
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.words import Category, DeviceClass, Kind, Severity
from web.context import Change, context


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls from where. `lat` and `lon` are WGS-84; `acc` metres."""

    market: str
    command_id: str
    happened_at: datetime | None
    lat: float | None = None
    lon: float | None = None
    acc: float | None = None


def call(told: Call, viewer: Viewer) -> dict[str, Any]:
    """Ring the boards. The same `command_id` again rings once."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        market = context().market(register, told.market)
        login = session.scalar(select(Person.login).where(Person.id == viewer.person_id))
    phone = _phone(register, market, f"{PHONE}{login}")
    if phone is not None:
        topic = f"patrol/v1/{market.code}/{DeviceClass.PHONE}/{phone}/event"
        if context().wire(topic, orjson.dumps(_message(told))):
            return {"by": "wire", "id": None}
    answer = context().change(lambda to: _report(to, told, viewer))
    return {"by": "report", "id": answer["id"]}


def _phone(register: Register, market: MarketEntry, code: str) -> str | None:
    devices = (d for d in register.devices.values() if d.market_id == market.id and d.code == code)
    return next((device.code for device in devices), None)


def _message(told: Call) -> dict[str, Any]:
    """What a phone of the wire would say; its id lets a call that is sent twice ring once."""
    body: dict[str, Any] = {"v": 1, "id": told.command_id, "kind": Kind.SOS, "phase": "new"}
    if told.happened_at is not None:
        body["at"] = stamp(told.happened_at)
    if told.lat is not None and told.lon is not None:
        body["position"] = {"lat": told.lat, "lon": told.lon, "acc": told.acc or 0.0}
    return body


def _report(to: Change, told: Call, viewer: Viewer) -> dict[str, Any]:
    market = context().market(to.register, told.market)
    known = told.lat is not None and told.lon is not None
    report = Report(
        market_id=market.id,
        category=Category.PERSONAL_SAFETY,
        severity=Severity.CRITICAL,
        command_id=told.command_id,
        reporter_id=viewer.person_id,
        kind=Kind.SOS,
        place=_own_place(viewer, told.market),
        point=market.frame.to_plan(told.lat or 0.0, told.lon or 0.0) if known else None,
        happened_at=told.happened_at,
    )
    return case_open.report(to.session, report, to.register, now=to.now)


def _own_place(viewer: Viewer, market: str) -> str | None:
    """Where somebody belongs: their shop, their grid, at the least the market."""
    return next((held.path[0].code for held in viewer.holdings if held.path[0].market == market), None)
