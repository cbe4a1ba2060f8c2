"""Who is told of an alert: of a critical one at once, and by the rungs while nobody accepts it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from patrol.actions.notices import Message, tell
from patrol.cards.audience import Audience
from patrol.cards.ladder import Scene, reached
from patrol.model.alerts import Alert
from patrol.rules.case_words import TimerKind
from patrol.rules.entries import Register
from patrol.rules.notice_words import NoticeKind
from patrol.rules.timers import told
from patrol.rules.words import Role, Severity

PROMPT = "consider_110"


def tell_of_critical(session: Session, alerts: Iterable[Alert], register: Register, *, now: datetime) -> None:
    """Tell the office and the grid's guards of the critical ones, once for each, however often it rings."""
    known: dict[tuple[int, int | None], set[int]] = {}
    for alert in alerts:
        if alert.severity != Severity.CRITICAL or alert.suppressed or alert.closed_at is not None:
            continue
        where = (alert.market_id, alert.grid_id)
        if where not in known:
            known[where] = _concerned(Audience(session, register, alert.market_id, now), alert.grid_id)
        what = about_alert(alert, register, NoticeKind.ALERT_CRITICAL, f"alert:{alert.id}:critical")
        tell(session, known[where], what, now=now)


def _concerned(audience: Audience, grid_id: int | None) -> set[int]:
    office = audience.office(Role.OFFICER, Role.SHIFT_LEADER)
    return office | (audience.guards_of(grid_id) if grid_id is not None else set())


def tell_of_alert(
    alert: Alert, level: int, late_by_s: int | None, register: Register, audience: Audience
) -> None:
    """Tell whoever a rung reaches for an alert that nobody has accepted."""
    scene = Scene(alert.market_id, alert.grid_id, alert.place_id, alert.x, alert.y)
    for rung in told(TimerKind.ACCEPT, level):
        people = reached(audience.session, scene, rung, register, now=audience.now)
        what = about_alert(
            alert, register, kind_of(rung), f"alert:{alert.id}:rung:{level}:{rung}", late_by_s=late_by_s
        )
        tell(audience.session, people, what, now=audience.now)


def about_alert(
    alert: Alert, register: Register, kind: NoticeKind, thing: str, *, late_by_s: int | None = None
) -> Message:
    """Make the message of an alert: its place and its kind, nobody's name."""
    place = register.places.get(alert.place_id or alert.grid_id or 0)
    facts = {
        "alert": alert.id,
        "kind": alert.kind,
        "category": alert.category,
        "severity": alert.severity,
        "place": place.name if place else None,
        "step": None if kind is NoticeKind.ALERT_CRITICAL else TimerKind.ACCEPT,
        "late_by_s": late_by_s,
    }
    return Message(
        thing=thing,
        kind=kind,
        severity=Severity(alert.severity),
        market_id=alert.market_id,
        about=alert.kind,
        facts={name: value for name, value in facts.items() if value is not None},
        link="/board",
        fold=f"{kind}:{alert.market_id}",
        happened_at=alert.happened_at,
        received_at=alert.raised_at,
    )


def kind_of(rung: str) -> NoticeKind:
    """Say what a rung tells: that nobody moved, or that a person should think of 110."""
    return NoticeKind.CONSIDER_110 if rung == PROMPT else NoticeKind.LADDER
