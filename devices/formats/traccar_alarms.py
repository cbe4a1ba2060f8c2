"""Traccar's alarm and event names (`Position.ALARM_*`, `Event.TYPE_*`) in our words."""

from collections.abc import Mapping
from dataclasses import replace

from devices.document import digest
from devices.lenient import text
from patrol.rules.signal import Signal
from patrol.rules.words import Kind, Phase, Severity

FAMILY = "alarm:"
"""Alarm flags are levels `alarm:<name>`, repeated in every report while they hold."""

ALL_FLAGS = FAMILY + "*"
"""The level of what says that every flag not set at the same moment is off."""

_KINDS = {
    Kind.SOS: ("sos",),
    Kind.TAMPER: ("tampering", "removing", "gpsAntennaCut", "powerCut", "jamming"),
    Kind.ACCIDENT: ("accident", "fallDown"),
    Kind.DOOR: ("door", "lock", "unlock", "bonnet"),
    Kind.BATTERY_LOW: ("lowBattery", "lowPower"),
    Kind.DRIVING: (
        "overspeed",
        "fatigueDriving",
        "hardAcceleration",
        "hardBraking",
        "hardCornering",
    ),
    Kind.GEOFENCE_ENTER: ("geofence", "geofenceEnter"),
    Kind.GEOFENCE_EXIT: ("geofenceExit",),
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names}
_SEVERITY_OF_NAME = {"tampering": Severity.HIGH, "powerCut": Severity.HIGH}
_SEVERITY_OF_KIND = {
    Kind.SOS: Severity.CRITICAL,
    Kind.ACCIDENT: Severity.CRITICAL,
    Kind.GEOFENCE_ENTER: Severity.NORMAL,
    Kind.GEOFENCE_EXIT: Severity.NORMAL,
    Kind.BATTERY_LOW: Severity.NOTICE,
}
_EVENTS: Mapping[str, tuple[Kind, Phase]] = {
    "geofenceEnter": (Kind.GEOFENCE_ENTER, Phase.NEW),
    "geofenceExit": (Kind.GEOFENCE_EXIT, Phase.NEW),
    "deviceOverspeed": (Kind.DRIVING, Phase.NEW),
    "deviceOnline": (Kind.DEVICE_ONLINE, Phase.STATE),
    "deviceOffline": (Kind.DEVICE_OFFLINE, Phase.STATE),
    "deviceUnknown": (Kind.DEVICE_STATUS, Phase.STATE),
    "deviceInactive": (Kind.DEVICE_STATUS, Phase.STATE),
}


def raised(said: Signal, name: str) -> Signal:
    """Say that one alarm flag is on; flag and moment make one key on both topics."""
    kind = _KIND_OF.get(name, Kind.TELEMETRY)
    moment = said.happened_at.isoformat() if said.happened_at else said.dedupe
    return replace(
        said,
        kind=kind,
        phase=Phase.UPDATE if kind is Kind.TELEMETRY else Phase.NEW,
        severity=_SEVERITY_OF_NAME.get(name, _SEVERITY_OF_KIND.get(kind)),
        dedupe=digest(said.device, "alarm", name, moment),
        correlation=digest(said.device, "alarm", name),
        level=FAMILY + name,
        level_on=True,
        subject={**said.subject, "alarm": name},
    )


def event(said: Signal, word: str, geofence: Mapping[str, object]) -> Signal:
    """Read an event that is no alarm; what we have no word for is kept as telemetry."""
    kind, phase = _EVENTS.get(word, (Kind.TELEMETRY, Phase.UPDATE))
    zone = text(geofence.get("name"))
    subject = {**said.subject, "event": word} | ({"zone": zone} if zone else {})
    return replace(said, kind=kind, phase=phase, severity=_SEVERITY_OF_KIND.get(kind), subject=subject)
