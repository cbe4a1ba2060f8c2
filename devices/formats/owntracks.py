"""OwnTracks on guards' phones: places, fences crossed, and a will without a time.

Read from the booklet (tech/json) and the Android client's MessageLocation and MessageTransition.
"""

from collections.abc import Mapping
from dataclasses import replace

from devices.document import Document, digest, read_object
from devices.lenient import epoch, number, plausible, text
from devices.refusals import Reason, refuse
from devices.states import state
from patrol.rules.signal import DeviceKey, Fix, Message, Refusal, Signal
from patrol.rules.words import DeviceClass, Kind, Phase, TimeQuality

ALARM_TOPICS = ("owntracks/+/+/event", "/owntracks/+/+/event")
BULK_TOPICS = ("owntracks/+/+", "owntracks/+/+/status", "/owntracks/+/+", "/owntracks/+/+/status")
BASE = "owntracks"
WEEK_S = 7 * 24 * 3600
"""A phone keeps what it could not send for days, and then sends it in order."""
_ENDS = frozenset(
    {"event", "waypoint", "waypoints", "status", "info", "cmd", "step", "dump", "beacon", "request"}
)
_SILENT = frozenset(
    {"waypoint", "waypoints", "card", "cmd", "steps", "configuration", "beacon", "beacons", "request"}
)
_IDENTITY = ("tst", "created_at", "lat", "lon", "t", "event", "desc")
_CROSSINGS = {"enter": Kind.GEOFENCE_ENTER, "leave": Kind.GEOFENCE_EXIT}


def owns(topic: str) -> bool:
    """Say whether the topic lies under OwnTracks' base, with or without a slash before it."""
    return _key_of(topic) is not None


def _key_of(topic: str) -> DeviceKey | None:
    """Name the phone: `<user>/<device>`, whatever follows; never the two letters of `tid`."""
    match topic.removeprefix("/").split("/"):
        case ["owntracks", user, device] if user and device:
            return DeviceKey(BASE, BASE, f"{user[:90]}/{device[:90]}")
        case ["owntracks", user, device, end] if user and device and end in _ENDS:
            return DeviceKey(BASE, BASE, f"{user[:90]}/{device[:90]}")
        case _:
            return None


def read(message: Message) -> tuple[Signal, ...] | Refusal:
    """Read one message by its `_type`; the topic only says whose it is."""
    key = _key_of(message.topic)
    document = read_object(message.payload)
    if isinstance(document, Refusal) or key is None:
        return document if isinstance(document, Refusal) else refuse(Reason.BAD_TOPIC, message.topic)
    word = text(document.body.get("_type"), 64)
    match word:
        case "location":
            return _location(message, key, document)
        case "transition":
            return _transition(message, key, document)
        case "lwt":
            return (_state(message, key, Kind.DEVICE_OFFLINE, {"state": "offline"}),)
        case "status":
            return (_state(message, key, Kind.DEVICE_STATUS, {"state": "online"}),)
        case "encrypted":
            return (_state(message, key, Kind.TELEMETRY, {"encrypted": True}),)
        case None:
            return refuse(Reason.MISSING_PART, "no _type")
    return () if word in _SILENT else refuse(Reason.NOT_UNDERSTOOD, f"_type {word}")


def _state(message: Message, key: DeviceKey, kind: Kind, subject: Mapping[str, object]) -> Signal:
    return state(message, key, kind, subject, device_class=DeviceClass.PHONE)


def _location(message: Message, key: DeviceKey, document: Document) -> tuple[Signal, ...] | Refusal:
    """Read a place; published by hand (`u`) or on request (`r`) it is a check-in."""
    signal = _dated(message, key, document)
    if signal.fix is None:
        return refuse(Reason.MISSING_POSITION, "no latitude and longitude to be read")
    by_hand = text(document.body.get("t")) in ("u", "r")
    return (replace(signal, kind=Kind.CHECKIN if by_hand else Kind.POSITION),)


def _transition(message: Message, key: DeviceKey, document: Document) -> tuple[Signal, ...] | Refusal:
    kind = _CROSSINGS.get(text(document.body.get("event")) or "")
    if kind is None:
        return refuse(Reason.MISSING_PART, "a transition that is neither enter nor leave")
    signal = _dated(message, key, document)
    zone = text(document.body.get("desc"))
    subject = {**signal.subject, **({"zone": zone} if zone else {})}
    return (replace(signal, kind=kind, phase=Phase.NEW, subject=subject),)


def _dated(message: Message, key: DeviceKey, document: Document) -> Signal:
    """Start a signal by the phone's clock: `tst`, whole seconds since 1970."""
    body, arrived = document.body, message.received_at.timestamp()
    at, made = epoch(body.get("tst")), epoch(body.get("created_at"))
    battery = number(body.get("batt"))
    return Signal(
        device=key,
        device_class=DeviceClass.PHONE.value,
        kind=Kind.POSITION,
        phase=Phase.UPDATE,
        dedupe=_dedupe(message.topic, body),
        dedupe_ttl_s=WEEK_S,
        happened_at=at,
        time_quality=TimeQuality.RECEIVED if at is None else TimeQuality.DEVICE,
        fix=_fix(body),
        order=(at.timestamp() if at else arrived, made.timestamp() if made else arrived),
        subject={} if battery is None else {"battery": battery},
        media=document.media,
        warnings=document.warnings,
    )


def _dedupe(topic: str, body: Mapping[str, object]) -> str:
    """Name the message. `tst` alone is not enough: one second may bear two places."""
    ident = text(body.get("_id"))
    kind = text(body.get("_type"))
    if ident is not None:
        return digest(topic, kind, ident)
    return digest(topic, kind, *(text(body.get(name)) for name in _IDENTITY))


def _fix(body: Mapping[str, object]) -> Fix | None:
    """Read the place; `vel` is km/h, and a ping (`t` = `p`) repeats a place of unknown age."""
    lat, lon = number(body.get("lat")), number(body.get("lon"))
    if lat is None or lon is None or not plausible(lat, lon):
        return None
    return Fix(
        lat=lat,
        lon=lon,
        acc_m=number(body.get("acc")) or None,
        speed_kmh=number(body.get("vel")),
        course=number(body.get("cog")),
        fix_at=None if text(body.get("t")) == "p" else epoch(body.get("tst")),
    )
