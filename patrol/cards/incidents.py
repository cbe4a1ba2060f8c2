"""Cards of incidents, with their alerts and their timeline."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.things import Card, NameOf, code_of, place_of, stamp
from patrol.model.alerts import Alert
from patrol.model.incidents import Incident, IncidentEntry
from patrol.rules.entries import Register


def incident_card(
    incident: Incident,
    entries: Sequence[IncidentEntry],
    alert_ids: Iterable[int],
    register: Register,
    name_of: NameOf,
) -> Card:
    """One case with its alerts and its timeline."""
    return {
        "id": incident.id,
        "version": incident.version,
        "number": incident.number,
        "step": incident.step,
        "kind": incident.kind,
        "category": incident.category,
        "severity": incident.severity,
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
        "alerts": sorted(alert_ids),
        "timeline": [
            {"verb": e.verb, "by": name_of(e.actor_id), "at": stamp(e.recorded_at), "facts": e.facts}
            for e in entries
        ],
    }


def cards_of(
    session: Session, incidents: Iterable[Incident], register: Register, name_of: NameOf
) -> list[tuple[Incident, Card]]:
    """Make the cards of incidents with three queries, however many there are."""
    wanted = list(incidents)
    ids = [incident.id for incident in wanted]
    entries: dict[int, list[IncidentEntry]] = defaultdict(list)
    for entry in session.scalars(
        select(IncidentEntry).where(IncidentEntry.incident_id.in_(ids)).order_by(IncidentEntry.id)
    ):
        entries[entry.incident_id].append(entry)
    alerts: dict[int, list[int]] = defaultdict(list)
    linked = select(Alert.incident_id, Alert.id).where(Alert.incident_id.in_(ids))
    for incident_id, alert_id in session.execute(linked):
        alerts[incident_id or 0].append(alert_id)
    return [(i, incident_card(i, entries[i.id], alerts[i.id], register, name_of)) for i in wanted]
