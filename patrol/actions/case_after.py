"""What happens beside and after the work: hand-overs to other bodies, checks, evaluation, reopening."""

from collections.abc import Callable, Mapping

from sqlalchemy import select

from patrol.actions.case_desk import CaseDesk
from patrol.model.figures import Dispute
from patrol.model.incidents import Evaluation, Outside
from patrol.rules.case import Actor, Case, Given
from patrol.rules.case_guards import evaluating_role
from patrol.rules.words import Role

REPORTER = "reporter"
"""Who holds the link of an incident, with or without an account."""


def _transfer(desk: CaseDesk, _case: Case, actor: Actor, given: Given) -> None:
    """Somebody dialled; from here another clock runs beside ours."""
    desk.session.add(
        Outside(
            incident_id=desk.incident.id,
            body=str(given.body),
            called_at=given.called_at or desk.now,
            called_by=actor.id,
            receipt=given.receipt,
            spoke_with=given.spoke_with,
        )
    )
    told = {"body": given.body, "receipt": given.receipt, "note": given.note}
    desk.facts |= {name: value for name, value in told.items() if value}


def _outside(desk: CaseDesk, _case: Case, _actor: Actor, given: Given) -> None:
    """What became of the hand-over: the receipt, their arrival, their return."""
    waiting = select(Outside).where(
        Outside.incident_id == desk.incident.id,
        Outside.body == str(given.body),
        Outside.returned_at.is_(None),
    )
    one = desk.session.scalars(waiting.order_by(Outside.id.desc()).limit(1)).first()
    if one is None:
        desk.facts["body"] = given.body
        return
    one.receipt = given.receipt or one.receipt
    one.spoke_with = given.spoke_with or one.spoke_with
    one.arrived_at = given.arrived_at or one.arrived_at
    one.returned_at = given.returned_at or one.returned_at
    told = {
        "body": given.body,
        "receipt": given.receipt,
        "arrived_at": given.arrived_at.isoformat() if given.arrived_at else None,
        "returned_at": given.returned_at.isoformat() if given.returned_at else None,
        "note": given.note,
    }
    desk.facts |= {name: value for name, value in told.items() if value}


def _check(desk: CaseDesk, _case: Case, actor: Actor, given: Given) -> None:
    desk.incident.checked_by = actor.id
    if given.note:
        desk.facts["note"] = given.note


def _reopen(desk: CaseDesk, _case: Case, actor: Actor, given: Given) -> None:
    """A new round; the times of the old one stay in the timeline and in its timers."""
    incident = desk.incident
    incident.round += 1
    incident.closed_at, incident.closed_by = None, None
    incident.result, incident.cause = None, None
    incident.self_closed, incident.checked_by, incident.verified_by = False, None, None
    incident.extended, incident.extension_asked = False, False
    incident.accepted_by, incident.accepted_at = actor.id, desk.now
    desk.facts |= {"reason": given.reason, "round": incident.round}


def _evaluate(desk: CaseDesk, _case: Case, actor: Actor, given: Given) -> None:
    _write(desk, actor, evaluating_role(actor), dict(given.scores), given.lesson)
    desk.facts["scores"] = dict(given.scores)


def _rate(desk: CaseDesk, _case: Case, actor: Actor, given: Given) -> None:
    role: str = Role.LEAD if Role.LEAD in actor.roles else Role.SHOP
    if actor.id is None:
        role = REPORTER
    _write(desk, actor, role, {"satisfaction": given.score}, given.note)
    desk.facts["score"] = given.score


def _write(desk: CaseDesk, actor: Actor, role: str, scores: dict[str, object], lesson: str | None) -> None:
    desk.session.add(
        Evaluation(
            incident_id=desk.incident.id,
            round=desk.incident.round,
            role=role,
            person_id=actor.id,
            scores=scores,
            lesson=lesson,
            at=desk.now,
        )
    )


def _dispute(desk: CaseDesk, _case: Case, actor: Actor, given: Given) -> None:
    """Somebody objects to what it counts for; it counts on until that is granted."""
    desk.session.add(
        Dispute(
            incident_id=desk.incident.id,
            round=desk.incident.round,
            item=given.item or "",
            reason=given.reason or "",
            asked_by=actor.id,
            asked_at=desk.now,
        )
    )
    desk.facts |= {"item": given.item, "reason": given.reason}


def _answer_dispute(desk: CaseDesk, _case: Case, actor: Actor, given: Given) -> None:
    """The answer is final; granted, the incident leaves that rate and no other."""
    mine = (Dispute.incident_id == desk.incident.id, Dispute.round == desk.incident.round)
    one = desk.session.scalars(select(Dispute).where(*mine, Dispute.item == given.item)).one()
    one.granted, one.answer = given.granted, given.reason
    one.answered_by, one.answered_at = actor.id, desk.now
    desk.facts |= {"item": given.item, "granted": given.granted, "reason": given.reason}


ACTS_AFTER: Mapping[str, Callable[[CaseDesk, Case, Actor, Given], None]] = {
    "transfer": _transfer,
    "outside": _outside,
    "check": _check,
    "reopen": _reopen,
    "evaluate": _evaluate,
    "rate": _rate,
    "dispute": _dispute,
    "answer_dispute": _answer_dispute,
}
