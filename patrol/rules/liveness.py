"""When a device has been silent for too long, and which silence is only its gateway's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from patrol.rules.words import DeviceClass, DeviceStatus

SILENT_AFTER: Mapping[DeviceClass, timedelta] = {
    DeviceClass.CAR: timedelta(minutes=5),
    DeviceClass.PHONE: timedelta(minutes=30),
    DeviceClass.BUTTON: timedelta(hours=26),
    DeviceClass.CAMERA: timedelta(minutes=2),
    DeviceClass.SENSOR: timedelta(hours=26),
    DeviceClass.GATE: timedelta(minutes=10),
    DeviceClass.BRIDGE: timedelta(minutes=2),
}
"""How long each class may say nothing; battery devices speak once a day and a bit."""

MOVING_CAR = timedelta(seconds=60)
"""A car on its way reports every few seconds; a parked one may sleep."""

LOST = frozenset({DeviceStatus.OFFLINE, DeviceStatus.SILENT})


@dataclass(frozen=True, slots=True)
class Life:
    """What is known of one device's life."""

    device_id: int
    device_class: DeviceClass
    status: DeviceStatus
    status_since: datetime | None
    last_seen_at: datetime | None
    silent_after_s: int | None = None
    parent_id: int | None = None
    moving: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A device that is now to be called silent, or whose state nobody can know."""

    device_id: int
    status: DeviceStatus


def patience(life: Life) -> timedelta:
    """How long this device may say nothing."""
    if life.silent_after_s is None and life.device_class is DeviceClass.CAR and life.moving:
        return MOVING_CAR
    return patience_with(life.device_class, life.silent_after_s)


def patience_with(device_class: DeviceClass, silent_after_s: int | None) -> timedelta:
    """How long a device that stands still may say nothing: its own time, else its class's."""
    return SILENT_AFTER[device_class] if silent_after_s is None else timedelta(seconds=silent_after_s)


def is_awaited(
    last_word: datetime | None, *, since: datetime | None, patience: timedelta, now: datetime
) -> bool:
    """Say whether a first word may still come: nothing was heard since then, and that is not long ago.

    Without `since` nobody listens, so nobody is missed.
    """
    if since is None:
        return True
    return (last_word is None or last_word < since) and now - since <= patience


def find_silent(lives: Iterable[Life], *, listening_since: datetime, now: datetime) -> list[Change]:
    """Judge all devices at once: gateways first, then what speaks through them.

    Nobody is called silent for a time in which we did not listen, nor a child for the time in
    which its gateway was gone: that is one alert, and the children's state is unknown.
    """
    by_id = {life.device_id: life for life in lives}
    changes: dict[int, Change] = {}
    for life in sorted(by_id.values(), key=lambda each: (each.parent_id is not None, each.device_id)):
        parent = by_id.get(life.parent_id) if life.parent_id is not None else None
        change = _judge(life, parent, changes, listening_since, now)
        if change is not None:
            changes[life.device_id] = change
    return list(changes.values())


def _judge(
    life: Life, parent: Life | None, changes: Mapping[int, Change], listening_since: datetime, now: datetime
) -> Change | None:
    if parent is not None and (parent.status in LOST or parent.device_id in changes):
        known = life.status is DeviceStatus.ONLINE
        return Change(life.device_id, DeviceStatus.UNKNOWN) if known else None
    if life.last_seen_at is None or life.status in LOST:
        return None
    heard_since = max(life.last_seen_at, listening_since, _back_since(parent))
    if now - heard_since <= patience(life):
        return None
    return Change(life.device_id, DeviceStatus.SILENT)


def _back_since(parent: Life | None) -> datetime:
    """When the gateway came back; without one, long ago."""
    if parent is None or parent.status_since is None:
        return datetime.min.replace(tzinfo=UTC)
    return parent.status_since
