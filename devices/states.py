"""Signals of what simply is: they bear no time of their own, and equal words later are another signal."""

from collections.abc import Mapping

from devices.document import digest
from patrol.rules.signal import DeviceKey, Message, Signal
from patrol.rules.words import DeviceClass, Kind, Phase, TimeQuality

STATE_TTL_S = 60
_AVAILABLE = {"online": Kind.DEVICE_ONLINE, "offline": Kind.DEVICE_OFFLINE}


def state(
    message: Message,
    device: DeviceKey,
    kind: str,
    subject: Mapping[str, object],
    *,
    device_class: DeviceClass | None = None,
    parent: DeviceKey | None = None,
) -> Signal:
    """Make a signal that fills the register; telemetry is an update, all else is state."""
    arrived = message.received_at
    return Signal(
        device=device,
        parent=parent,
        device_class=device_class.value if device_class else None,
        kind=kind,
        phase=Phase.UPDATE if kind == Kind.TELEMETRY else Phase.STATE,
        dedupe=digest(message.topic, message.payload, kind, arrived.isoformat()),
        dedupe_ttl_s=STATE_TTL_S,
        time_quality=TimeQuality.RECEIVED,
        order=(arrived.timestamp(), arrived.timestamp()),
        subject=subject,
    )


def availability(word: str) -> Kind:
    """Give the kind for a device's own word on its life."""
    return _AVAILABLE.get(word.strip().lower(), Kind.DEVICE_STATUS)
