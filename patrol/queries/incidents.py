"""Incidents for lists and for the open one."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.case_facts import actor_of, case_of
from patrol.cards.case_rules import case_rules
from patrol.cards.incidents import cards_of, entry_card
from patrol.cards.recommendation import recommend
from patrol.cards.things import Card, NameOf, stamp
from patrol.errors import NotFound
from patrol.model.incidents import Incident, IncidentEntry
from patrol.model.tasks import Task
from patrol.queries.unit_names import unit_names
from patrol.rules.case_machine import you_can
from patrol.rules.entries import Register
from patrol.rules.words import Role, Step

TO_BE_SENT = (Step.DISCOVERED, Step.ACCEPTED, Step.DISPATCHED)
"""Steps at which it helps to know whom to send."""


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


def one(
    session: Session,
    incident_id: int,
    register: Register,
    name_of: NameOf,
    *,
    viewer_id: int | None,
    roles: frozenset[Role],
    now: datetime,
) -> dict[str, Any]:
    """Give one incident with its whole timeline, what this person can do, and whom to send."""
    incident = session.get(Incident, incident_id)
    if incident is None:
        raise NotFound(f"there is no incident {incident_id}")
    ((_, card),) = cards_of(session, [incident], register, name_of)
    mine = select(Task).where(Task.incident_id == incident.id).order_by(Task.id)
    tasks = list(session.scalars(mine))
    case = case_of(session, incident, tasks, now=now)
    actor = actor_of(session, incident, tasks, register, actor_id=viewer_id, roles=roles, now=now)
    timeline = _timeline(session, incident.id, name_of)
    return {
        "card": {**card, "closed_at": stamp(incident.closed_at)},
        "you_can": list(you_can(case, actor)),
        "tasks": card["tasks"],
        "timers": card["timers"],
        "timeline": timeline,
        "names": unit_names(session, timeline, register, incident.market_id, name_of),
        "recommendation": _recommendation(session, incident, tasks, register, now),
    }


def _timeline(session: Session, incident_id: int, name_of: NameOf) -> list[Card]:
    entries = select(IncidentEntry).where(IncidentEntry.incident_id == incident_id)
    return [entry_card(entry, name_of) for entry in session.scalars(entries.order_by(IncidentEntry.id))]


def _recommendation(
    session: Session, incident: Incident, tasks: list[Task], register: Register, now: datetime
) -> dict[str, Any] | None:
    if incident.step not in TO_BE_SENT:
        return None
    rules = case_rules(session, incident.market_id, begun=incident.discovered_at)
    return recommend(session, incident, tasks, rules, register, now=now)
