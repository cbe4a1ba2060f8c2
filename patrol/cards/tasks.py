"""Cards of those who were sent, and of what is waited for."""

from collections.abc import Iterable, Sequence

from patrol.cards.things import Card, NameOf, place_of, stamp
from patrol.model.incidents import Incident
from patrol.model.tasks import Task, Timer
from patrol.rules.entries import Register
from patrol.rules.run_cards import GUARD


def task_card(task: Task, register: Register, name_of: NameOf) -> Card:
    """One unit on its way, on an incident's card."""
    return {
        "id": task.id,
        "version": task.version,
        "unit": task.unit,
        "name": unit_name(task, register, name_of),
        "part": task.part,
        "state": task.state,
        "round": task.round,
        "person": name_of(task.person_id),
        "by": name_of(task.doer_id),
        "sent_at": stamp(task.sent_at),
        "answered_at": stamp(task.answered_at),
        "arrived_at": stamp(task.arrived_at),
        "settled_at": stamp(task.settled_at),
    }


def own_task_card(task: Task, incident: Incident, register: Register, name_of: NameOf) -> Card:
    """One task as the phone of the person sent shows it."""
    return {
        **task_card(task, register, name_of),
        "again_because": task.again_because,
        "incident": {
            "id": incident.id,
            "number": incident.number,
            "kind": incident.kind,
            "category": incident.category,
            "severity": incident.severity,
            "summary": incident.summary,
            "place": place_of(register, incident.place_id),
            "x": incident.x,
            "y": incident.y,
            "drill": incident.drill,
            "quiet": incident.quiet,
        },
    }


def unit_name(task: Task, register: Register, name_of: NameOf) -> str | None:
    """How people call a unit: whoever carries a phone by their own name."""
    if task.part == GUARD and (name := name_of(task.person_id)):
        return name
    if task.device_id is not None and (device := register.devices.get(task.device_id)):
        return device.name
    if task.place_id is not None and (place := register.places.get(task.place_id)):
        return place.name
    return name_of(task.person_id) or task.unit


def timer_cards(timers: Iterable[Timer]) -> list[Card]:
    """What is waited for: one card for each ladder, with the rung it has reached."""
    ladders: dict[tuple[str, int], list[Timer]] = {}
    for timer in timers:
        ladders.setdefault((timer.kind, timer.task_id or 0), []).append(timer)
    return [_timer_card(sorted(rows, key=lambda row: row.level)) for rows in ladders.values()]


def _timer_card(rows: Sequence[Timer]) -> Card:
    first = rows[0]
    fired = [row for row in rows if row.fired_at is not None]
    return {
        "kind": first.kind,
        "task": first.task_id,
        "started_at": stamp(first.started_at),
        "due_at": stamp(first.due_at),
        "level": fired[-1].level if fired else 0,
        "late_by_s": fired[-1].late_by_s if fired else None,
        "left_s": first.left_s,
    }
