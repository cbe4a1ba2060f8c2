"""Cards of incidents, with their alerts, their tasks, what is waited for, and their timeline."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.tasks import task_card, timer_cards
from patrol.cards.things import Card, NameOf, code_of, place_of, stamp
from patrol.model.alerts import Alert
from patrol.model.incidents import Incident, IncidentEntry, Outside
from patrol.model.tasks import Task, Timer
from patrol.rules.entries import Register

Row = TypeVar("Row", IncidentEntry, Task, Outside)
ENTRIES_SHOWN = 40
"""Lines of the timeline on a card; the whole of it is asked for by itself."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What belongs to one incident."""

    entries: Sequence[IncidentEntry]
    alerts: Sequence[int]
    tasks: Sequence[Task]
    timers: Sequence[Timer]
    outside: Sequence[Outside]


def is_shown(incident: Incident) -> bool:
    """Say whether an incident belongs to a room's state."""
    return incident.closed_at is None


def incident_card(incident: Incident, parts: Parts, register: Register, name_of: NameOf) -> Card:
    """One case with everything its card shows."""
    return {
        "id": incident.id,
        "version": incident.version,
        "number": incident.number,
        "step": incident.step,
        "kind": incident.kind,
        "category": incident.category,
        "severity": incident.severity,
        "source": incident.source,
        "summary": incident.summary,
        "hidden_at": place_of(register, incident.near_id),
        "place": place_of(register, incident.place_id),
        "grid": code_of(register, incident.grid_id),
        "group": code_of(register, incident.group_id),
        "x": incident.x,
        "y": incident.y,
        "discovered_at": stamp(incident.discovered_at),
        "accepted_at": stamp(incident.accepted_at),
        "accepted_by": name_of(incident.accepted_by),
        "due_at": stamp(incident.due_at),
        "drill": incident.drill,
        "round": incident.round,
        "helpers": [name_of(person) for person in incident.helpers],
        "held_until": stamp(incident.held_until),
        "extension_asked": incident.extension_asked,
        "verified_by": name_of(incident.verified_by),
        "result": incident.result,
        "self_closed": incident.self_closed,
        "merged_into": incident.merged_into,
        "related": incident.related_id,
        "sop": [dict(step) for step in incident.sop],
        "alerts": sorted(parts.alerts),
        "tasks": [task_card(task, register, name_of) for task in parts.tasks],
        "timers": timer_cards(parts.timers),
        "outside": [_outside(one, name_of) for one in parts.outside],
        "timeline": [entry_card(entry, name_of) for entry in parts.entries[-ENTRIES_SHOWN:]],
    }


def entry_card(entry: IncidentEntry, name_of: NameOf) -> Card:
    """One line of a timeline."""
    return {
        "verb": entry.verb,
        "by": name_of(entry.actor_id),
        "at": stamp(entry.recorded_at),
        "happened_at": stamp(entry.happened_at),
        "facts": entry.facts,
    }


def cards_of(
    session: Session, incidents: Iterable[Incident], register: Register, name_of: NameOf
) -> list[tuple[Incident, Card]]:
    """Make the cards of incidents with five queries, however many there are."""
    wanted = list(incidents)
    ids = [incident.id for incident in wanted]
    entries = _by_incident(session, IncidentEntry, ids)
    tasks = _by_incident(session, Task, ids)
    outside = _by_incident(session, Outside, ids)
    timers: dict[int, list[Timer]] = defaultdict(list)
    standing = select(Timer).where(Timer.incident_id.in_(ids), Timer.stopped_at.is_(None))
    for timer in session.scalars(standing.order_by(Timer.id)):
        timers[timer.incident_id or 0].append(timer)
    alerts: dict[int, list[int]] = defaultdict(list)
    linked = select(Alert.incident_id, Alert.id).where(Alert.incident_id.in_(ids))
    for incident_id, alert_id in session.execute(linked):
        alerts[incident_id or 0].append(alert_id)
    return [
        (i, incident_card(i, Parts(entries[i.id], alerts[i.id], tasks[i.id], timers[i.id], outside[i.id]),
                          register, name_of))
        for i in wanted
    ]  # fmt: skip


def _by_incident(session: Session, kind: type[Row], ids: Sequence[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in session.scalars(select(kind).where(kind.incident_id.in_(ids)).order_by(kind.id)):
        found[row.incident_id].append(row)
    return found


def _outside(one: Outside, name_of: NameOf) -> Card:
    return {
        "body": one.body,
        "called_at": stamp(one.called_at),
        "called_by": name_of(one.called_by),
        "spoke_with": one.spoke_with,
        "receipt": one.receipt,
        "arrived_at": stamp(one.arrived_at),
        "returned_at": stamp(one.returned_at),
    }
