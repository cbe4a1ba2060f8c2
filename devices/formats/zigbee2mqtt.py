"""Zigbee2MQTT: detectors, contacts and buttons, whose every message repeats all that is known.

Read from lib/controller.ts and extension/availability.ts (state is merged; `action` is not kept).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from devices.document import Document, digest, read_object, read_text
from devices.lenient import flag, number, stamp, text
from devices.states import availability, state
from patrol.rules.signal import DeviceKey, Message, Refusal, Signal
from patrol.rules.words import DeviceClass, Kind, Phase

ALARM_TOPICS = ("zigbee2mqtt/#",)
BULK_TOPICS: tuple[str, ...] = ()
BASE = "zigbee2mqtt"
BRIDGE = DeviceKey(BASE, BASE, "bridge")
PRESS_TTL_S = 5
"""A button sends one press up to three times."""
KEY_LIMIT = 200
STALE_S = 120

_LEVELS: Mapping[str, str] = {
    "smoke": Kind.FIRE, "gas": Kind.FIRE, "carbon_monoxide": Kind.FIRE, "water_leak": "water_leak",
    "sos": Kind.SOS, "sos_alarm": Kind.SOS, "emergency": Kind.SOS, "tamper": Kind.TAMPER,
    "battery_low": Kind.BATTERY_LOW, "battery_defect": Kind.DEVICE_FAULT, "trouble": Kind.DEVICE_FAULT,
    "occupancy": Kind.MOTION,
}  # fmt: skip
_CALLS = frozenset({"emergency", "sos", "panic"})
_FACTS = ("battery", "voltage", "linkquality", "temperature", "humidity")


def owns(topic: str) -> bool:
    """Say whether the topic lies under Zigbee2MQTT's base."""
    return topic.startswith(BASE + "/")


def read(message: Message) -> tuple[Signal, ...] | Refusal:
    """Read a device's state or availability, or the bridge's own state; its other words are for itself."""
    match message.topic.split("/")[1:]:
        case ["bridge", "state"]:
            return _availability(message, BRIDGE)
        case ["bridge", *_] | [*_, "set" | "get"] | [""]:
            return ()
        case [*name, "availability"] if name:
            return _availability(message, _key("/".join(name)))
        case name:
            return _device(message, _key("/".join(name)))


def _key(name: str) -> DeviceKey:
    """Name a device by its friendly name, in which slashes are allowed."""
    return DeviceKey(BASE, BASE, name[:KEY_LIMIT])


def _availability(message: Message, key: DeviceKey) -> tuple[Signal, ...] | Refusal:
    """Read `online` or `offline`, bare (before 2.0) or as an object."""
    bare = read_text(message.payload)
    if isinstance(bare, Refusal):
        return bare
    if bare.startswith("{"):
        document = read_object(message.payload)
        if isinstance(document, Refusal):
            return document
        bare = text(document.body.get("state")) or ""
    mine = DeviceClass.BRIDGE if key == BRIDGE else None
    parent = None if key == BRIDGE else BRIDGE
    subject = {"state": bare[:64]}
    return (state(message, key, availability(bare), subject, device_class=mine, parent=parent),)


def _device(message: Message, key: DeviceKey) -> tuple[Signal, ...] | Refusal:
    document = read_object(message.payload)
    if isinstance(document, Refusal):
        return document
    plain = _plain(message, key, document)
    found = tuple(_said(plain, document.body))
    return found or (plain,)


def _plain(message: Message, key: DeviceKey, document: Document) -> Signal:
    """Start with what is no alarm: the battery, the link, the temperature."""
    body = document.body
    subject = {name: held for name in _FACTS if (held := number(body.get(name))) is not None}
    seen, _odd = stamp(body.get("last_seen"))
    stale = seen is not None and (message.received_at - seen).total_seconds() > STALE_S
    return replace(
        state(message, key, Kind.TELEMETRY, subject, parent=BRIDGE),
        media=document.media,
        warnings=(*document.warnings, *(("stale",) if stale else ())),
    )


def _said(plain: Signal, body: Mapping[str, object]) -> Iterator[Signal]:
    """Read the flags and the press. A detector under test says smoke, and there is none."""
    if flag(body.get("test")):
        yield replace(plain, kind=Kind.TEST, phase=Phase.NEW, dedupe=digest(plain.dedupe, "test"))
        return
    for name, kind in _LEVELS.items():
        on = flag(body.get(name))
        if on is not None:
            yield _level(plain, name, kind, on=on)
    closed = flag(body.get("contact"))
    if closed is not None:
        yield _level(plain, "contact", Kind.DOOR, on=not closed)
    press = text(body.get("action"), 64)
    if press is not None:
        yield _press(plain, press)


def _level(plain: Signal, name: str, kind: str, *, on: bool) -> Signal:
    return replace(
        plain,
        kind=kind,
        phase=Phase.NEW if on else Phase.END,
        dedupe=digest(plain.dedupe, name),
        level=name,
        level_on=on,
    )


def _press(plain: Signal, action: str) -> Signal:
    """Read a button. What is no call for help is kept; which gesture calls differs by model."""
    calls = action.lower() in _CALLS
    return replace(
        plain,
        kind=Kind.SOS if calls else Kind.TELEMETRY,
        phase=Phase.NEW if calls else Phase.UPDATE,
        dedupe=digest(plain.device, "action", action),
        dedupe_ttl_s=PRESS_TTL_S,
        subject={**plain.subject, "action": action},
    )
