"""What people do with an alert: see, accept, dismiss, shelve. The database decides who was first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from patrol.actions import incidents
from patrol.actions.desk import AlertDesk
from patrol.cards.people import names
from patrol.cards.things import alert_card, stamp
from patrol.errors import Invalid, NotFound, NotNow, VersionConflict
from patrol.model.alerts import Alert
from patrol.model.incidents import CommandDone, Incident
from patrol.rules.entries import Register
from patrol.rules.triage import may_hide
from patrol.rules.words import Attention, Step

LONGEST_SHELF = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class AlertCommand:
    """One command to one alert. `expected_version` is the one the person looked at."""

    alert_id: int
    command: str
    command_id: str
    expected_version: int
    payload: Mapping[str, object]
    actor_id: int | None


def command(session: Session, order: AlertCommand, register: Register, *, now: datetime) -> dict[str, Any]:
    """Carry out a command once; the same `command_id` again gives the same answer.

    Raises:
        VersionConflict: somebody decided on this alert since `expected_version`.
        NotNow: it is closed, or may not be treated so.
        Invalid: something the command needs is missing.
    """
    done = session.get(CommandDone, order.command_id)
    if done is not None:
        if (done.entity, done.actor_id) != (f"alert:{order.alert_id}", order.actor_id):
            raise Invalid("this command_id was used for another command: make a new one")
        return done.answer
    alert = session.get(Alert, order.alert_id, with_for_update=True)
    if alert is None:
        raise NotFound(f"there is no alert {order.alert_id}")
    _require_undecided(session, alert, order)
    desk = AlertDesk(session, register, now=now)
    act = _COMMANDS.get(order.command)
    if act is None:
        raise Invalid(f"there is no command {order.command!r}: want {', '.join(sorted(_COMMANDS))}")
    act(session, desk, alert, order, register, now)
    alert.decided_version = alert.version + 1
    desk.finish()
    answer = {
        "version": alert.version,
        "attention": alert.attention,
        "incident": alert.incident_id,
        "card": alert_card(alert, register, names(session)),
    }
    session.add(
        CommandDone(
            command_id=order.command_id,
            actor_id=order.actor_id,
            entity=f"alert:{alert.id}",
            answer=answer,
            at=now,
        )
    )
    return answer


def _require_undecided(session: Session, alert: Alert, order: AlertCommand) -> None:
    """Refuse a decision taken on what stands no more; more signals of the same kind change nothing."""
    if order.expected_version > alert.version:
        raise Invalid(f"alert {alert.id} has not reached version {order.expected_version} yet")
    if alert.closed_at is None and alert.decided_version <= order.expected_version:
        return
    standing = _standing(session, alert, order.actor_id)
    raise VersionConflict("somebody decided on this alert before you", standing)


def _standing(session: Session, alert: Alert, actor_id: int | None) -> dict[str, object]:
    name_of = names(session)
    incident = session.get(Incident, alert.incident_id) if alert.incident_id else None
    by, at = alert.seen_by, alert.seen_at
    if alert.closed_at is not None:
        by, at = alert.closed_by, alert.closed_at
    elif incident is not None:
        by, at = incident.accepted_by, incident.accepted_at
    return {
        "version": alert.version,
        "attention": alert.attention,
        "step": incident.step if incident else None,
        "incident": alert.incident_id,
        "closed": alert.closed_at is not None,
        "by": name_of(by),
        "at": stamp(at),
        "you_can": _then(alert, incident, actor_id),
    }


def _then(alert: Alert, incident: Incident | None, actor_id: int | None) -> list[str]:
    """Say what is left to whoever comes second: to look on, and to join in while it is worked on."""
    if incident is None:
        return ["watch"] if alert.closed_at else ["accept", "see"]
    has_part = actor_id in (incident.accepted_by, *incident.helpers)
    works = incident.step in (Step.ACCEPTED, Step.DISPATCHED)
    return ["watch", "join"] if works and not has_part else ["watch"]


def _see(
    _session: Session, desk: AlertDesk, alert: Alert, order: AlertCommand, _register: Register, now: datetime
) -> None:
    if alert.attention == Attention.NEW:
        alert.attention = Attention.SEEN
        alert.seen_at, alert.seen_by = now, order.actor_id
    if alert.cleared_at is not None:
        desk.close(alert, "seen", order.actor_id)
    desk.tell(alert, "alert.seen")


def _accept(
    session: Session, desk: AlertDesk, alert: Alert, order: AlertCommand, register: Register, now: datetime
) -> None:
    incident = incidents.open_from(session, alert, register, actor_id=order.actor_id, now=now)
    alert.incident_id = incident.id
    alert.attention = Attention.LINKED
    alert.due_at, alert.shelved_until = None, None
    desk.tell(alert, "alert.linked")


def _dismiss(
    _session: Session, desk: AlertDesk, alert: Alert, order: AlertCommand, _register: Register, _now: datetime
) -> None:
    if alert.attention == Attention.LINKED:
        raise NotNow("this alert belongs to an incident: close the incident instead")
    desk.close(alert, _reason(order), order.actor_id)


def _shelve(
    _session: Session, desk: AlertDesk, alert: Alert, order: AlertCommand, _register: Register, now: datetime
) -> None:
    if not may_hide(alert.kind):
        raise NotNow("a call for help or a fire can not be put aside")
    if alert.attention == Attention.LINKED:
        raise NotNow("this alert belongs to an incident")
    alert.shelved_until = now + _minutes(order)
    desk.tell(alert, "alert.shelved")


def _unshelve(
    _session: Session,
    desk: AlertDesk,
    alert: Alert,
    _order: AlertCommand,
    _register: Register,
    _now: datetime,
) -> None:
    alert.shelved_until = None
    desk.tell(alert, "alert.changed")


_COMMANDS = {"see": _see, "accept": _accept, "dismiss": _dismiss, "shelve": _shelve, "unshelve": _unshelve}
COMMANDS = tuple(sorted(_COMMANDS))
"""The commands an alert knows."""


def _reason(order: AlertCommand) -> str:
    reason = str(order.payload.get("reason") or "").strip()
    if not reason:
        raise Invalid("say why: payload.reason is missing", ["payload.reason"])
    return reason[:200]


def _minutes(order: AlertCommand) -> timedelta:
    match order.payload.get("minutes"):
        case int(minutes) if 0 < minutes <= LONGEST_SHELF.total_seconds() / 60:
            return timedelta(minutes=minutes)
    raise Invalid("payload.minutes: want a whole number from 1 to 1440", ["payload.minutes"])
