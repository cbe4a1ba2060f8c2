"""What happens when nobody moved in time: the ladder, the next unit, the reminder. Nobody is called by it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.actions import timers
from patrol.actions.alert_notices import tell_of_alert
from patrol.actions.case_desk import CaseDesk
from patrol.actions.dispatch import next_after
from patrol.actions.ladder_notices import tell_of_timer
from patrol.cards.audience import Audience
from patrol.cards.case_rules import case_rules
from patrol.cards.people import names
from patrol.cards.things import alert_card, code_of
from patrol.model.alerts import Alert
from patrol.model.incidents import Incident
from patrol.model.tasks import Timer
from patrol.rules import timers as rules
from patrol.rules.case_words import TimerKind
from patrol.rules.entries import Register
from patrol.rules.rooms import police_room, rooms_of
from patrol.rules.words import Attention, Severity

EVENTS = {
    TimerKind.ANSWER: "task.silent",
    TimerKind.CHECK_IN: "task.silent",
    TimerKind.HOLD: "incident.overdue",
}
ALERTS_BACK = timedelta(days=1)
"""Alerts nobody accepted climb for this long; older ones have long been everybody's business."""


def fire(
    session: Session, incident_id: int, due: Sequence[Timer], register: Register, *, now: datetime
) -> None:
    """Fire the due timers of one incident; one event tells of all of them."""
    incident = session.get_one(Incident, incident_id, with_for_update=True)
    fired = [timer for timer in due if timers.take(session, timer, now=now)]
    if not fired:
        return
    desk = CaseDesk(session, incident, register, now)
    incident.version += 1
    for timer in fired:
        _write_down(desk, timer)
    desk.tell(EVENTS.get(TimerKind(fired[-1].kind), "incident.overdue"))


def _write_down(desk: CaseDesk, timer: Timer) -> None:
    kind = TimerKind(timer.kind)
    facts: dict[str, object] = {
        "timer": kind,
        "level": timer.level,
        "to": list(rules.told(kind, timer.level)),
    }
    if timer.late_by_s is not None:
        facts["late_by_s"] = timer.late_by_s
    if timer.task_id is not None:
        task = desk.task(timer.task_id)
        following = next_after(desk, task) if kind is TimerKind.ANSWER else None
        facts |= {"task": task.id, "unit": task.unit, **({"next": following["unit"]} if following else {})}
    desk.log("overdue", facts, by_time=True)
    tell_of_timer(desk, timer)


def climb_for_alerts(session: Session, register: Register, *, now: datetime) -> None:
    """Ring again for alerts nobody has accepted in time; the unique rung lets each ring once."""
    for alert, rungs in alerts_to_climb(session, now=now):
        _climb(session, alert, rungs, register, now)


def alerts_to_climb(session: Session, *, now: datetime) -> list[tuple[Alert, list[rules.Rung]]]:
    """Find the alerts that have reached another rung of the ladder, with the new rungs."""
    waiting = select(Alert).where(
        Alert.closed_at.is_(None),
        Alert.suppressed.is_(False),
        Alert.attention != Attention.LINKED,
        Alert.shelved_until.is_(None),
        Alert.severity != Severity.NOTICE,
        Alert.due_at <= now,
        Alert.raised_at > now - ALERTS_BACK,
    )
    alerts = session.scalars(waiting.order_by(Alert.id)).all()
    reached = _reached(session, alerts)
    spans = {market_id: case_rules(session, market_id).spans for market_id in {a.market_id for a in alerts}}
    found = []
    for alert in alerts:
        severity = Severity(alert.severity)
        ladder = rules.rungs(TimerKind.ACCEPT, severity, alert.raised_at, spans[alert.market_id])
        new = [rung for rung in ladder if rung.due_at <= now and rung.level not in reached[alert.id]]
        if new:
            found.append((alert, new))
    return found


def _reached(session: Session, alerts: Sequence[Alert]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    ids = [alert.id for alert in alerts]
    for alert_id, level in session.execute(
        select(Timer.alert_id, Timer.level).where(Timer.alert_id.in_(ids))
    ):
        found[alert_id or 0].add(level)
    return found


def _climb(
    session: Session, alert: Alert, new: Sequence[rules.Rung], register: Register, now: datetime
) -> None:
    """Write down every rung that is reached now, and tell the boards once."""
    session.refresh(alert, with_for_update=True)
    if alert.closed_at is not None or alert.attention == Attention.LINKED:
        return
    for rung in new:
        session.add(
            Timer(
                alert_id=alert.id,
                kind=TimerKind.ACCEPT,
                level=rung.level,
                started_at=alert.raised_at,
                due_at=rung.due_at,
                fired_at=now,
                late_by_s=rules.late_by(rung.due_at, now),
            )
        )
    session.flush()
    audience = Audience(session, register, alert.market_id, now)
    for rung in new:
        tell_of_alert(alert, rung.level, rules.late_by(rung.due_at, now), register, audience)
    _ring(session, alert, register, now)


def _ring(session: Session, alert: Alert, register: Register, now: datetime) -> None:
    market = register.markets[alert.market_id]
    grid, group = code_of(register, alert.grid_id), code_of(register, alert.group_id)
    outbox.post(
        session,
        (*rooms_of(market.code, grid, group), police_room(market.code)),
        "alert.overdue",
        entity=f"alert:{alert.id}",
        version=alert.version,
        body=alert_card(alert, register, names(session)),
        now=now,
    )
