"""What each command of the table changes, once every guard has said yes."""

from collections.abc import Callable, Mapping

from patrol.actions import dispatch, tasks
from patrol.actions.case_after import ACTS_AFTER
from patrol.actions.case_desk import CaseDesk
from patrol.actions.case_notices import tell_former, tell_reporter
from patrol.actions.case_place import locate
from patrol.actions.desk import AlertDesk
from patrol.cards.on_duty import is_off_duty
from patrol.model.incidents import Incident
from patrol.rules.case import Actor, Case, Given
from patrol.rules.case_words import TaskState, TimerKind
from patrol.rules.notice_words import NoticeKind
from patrol.rules.words import Step

Act = Callable[[CaseDesk, Case, Actor, Given], None]


def _accept(desk: CaseDesk, _case: Case, actor: Actor, _given: Given) -> None:
    """Whoever is off duty by the rota may still take it: it is written down, and refused to nobody."""
    if is_off_duty(desk.session, actor.id, now=desk.now):
        desk.facts["off_duty"] = True
    desk.incident.accepted_at, desk.incident.accepted_by = desk.now, actor.id


def _leave(desk: CaseDesk, why: str) -> None:
    """Take the incident and its alerts off the boards."""
    desk.incident.closed_at, desk.incident.closed_by = desk.now, desk.actor_id
    desk.close_alerts(why)


def _refuse(desk: CaseDesk, _case: Case, _actor: Actor, given: Given) -> None:
    desk.facts |= {"refusal": given.refusal, **({"note": given.note} if given.note else {})}
    _leave(desk, f"refused: {given.refusal}")
    tell_reporter(desk.session, desk.incident, NoticeKind.CASE_REFUSED, desk.register, now=desk.now)


def _void(desk: CaseDesk, _case: Case, _actor: Actor, given: Given) -> None:
    desk.facts["reason"] = given.reason
    _leave(desk, "void")


def _merge(desk: CaseDesk, _case: Case, _actor: Actor, given: Given) -> None:
    """The alerts go over; the other incident says so in its own timeline."""
    target = desk.session.get_one(Incident, given.target)
    desk.incident.closed_at, desk.incident.closed_by = desk.now, desk.actor_id
    desk.incident.merged_into = target.id
    desk.facts |= {"target": target.number, **({"note": given.note} if given.note else {})}
    alerts = AlertDesk(desk.session, desk.register, now=desk.now)
    moved = desk.linked_alerts()
    for alert in moved:
        alert.incident_id = target.id
        alerts.tell(alert, "alert.linked")
    alerts.finish()
    other = CaseDesk(desk.session, target, desk.register, desk.now, desk.actor_id)
    target.version += 1
    target.pictures += desk.incident.pictures
    other.log("merged_in", {"incident": desk.incident.number, "alerts": [alert.id for alert in moved]})
    other.tell("incident.changed")


def _drill(desk: CaseDesk, _case: Case, _actor: Actor, given: Given) -> None:
    desk.incident.drill, desk.incident.drill_plan = True, given.plan
    desk.facts["plan"] = given.plan


def _dispatch(desk: CaseDesk, _case: Case, _actor: Actor, given: Given) -> None:
    dispatch.send(desk, given)
    told = {"reason": given.reason, "override": given.override, "note": given.note}
    desk.facts |= {name: value for name, value in told.items() if value}


def _return(desk: CaseDesk, _case: Case, _actor: Actor, given: Given) -> None:
    tasks.call_back(desk)
    desk.incident.returned += 1
    desk.incident.verified_by = None
    desk.facts["reason"] = given.reason


def _hold(desk: CaseDesk, case: Case, _actor: Actor, given: Given) -> None:
    incident = desk.incident
    incident.held_from, incident.held_until = case.step, given.until
    incident.holds += 1
    desk.watch.pause()
    desk.watch.start(TimerKind.HOLD, incident.severity, due_at=given.until)
    desk.facts |= {"reason": given.reason, "until": given.until.isoformat() if given.until else None}


def _resume(desk: CaseDesk, case: Case, _actor: Actor, given: Given) -> None:
    desk.watch.go_on()
    desk.incident.step = case.held_from or Step.ACCEPTED
    desk.incident.held_from, desk.incident.held_until = None, None
    if given.note:
        desk.facts["note"] = given.note


def _ask_extension(desk: CaseDesk, _case: Case, _actor: Actor, given: Given) -> None:
    desk.incident.extension_asked = True
    desk.facts["reason"] = given.reason


def _extend(desk: CaseDesk, _case: Case, _actor: Actor, given: Given) -> None:
    incident = desk.incident
    incident.extended, incident.extension_asked = True, False
    began = desk.watch.standing(TimerKind.HANDLED)[0].started_at
    desk.watch.stop((TimerKind.HANDLED,))
    desk.watch.start(TimerKind.HANDLED, incident.severity, since=began, due_at=given.due)
    desk.facts |= {"reason": given.reason, "due": given.due.isoformat() if given.due else None}


def _deny_extension(desk: CaseDesk, _case: Case, _actor: Actor, given: Given) -> None:
    """The time that was given stands; it may be asked for again while there is some left."""
    desk.incident.extension_asked = False
    desk.facts["reason"] = given.reason


