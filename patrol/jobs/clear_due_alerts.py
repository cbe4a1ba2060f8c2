"""Clear what clears by itself after a while, and detections that their camera forgot to end."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from patrol.actions.desk import AlertDesk
from patrol.model.alerts import Alert
from patrol.model.devices import Device
from patrol.rules.entries import Register
from patrol.rules.words import NEVER_HIDDEN, Condition, DeviceClass

FORGOTTEN_AFTER = timedelta(minutes=10)
"""A detection that is still going on says so more often than this."""


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Clear each once, with the reason on its card."""
    desk = AlertDesk(session, register, now=now)
    for alert in _due(session, now):
        desk.clear(alert, "time")
    for alert in _forgotten(session, now):
        desk.clear(alert, "no-update")
    desk.finish()


def _due(session: Session, now: datetime) -> list[Alert]:
    statement = select(Alert).where(Alert.clear_at <= now, Alert.closed_at.is_(None)).order_by(Alert.id)
    return list(session.scalars(statement.with_for_update()))


def _forgotten(session: Session, now: datetime) -> list[Alert]:
    """Find open detections whose camera, or the recorder behind it, no longer speaks of them."""
    statement = (
        select(Alert)
        .join(Device, Device.id == Alert.device_id)
        .where(
            Device.device_class == DeviceClass.CAMERA,
            Alert.correlation.is_not(None),
            Alert.last_at <= now - FORGOTTEN_AFTER,
            Alert.condition == Condition.ACTIVE,
            Alert.closed_at.is_(None),
            Alert.kind.not_in(NEVER_HIDDEN),
            or_(Alert.clear_at.is_(None), Alert.clear_at > now),
        )
        .order_by(Alert.id)
    )
    return list(session.scalars(statement.with_for_update(of=Alert)))


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether anything is over, or may have been forgotten."""
    over = or_(Alert.clear_at <= now, Alert.last_at <= now - FORGOTTEN_AFTER)
    active = (Alert.closed_at.is_(None), Alert.condition == Condition.ACTIVE)
    return session.scalar(select(Alert.id).where(*active, over).limit(1)) is not None
