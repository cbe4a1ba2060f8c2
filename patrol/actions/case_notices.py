"""Who is told what of an incident: those who are sent, those who wait, whoever reported it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from patrol.actions.notices import Message, tell
from patrol.cards.audience import Audience
from patrol.model.incidents import Incident
from patrol.model.tasks import Task
from patrol.rules.case_words import TaskState
from patrol.rules.entries import Register
from patrol.rules.notice_words import NoticeKind
from patrol.rules.run_cards import CAR
from patrol.rules.words import Severity

OF_TASK: Mapping[str, NoticeKind] = {
    "task.sent": NoticeKind.TASK_SENT,
    "task.urged": NoticeKind.TASK_URGED,
    "task.withdrawn": NoticeKind.TASK_WITHDRAWN,
}
"""Events of a task that somebody has to hear of at once, wherever they look."""


def about(incident: Incident, register: Register, **more: object) -> dict[str, Any]:
    """Give what a notice may say of an incident: codes and numbers, nobody's name and nobody's words."""
    place = register.places.get(incident.place_id or incident.grid_id or 0)
    facts = {
        "incident": incident.id,
        "number": incident.number,
        "kind": incident.kind,
        "category": incident.category,
        "severity": incident.severity,
        "place": place.name if place else None,
        "drill": incident.drill or None,
    }
    return {name: value for name, value in (facts | more).items() if value is not None}


def message(incident: Incident, register: Register, kind: NoticeKind, thing: str, **more: object) -> Message:
    """Make the message of something that happened to an incident."""
    return Message(
        thing=thing,
        kind=kind,
        severity=Severity(incident.severity),
        market_id=incident.market_id,
        about=incident.kind,
        facts=about(incident, register, **more),
        link=f"/incidents/{incident.id}",
        fold=f"{kind}:{incident.market_id}",
    )


def tell_of_task(
    session: Session, incident: Incident, task: Task, event: str, register: Register, *, now: datetime
) -> None:
    """Tell those who are sent, called back or urged; what they did themselves they know."""
    kind = OF_TASK.get(event)
    if kind is None:
        return
    link = "/" if task.place_id is not None else "/field"
    told = message(incident, register, kind, f"task:{task.id}:{task.version}", task=task.id)
    people = doers(Audience(session, register, incident.market_id, now), task)
    tell(session, people, _led(told, link), now=now)


def doers(audience: Audience, task: Task) -> set[int]:
    """Give whose phones ring for a task: the person's, the shop's, or those of whoever rides in the cars."""
    if task.doer_id is not None or task.person_id is not None:
        return {task.doer_id or task.person_id or 0}
    if task.place_id is not None:
        return audience.keepers((task.place_id,))
    return audience.team() if task.part == CAR else set()


def tell_reporter(
    session: Session, incident: Incident, kind: NoticeKind, register: Register, *, now: datetime
) -> None:
    """Tell whoever reported it how it ended, once for each round."""
    if incident.reported_by is None:
        return
    thing = f"incident:{incident.id}:{kind}:{incident.round}"
    told = message(incident, register, kind, thing, result=incident.result)
    tell(session, (incident.reported_by,), _led(told, "/notices"), now=now)


def tell_former(
    session: Session, incident: Incident, former: int, register: Register, *, now: datetime
) -> None:
    """Tell whoever had a case in hand that somebody else has it now."""
    thing = f"incident:{incident.id}:taken_over:{incident.version}"
    tell(session, (former,), message(incident, register, NoticeKind.CASE_TAKEN_OVER, thing), now=now)


def open_doers(audience: Audience, tasks: Iterable[Task]) -> set[int]:
    """Give everybody who is out on a case now."""
    return {one for task in tasks if TaskState(task.state).open for one in doers(audience, task)}


def _led(told: Message, link: str) -> Message:
    return replace(told, link=link)
