"""Incidents found again, newest first, and how many there are."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from patrol.cards.things import Card, NameOf, code_of, place_of, stamp
from patrol.model.incidents import Incident
from patrol.queries.incident_conditions import CLOSED, OPEN, Wanted, conditions
from patrol.rules.entries import Register

__all__ = ["CLOSED", "OPEN", "Wanted", "count", "search"]


def search(
    session: Session,
    market_id: int,
    register: Register,
    name_of: NameOf,
    wanted: Wanted,
    *,
    before: int | None = None,
    limit: int = 50,
) -> list[Card]:
    """Give rows for a list; `before` is the last id of the page before."""
    statement: Select[Any] = select(Incident).where(Incident.market_id == market_id)
    statement = statement.where(*conditions(wanted, register))
    if before is not None:
        statement = statement.where(Incident.id < before)
    found = session.scalars(statement.order_by(Incident.id.desc()).limit(limit))
    return [_row(incident, register, name_of) for incident in found]


def count(session: Session, market_id: int, register: Register, wanted: Wanted) -> int:
    """Count everything that fits, on whatever page."""
    statement = select(func.count(Incident.id)).where(Incident.market_id == market_id)
    return session.scalar(statement.where(*conditions(wanted, register))) or 0


def _row(incident: Incident, register: Register, name_of: NameOf) -> Card:
    return {
        "id": incident.id,
        "number": incident.number,
        "step": incident.step,
        "kind": incident.kind,
        "category": incident.category,
        "severity": incident.severity,
        "summary": incident.summary,
        "place": place_of(register, incident.place_id),
        "grid": code_of(register, incident.grid_id),
        "discovered_at": stamp(incident.discovered_at),
        "closed_at": stamp(incident.closed_at),
        "accepted_by": name_of(incident.accepted_by),
        "result": incident.result,
        "drill": incident.drill,
    }
