"""How an incident stands, gathered into the frozen facts that decisions are made of."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from patrol.model.figures import Dispute
from patrol.model.incidents import Evaluation, Incident, Outside
from patrol.model.people import Grant
from patrol.model.stream import Presence
from patrol.model.tasks import Task, Timer
from patrol.rules.case import Actor, Case, Objection, TaskFact
from patrol.rules.case_words import Source, TaskState, TimerKind, UnitKind
from patrol.rules.entries import Register
from patrol.rules.words import Category, DeviceClass, Role, Severity, Step


def case_of(session: Session, incident: Incident, tasks: Iterable[Task], *, now: datetime) -> Case:
    """Gather what the guards ask."""
    evaluations = session.execute(
        select(Evaluation.role, Evaluation.person_id).where(
            Evaluation.incident_id == incident.id, Evaluation.round == incident.round
        )
    ).all()
    judges = {Role.SHIFT_LEADER, Role.POLICE}
    return Case(
        id=incident.id,
        market_id=incident.market_id,
        step=Step(incident.step),
        severity=Severity(incident.severity),
        category=Category(incident.category),
        now=now,
        place_id=incident.place_id,
        hidden=incident.quiet,
        drill=incident.drill,
        from_person=incident.source != Source.ALERT,
        accepted_by=incident.accepted_by,
        accepted_at=incident.accepted_at,
        held_from=incident.held_from,
        holds=incident.holds,
        extension_asked=incident.extension_asked,
        extended=incident.extended,
        handled_due=_handled_due(session, incident.id),
        verified_by=incident.verified_by,
        closed_at=incident.closed_at,
        self_closed=incident.self_closed,
        checked=incident.checked_by is not None,
        evaluated_roles=frozenset(role for role, _ in evaluations if role in judges),
        rated_by=frozenset(person for role, person in evaluations if role not in judges),
        disputes=_disputes(session, incident),
        helpers=frozenset(incident.helpers),
        tasks=tuple(TaskFact(t.id, TaskState(t.state), t.unit, t.part, t.doer_id) for t in tasks),
        notes=incident.notes,
        pictures=incident.pictures,
        at_desk=_at_desk(session, incident.market_id, now),
        outside_open=_outside_open(session, incident.id),
        sop={step["key"]: step["done"] is not None for step in incident.sop},
    )


def actor_of(
    session: Session,
    incident: Incident,
    tasks: Iterable[Task],
    register: Register,
    *,
    actor_id: int | None,
    roles: frozenset[Role],
    now: datetime,
) -> Actor:
    """Find which tasks somebody may answer for, or might: their own, those of a car, those of their shop."""
    sent = list(tasks)
    if actor_id is None or not sent:
        return Actor(actor_id, roles)
    rows = session.execute(
        select(Grant.role, Grant.place_id).where(
            Grant.person_id == actor_id,
            Grant.valid_from <= now,
            or_(Grant.valid_to.is_(None), Grant.valid_to > now),
        )
    ).all()
    grants = [(Role(role), place_id) for role, place_id in rows]
    own = {task.id: task for task in sent if _answers(task, incident, register, actor_id, grants)}
    standing = frozenset(number for number, task in own.items() if TaskState(task.state).open)
    return Actor(actor_id, roles, standing, frozenset(own) - standing)


def _answers(
    task: Task,
    incident: Incident,
    register: Register,
    actor_id: int,
    grants: list[tuple[Role, int]],
) -> bool:
    if task.person_id is not None:
        return task.person_id == actor_id
    if task.unit_kind == UnitKind.PLACE:
        above = register.ancestors(task.place_id)
        keepers = (Role.SHOP, Role.LEAD)
        return any(role in keepers and place_id in above for role, place_id in grants)
    device = register.devices.get(task.device_id or 0)
    if device is None or device.device_class is not DeviceClass.CAR:
        return False
    return any(
        role is Role.GUARD and _market_of(register, place_id) == incident.market_id
        for role, place_id in grants
    )


def _market_of(register: Register, place_id: int) -> int | None:
    place = register.places.get(place_id)
    return place.market_id if place else None


def _handled_due(session: Session, incident_id: int) -> datetime | None:
    return session.scalar(
        select(Timer.due_at).where(
            Timer.incident_id == incident_id,
            Timer.kind == TimerKind.HANDLED,
            Timer.stopped_at.is_(None),
        )
    )


def _at_desk(session: Session, market_id: int, now: datetime) -> frozenset[int]:
    """Find who of the desk has a board open; a wall is nobody."""
    here = (
        select(Presence.person_id)
        .join(Grant, Grant.person_id == Presence.person_id)
        .where(
            Presence.market_id == market_id,
            Grant.role.in_([Role.OFFICER, Role.SHIFT_LEADER]),
            or_(Grant.valid_to.is_(None), Grant.valid_to > now),
        )
    )
    return frozenset(person for person in session.scalars(here) if person is not None)


def _disputes(session: Session, incident: Incident) -> dict[str, Objection]:
    if incident.closed_at is None:
        return {}
    rows = select(Dispute.item, Dispute.asked_by, Dispute.granted).where(
        Dispute.incident_id == incident.id, Dispute.round == incident.round
    )
    return {item: Objection(by, granted is not None) for item, by, granted in session.execute(rows)}


def _outside_open(session: Session, incident_id: int) -> bool:
    waiting = select(Outside.id).where(Outside.incident_id == incident_id, Outside.returned_at.is_(None))
    return session.scalars(waiting.limit(1)).first() is not None