def _verify(desk: CaseDesk, _case: Case, actor: Actor, given: Given) -> None:
    desk.incident.verified_by = actor.id
    _tell_what_was_seen(desk, given)


def _rework(desk: CaseDesk, _case: Case, _actor: Actor, given: Given) -> None:
    """Back to those who did it; the clock of the work begins again."""
    incident = desk.incident
    again = [t.unit for t in desk.tasks if t.state == TaskState.DONE and t.round == incident.round]
    incident.round += 1
    incident.reworked += 1
    incident.verified_by = None
    desk.facts |= {"reason": given.reason, "units": again}
    desk.watch.stop((TimerKind.HANDLED,))
    for unit in dict.fromkeys(again):
        dispatch.desk_task(desk, unit, given.reason)


def _close(desk: CaseDesk, case: Case, actor: Actor, given: Given) -> None:
    incident = desk.incident
    incident.result, incident.cause = given.result, given.cause
    incident.losses = dict(given.losses)
    desk.facts |= {"result": given.result, **({"cause": given.cause} if given.cause else {})}
    if given.without_picture:
        desk.facts["without_picture"] = given.without_picture
    if actor.id in case.handlers and case.step is Step.DISPATCHED:
        incident.self_closed = True
        desk.facts["alone"] = given.alone
        desk.watch.start(TimerKind.CHECK, incident.severity)
    _tell_what_was_seen(desk, given)
    _leave(desk, f"incident {incident.number}: {given.result}")
    tell_reporter(desk.session, incident, NoticeKind.CASE_CLOSED, desk.register, now=desk.now)


def _tell_what_was_seen(desk: CaseDesk, given: Given) -> None:
    if given.note:
        desk.incident.notes += 1
        desk.facts["note"] = given.note
    if given.media:
        desk.incident.pictures += len(given.media)
        desk.facts["media"] = [dict(medium) for medium in given.media]


def _take_over(desk: CaseDesk, case: Case, actor: Actor, given: Given) -> None:
    desk.facts |= {"from": case.accepted_by, **({"reason": given.reason} if given.reason else {})}
    desk.incident.accepted_by = actor.id
    if case.accepted_by is not None:
        tell_former(desk.session, desk.incident, case.accepted_by, desk.register, now=desk.now)


def _join(desk: CaseDesk, _case: Case, actor: Actor, _given: Given) -> None:
    desk.incident.helpers = [*desk.incident.helpers, actor.id]


def _grade(desk: CaseDesk, case: Case, _actor: Actor, given: Given) -> None:
    incident = desk.incident
    severity = given.severity or case.severity
    incident.severity = severity
    desk.watch.regrade(severity, but=frozenset({TimerKind.HANDLED}) if incident.extended else frozenset())
    known = {step["key"] for step in incident.sop}
    more = [key for key in desk.rules.cards.sop(case.category, severity) if key not in known]
    incident.sop = [*incident.sop, *({"key": key, "done": None} for key in more)]
    desk.facts |= {"from": case.severity, "to": severity, "reason": given.reason}
    for task in desk.open_tasks():
        task.version += 1
        desk.tell_doer(task, "task.changed")


def _note(desk: CaseDesk, _case: Case, _actor: Actor, given: Given) -> None:
    _tell_what_was_seen(desk, given)


def _urge(desk: CaseDesk, _case: Case, _actor: Actor, given: Given) -> None:
    if given.note:
        desk.facts["note"] = given.note
    for task in desk.open_tasks():
        task.version += 1
        desk.tell_doer(task, "task.urged")


def _mark(desk: CaseDesk, given: Given, done: str) -> None:
    desk.incident.sop = [
        {**step, "done": done} if step["key"] == given.key else step for step in desk.incident.sop
    ]
    told = {"key": given.key, "reason": given.reason, "note": given.note}
    desk.facts |= {name: value for name, value in told.items() if value}


def _tick(desk: CaseDesk, _case: Case, _actor: Actor, given: Given) -> None:
    _mark(desk, given, "ticked")


def _skip(desk: CaseDesk, _case: Case, _actor: Actor, given: Given) -> None:
    _mark(desk, given, "skipped")


ACTS: Mapping[str, Act] = {
    "accept": _accept,
    "refuse": _refuse,
    "merge": _merge,
    "void": _void,
    "drill": _drill,
    "solve_on_spot": _close,
    "dispatch": _dispatch,
    "respond": tasks.respond,
    "arrive": tasks.arrive,
    "feedback": tasks.feedback,
    "cannot": tasks.cannot,
    "check_in": tasks.check_in,
    "withdraw": tasks.withdraw,
    "return": _return,
    "hold": _hold,
    "resume": _resume,
    "ask_extension": _ask_extension,
    "extend": _extend,
    "deny_extension": _deny_extension,
    "verify": _verify,
    "rework": _rework,
    "close": _close,
    "take_over": _take_over,
    "join": _join,
    "grade": _grade,
    "locate": locate,
    "urge": _urge,
    "note": _note,
    "tick": _tick,
    "skip": _skip,
    **ACTS_AFTER,
}
