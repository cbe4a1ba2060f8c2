"""Alerts for lists and for the open card."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.things import Card, NameOf, alert_card, device_of, stamp
from patrol.errors import NotFound
from patrol.model.alerts import Alert
from patrol.model.signals import SignalRecord
from patrol.model.tasks import Timer
from patrol.rules.entries import Register
from patrol.rules.retention import Keep

SIGNALS_SHOWN = 50


def find(session: Session, alert_id: int) -> Alert:
    """Give an alert, open or closed."""
    alert = session.get(Alert, alert_id)
    if alert is None:
        raise NotFound(f"there is no alert {alert_id}")
    return alert


def page(
    session: Session,
    market_id: int,
    register: Register,
    name_of: NameOf,
    *,
    before: int | None = None,
    limit: int = 50,
) -> list[Card]:
    """Alerts of a market, newest first, open and closed; `before` is an id."""
    statement = select(Alert).where(Alert.market_id == market_id)
    if before is not None:
        statement = statement.where(Alert.id < before)
    rows = session.scalars(statement.order_by(Alert.id.desc()).limit(limit))
    return [
        {
            **alert_card(row, register, name_of),
            "closed_at": stamp(row.closed_at),
            "close_reason": row.close_reason,
        }
        for row in rows
    ]


def signals(session: Session, alert: Alert, register: Register) -> list[dict[str, Any]]:
    """The signals that made an alert, newest first, with their three clocks."""
    statement = (
        select(SignalRecord)
        .where(SignalRecord.alert_id == alert.id, SignalRecord.keep == Keep.EVIDENCE)
        .order_by(SignalRecord.id.desc())
        .limit(SIGNALS_SHOWN)
    )
    return [
        {
            "kind": row.kind,
            "phase": row.phase,
            "happened_at": stamp(row.happened_at),
            "received_at": stamp(row.received_at),
            "recorded_at": stamp(row.recorded_at),
            "time_quality": row.time_quality,
            "late": row.late,
            "verdict": row.verdict,
            "source": row.source,
            "device": device_of(register, row.device_id),
            "subject": row.subject,
            "media": row.media,
            "warnings": row.warnings,
        }
        for row in session.scalars(statement)
    ]


def rungs(session: Session, alert_id: int) -> list[dict[str, Any]]:
    """The rungs of the ladder an alert has reached because nobody accepted it, the first one first."""
    reached = select(Timer).where(Timer.alert_id == alert_id, Timer.fired_at.is_not(None))
    return [
        {"level": row.level, "fired_at": stamp(row.fired_at), "late_by_s": row.late_by_s}
        for row in session.scalars(reached.order_by(Timer.level))
    ]


def mime_of(session: Session, alert_id: int, sha256: str) -> str | None:
    """Give the type of a picture that belongs to an alert or to one of its signals; None: it does not."""
    alert = find(session, alert_id)
    brought = session.scalars(
        select(SignalRecord.media).where(
            SignalRecord.alert_id == alert_id, SignalRecord.keep == Keep.EVIDENCE
        )
    )
    media = [*alert.media, *(medium for each in brought for medium in each)]
    return next((medium.get("mime") for medium in media if medium.get("sha256") == sha256), None)
