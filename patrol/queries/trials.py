"""The ledger of button tests and drills, as screens ask for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol.cards.things import code_of, place_of, stamp
from patrol.errors import NotFound
from patrol.model.incidents import Incident
from patrol.model.trials import ButtonTest, DrillPlan, TestPlan
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.trials import EVERY_DAYS, TrialState, due_at
from patrol.rules.words import DeviceClass


def ledger(session: Session, market: MarketEntry, register: Register, *, now: datetime) -> dict[str, Any]:
    """Give every button with its last good test and when it is due, the most overdue first; and drills."""
    plan = session.get(TestPlan, market.id)
    every, since = (plan.every_days, plan.since) if plan else (EVERY_DAYS, now)
    passed = _newest(session, market.id, TrialState.PASSED)
    failed = _newest(session, market.id, TrialState.FAILED)
    rows = []
    for device in register.devices.values():
        if device.market_id != market.id or device.device_class is not DeviceClass.BUTTON:
            continue
        good, bad = passed.get(device.id), failed.get(device.id)
        due = due_at(good, since, every)
        rows.append(
            {
                "button": device.code,
                "name": device.name,
                "place": place_of(register, device.place_id),
                "grid": code_of(register, device.grid_id),
                "last_passed_at": stamp(good),
                "due_at": stamp(due),
                "overdue": due <= now,
                "failing": bad is not None and (good is None or bad > good),
            }
        )
    rows.sort(key=lambda row: (not row["failing"], row["due_at"], row["button"]))
    return {
        "every_days": every,
        "since": stamp(since),
        "overdue": sum(bool(row["overdue"]) for row in rows),
        "failing": sum(bool(row["failing"]) for row in rows),
        "items": rows,
        "drills": drills(session, market.id, register),
    }


def drills(session: Session, market_id: int, register: Register) -> list[dict[str, Any]]:
    """Give the drills of a market, the next ones first."""
    rows = session.execute(
        select(DrillPlan, Incident)
        .outerjoin(Incident, Incident.id == DrillPlan.incident_id)
        .where(DrillPlan.market_id == market_id)
        .order_by(DrillPlan.ended_at.is_not(None), DrillPlan.planned_at.desc(), DrillPlan.id)
        .limit(100)
    )
    return [
        {
            "id": row.id,
            "version": row.version,
            "title": row.title,
            "category": row.category,
            "place": place_of(register, row.place_id),
            "planned_at": stamp(row.planned_at),
            "state": row.state,
            "incident": row.incident_id,
            "result": row.result,
            **_pace(case),
        }
        for row, case in rows
    ]


def place_named(register: Register, market_id: int, code: str | None) -> int | None:
    """Find a place of a market by its code."""
    if code is None:
        return None
    for place in register.places.values():
        if (place.market_id, place.code) == (market_id, code):
            return place.id
    raise NotFound(f"there is no place {code}")


def _newest(session: Session, market_id: int, state: TrialState) -> dict[int, datetime]:
    rows = session.execute(
        select(ButtonTest.device_id, func.max(ButtonTest.settled_at))
        .where(ButtonTest.market_id == market_id, ButtonTest.state == state)
        .group_by(ButtonTest.device_id)
    )
    return {device: at for device, at in rows if at is not None}


def _pace(case: Incident | None) -> dict[str, Any]:
    """Say how fast a drill's incident went; nothing of one that was not started."""
    if case is None:
        return {"number": None, "accepted_s": None, "closed_s": None}
    return {
        "number": case.number,
        "accepted_s": _seconds(case.discovered_at, case.accepted_at),
        "closed_s": _seconds(case.discovered_at, case.closed_at),
    }


def _seconds(start: datetime, end: datetime | None) -> int | None:
    return None if end is None else round((end - start).total_seconds())
