"""Who is told when nobody moved in time: by the rung, each person once. Nobody is called by it."""

from collections.abc import Iterable

from patrol.actions.alert_notices import kind_of
from patrol.actions.case_desk import CaseDesk
from patrol.actions.case_notices import doers, message
from patrol.actions.notices import tell
from patrol.cards.audience import Audience
from patrol.cards.ladder import Scene, reached
from patrol.model.tasks import Timer
from patrol.rules.case_words import TimerKind
from patrol.rules.notice_words import NoticeKind
from patrol.rules.timers import LADDER, told
from patrol.rules.words import Role

OF_A_TASK = {TimerKind.ANSWER: NoticeKind.TASK_OVERDUE, TimerKind.CHECK_IN: NoticeKind.CHECK_IN_OVERDUE}


def tell_of_timer(desk: CaseDesk, timer: Timer) -> None:
    """Tell whoever a fired timer of an incident reaches."""
    kind = TimerKind(timer.kind)
    if kind in LADDER:
        _tell_rung(desk, timer)
        return
    notice = OF_A_TASK.get(kind, NoticeKind.STEP_OVERDUE)
    people = set(_responsible(desk))
    if kind is TimerKind.CHECK_IN:
        people |= doers(_audience(desk), desk.task(timer.task_id))
    _tell(desk, timer, people, notice)


def _tell_rung(desk: CaseDesk, timer: Timer) -> None:
    incident = desk.incident
    scene = Scene(incident.market_id, incident.grid_id, incident.place_id, incident.x, incident.y)
    for rung in told(TimerKind(timer.kind), timer.level):
        people = reached(desk.session, scene, rung, desk.register, now=desk.now)
        if rung == "shift_leader":
            people |= {one for one in (incident.accepted_by,) if one is not None}
        _tell(desk, timer, people, kind_of(rung), rung)


def _tell(
    desk: CaseDesk, timer: Timer, people: Iterable[int | None], kind: NoticeKind, rung: str = ""
) -> None:
    task = next((task for task in desk.tasks if task.id == timer.task_id), None)
    what = message(
        desk.incident,
        desk.register,
        kind,
        f"timer:{timer.id}:{rung or timer.kind}",
        step=timer.kind,
        late_by_s=timer.late_by_s,
        unit=task.unit.partition(":")[2] if task else None,
    )
    tell(desk.session, people, what, now=desk.now)


def _responsible(desk: CaseDesk) -> set[int]:
    """Give the officer in charge; while there is none, the shift leaders."""
    if desk.incident.accepted_by is not None:
        return {desk.incident.accepted_by}
    return _audience(desk).office(Role.SHIFT_LEADER)


def _audience(desk: CaseDesk) -> Audience:
    return Audience(desk.session, desk.register, desk.incident.market_id, desk.now)
