"""What people do with an incident: one handler for the whole table of commands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import case_acts
from patrol.actions.case_desk import CaseDesk
from patrol.actions.case_open import open_from
from patrol.actions.case_place import where
from patrol.actions.dispatch import sending
from patrol.cards.case_facts import actor_of, case_of
from patrol.cards.people import names
from patrol.cards.things import Card, stamp
from patrol.errors import Forbidden, Invalid, NotFound, NotNow, VersionConflict
from patrol.model.incidents import CommandDone, Incident
from patrol.rules import case_payload
from patrol.rules.case import Actor, Case, Given, Target
from patrol.rules.case_guards import Question
from patrol.rules.case_machine import TABLE, Command, may_act, refused_by, you_can
from patrol.rules.entries import Register
from patrol.rules.words import Role, Step

__all__ = ["CaseOrder", "command", "open_from"]


@dataclass(frozen=True, slots=True)
class CaseOrder:
    """One command to one incident. `roles` are those the person holds at the incident's place."""

    incident_id: int
    command: str
    command_id: str
    expected_version: int
    payload: Mapping[str, object]
    actor_id: int | None
    roles: frozenset[Role]


def command(session: Session, order: CaseOrder, register: Register, *, now: datetime) -> dict[str, Any]:
    """Carry out a command once; the same `command_id` again gives the same answer.

    Raises:
        VersionConflict: somebody decided on this incident since `expected_version`; names who.
        NotNow: its step does not allow it, or a guard says no; carries the guard's name.
        Forbidden: none of the person's roles may do it.
        Invalid: something the command needs is missing or unreadable.
    """
    row = TABLE.get(order.command)
    if row is None:
        raise Invalid(f"there is no command {order.command!r}: want {', '.join(sorted(TABLE))}")
    incident = _lock(session, order)
    done = session.get(CommandDone, order.command_id)
    if done is not None:
        return _same_answer(done, order)
    desk = CaseDesk(session, incident, register, now, order.actor_id)
    case = case_of(session, incident, desk.tasks, now=now)
    actor = actor_of(
        session, incident, desk.tasks, register, actor_id=order.actor_id, roles=order.roles, now=now
    )
    _require(session, incident, order, row, case, actor)
    given = _read(session, desk, case, order, row)
    _ask(session, incident, row.asks, case, actor, given)
    return _carry_out(desk, case, actor, given, order, row)


def _lock(session: Session, order: CaseOrder) -> Incident:
    """Lock the row, and that of the incident it shall be merged into: the lower number first.

    Two merges into each other would wait for each other otherwise, or make a circle.
    """
    target = order.payload.get("target")
    wanted = {order.incident_id, *((target,) if isinstance(target, int) else ())}
    rows = select(Incident).where(Incident.id.in_(wanted)).order_by(Incident.id).with_for_update()
    found = {incident.id: incident for incident in session.scalars(rows)}
    if order.incident_id not in found:
        raise NotFound(f"there is no incident {order.incident_id}")
    return found[order.incident_id]


def standing(session: Session, incident: Incident, case: Case, actor: Actor) -> dict[str, object]:
    """Say how it stands, who brought it there, and what this person can do now."""
    return {
        "version": incident.version,
        "step": incident.step,
        "by": names(session)(incident.decided_by),
        "at": stamp(incident.decided_at),
        "you_can": ["watch", *you_can(case, actor)],
    }


def _require(
    session: Session, incident: Incident, order: CaseOrder, row: Command, case: Case, actor: Actor
) -> None:
    """Refuse in this order: not yours, too late, not at this step, not this case."""
    if order.expected_version > incident.version:
        raise Invalid(f"incident {incident.id} has not reached version {order.expected_version} yet")
    if not may_act(row, actor):
        if row.assignee and order.payload.get("task") in actor.settled:
            over = {**standing(session, incident, case, actor), "because": Question.TASK_OPEN}
            raise NotNow("this task is over: it was done, or called back, or the case was closed", over)
        if not actor.roles and not actor.tasks:
            raise NotFound(f"there is no incident {incident.id}")
        raise Forbidden(f"your role does not allow {order.command!r}")
    if row.decides and incident.decided_version > order.expected_version:
        raise VersionConflict(
            "somebody decided on this incident before you", standing(session, incident, case, actor)
        )
    if case.step not in row.steps:
        raise NotNow(
            f"{order.command!r} is not for an incident that is {incident.step}",
            standing(session, incident, case, actor),
        )
    _ask(session, incident, row.allows, case, actor, Given())


def _ask(
    session: Session,
    incident: Incident,
    questions: tuple[Question, ...],
    case: Case,
    actor: Actor,
    given: Given,
) -> None:
    question = refused_by(questions, case, actor, given)
    if question is None:
        return
    about: dict[str, object] = {"because": question}
    if given.sending is not None:
        about["units"] = {ref: list(keys) for ref, keys in given.sending.against.items()}
        about["unknown"] = list(given.sending.unknown)
        about["missing"] = dict(given.sending.missing)
        about["passed_over"] = list(given.sending.passed_over)
    raise NotNow(f"the guard {question!r} says no", {**standing(session, incident, case, actor), **about})


def _read(session: Session, desk: CaseDesk, case: Case, order: CaseOrder, row: Command) -> Given:
    try:
        given = case_payload.read(row, order.payload)
    except case_payload.BadPayload as bad:
        raise Invalid(f"{order.command}: {bad}", bad.faults) from bad
    desk.happened_at = given.happened_at
    if given.target is not None:
        target = session.get(Incident, given.target)
        known = Target(target.id, target.market_id, Step(target.step)) if target else None
        given = replace(given, target_case=known)
    if given.place is not None:
        found = where(desk.register, desk.market, given.place)
        given = replace(given, place_id=found.place.id if found and found.place else None)
    if given.units:
        given = replace(given, sending=sending(desk, case, given))
    return given


def _carry_out(
    desk: CaseDesk, case: Case, actor: Actor, given: Given, order: CaseOrder, row: Command
) -> dict[str, Any]:
    incident = desk.incident
    incident.version += 1
    if row.decides:
        incident.decided_version = incident.version
        incident.decided_by, incident.decided_at = order.actor_id, desk.now
    desk.watch.stop(row.stops)
    if row.to is not None:
        incident.step = row.to
    case_acts.ACTS[order.command](desk, case, actor, given)
    for kind in row.starts:
        desk.watch.start(kind, incident.severity)
    desk.log(order.command, desk.facts)
    card = desk.tell(row.event)
    return _answer(desk, order, card)


def _answer(desk: CaseDesk, order: CaseOrder, card: Card) -> dict[str, Any]:
    session, incident = desk.session, desk.incident
    case = case_of(session, incident, desk.tasks, now=desk.now)
    actor = actor_of(
        session,
        incident,
        desk.tasks,
        desk.register,
        actor_id=order.actor_id,
        roles=order.roles,
        now=desk.now,
    )
    answer = {
        "version": incident.version,
        "step": incident.step,
        "card": card,
        "you_can": list(you_can(case, actor)),
    }
    done = CommandDone(
        command_id=order.command_id,
        actor_id=order.actor_id,
        entity=f"incident:{incident.id}",
        answer=answer,
        at=desk.now,
    )
    session.add(done)
    return answer


def _same_answer(done: CommandDone, order: CaseOrder) -> dict[str, Any]:
    if (done.entity, done.actor_id) != (f"incident:{order.incident_id}", order.actor_id):
        raise Invalid("this command_id was used for another command: make a new one")
    return done.answer
