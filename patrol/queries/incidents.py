"""Incidents for lists and for the open one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.incidents import cards_of
from patrol.cards.things import Card, NameOf, stamp
from patrol.errors import NotFound
from patrol.model.incidents import Incident
from patrol.rules.entries import Register


def page(
    session: Session,
    market_id: int,
    register: Register,
    name_of: NameOf,
    *,
    before: int | None = None,
    limit: int = 50,
) -> list[Card]:
    """Incidents of a market, newest first, open and closed; `before` is an id."""
    statement = select(Incident).where(Incident.market_id == market_id)
    if before is not None:
        statement = statement.where(Incident.id < before)
    rows = session.scalars(statement.order_by(Incident.id.desc()).limit(limit))
    cards = cards_of(session, rows, register, name_of)
    return [{**card, "closed_at": stamp(incident.closed_at)} for incident, card in cards]


def one(session: Session, incident_id: int, register: Register, name_of: NameOf) -> Card:
    """Give one incident with its alerts and its timeline."""
    incident = session.get(Incident, incident_id)
    if incident is None:
        raise NotFound(f"there is no incident {incident_id}")
    ((_, card),) = cards_of(session, [incident], register, name_of)
    return {**card, "closed_at": stamp(incident.closed_at)}
