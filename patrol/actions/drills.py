"""Drills: planned, flagged before their first step, and what came out. They never touch the rates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy.orm import Session

from patrol.actions import case_open, incidents
from patrol.actions import round_payload as read
from patrol.actions.case_open import Report
from patrol.actions.incidents import CaseOrder
from patrol.cards.things import Card, place_of, stamp
from patrol.errors import Invalid, NotFound, NotNow, VersionConflict
from patrol.model.incidents import Incident
from patrol.model.trials import DrillPlan
from patrol.rules.entries import Register
from patrol.rules.trials import DrillState
from patrol.rules.words import Category, Role, Severity


@dataclass(frozen=True, slots=True)
class DrillOrder:
    """One command to one drill."""

    drill_id: int
    command: str
    command_id: str
    expected_version: int
    payload: Mapping[str, object]
    actor_id: int | None


def command(session: Session, order: DrillOrder, register: Register, *, now: datetime) -> Card:
    """`start`, `finish` with the result, or `cancel`."""
    row = session.get(DrillPlan, order.drill_id, with_for_update=True)
    if row is None:
        raise NotFound(f"there is no drill {order.drill_id}")
    if order.expected_version != row.version:
        raise VersionConflict(
            "this drill changed since you looked at it", {"version": row.version, "by": None}
        )
    match order.command, row.state:
        case "start", DrillState.PLANNED:
            _start(session, row, order, register, now)
        case "finish", DrillState.RUNNING:
            row.result = read.needed(order.payload, "result", longest=1000)
            row.state, row.ended_at = DrillState.DONE, now
        case "cancel", DrillState.PLANNED:
            row.result = read.needed(order.payload, "reason", longest=1000)
            row.state, row.ended_at = DrillState.CANCELLED, now
        case (("start" | "finish" | "cancel"), _):
            raise NotNow(
                f"{order.command!r} is not for a drill that is {row.state}", {"because": "drill-over"}
            )
        case _:
            raise Invalid(f"there is no command {order.command!r}: want start, finish or cancel")
    row.version += 1
    session.flush()
    return drill_card(session, row, register)


def _start(session: Session, row: DrillPlan, order: DrillOrder, register: Register, now: datetime) -> None:
    """Report the made-up case and flag it in the same transaction: no screen ever sees it without."""
    place = register.places.get(row.place_id or 0)
    told = Report(
        market_id=row.market_id,
        category=Category(row.category),
        severity=Severity.HIGH,
        command_id=str(uuid5(NAMESPACE_OID, f"drill:{order.command_id}")),
        reporter_id=order.actor_id,
        kind="drill",
        place=place.code if place else register.markets[row.market_id].code,
        summary=row.title,
        dedupe=f"drill:{row.id}",
    )
    opened = case_open.report(session, told, register, now=now)
    flag = CaseOrder(
        opened["id"],
        "drill",
        str(uuid5(NAMESPACE_OID, f"flag:{order.command_id}")),
        opened["version"],
        {"plan": f"drill-{row.id}"},
        order.actor_id,
        frozenset({Role.SHIFT_LEADER}),
    )
    incidents.command(session, flag, register, now=now)
    row.incident_id, row.state, row.started_at = opened["id"], DrillState.RUNNING, now


def drill_card(session: Session, row: DrillPlan, register: Register) -> Card:
    """A drill with how fast each step was."""
    case = session.get(Incident, row.incident_id) if row.incident_id else None
    return {
        "id": row.id,
        "version": row.version,
        "title": row.title,
        "category": row.category,
        "place": place_of(register, row.place_id),
        "planned_at": stamp(row.planned_at),
        "state": row.state,
        "incident": row.incident_id,
        "number": case.number if case else None,
        "step": case.step if case else None,
        "accepted_s": _seconds(case.discovered_at, case.accepted_at) if case else None,
        "closed_s": _seconds(case.discovered_at, case.closed_at) if case else None,
        "started_at": stamp(row.started_at),
        "ended_at": stamp(row.ended_at),
        "result": row.result,
    }


def _seconds(start: datetime, end: datetime | None) -> int | None:
    return None if end is None else round((end - start).total_seconds())
