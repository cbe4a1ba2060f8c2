"""Our own wire: `patrol/v1/<market>/<class>/<device>/<channel>`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from devices.document import Document, digest, read_object, read_text
from devices.formats import native_parts as parts
from devices.lenient import flag, mapping, text
from devices.refusals import Reason, refuse
from devices.states import availability, state
from patrol.rules.signal import DeviceKey, Message, Refusal, Signal
from patrol.rules.words import DeviceClass, Kind, Phase

SOURCE = "patrol"
ALARM_TOPICS = ("patrol/v1/+/+/+/event", "patrol/v1/+/+/+/status", "patrol/v1/+/+/+/reply")
BULK_TOPICS = ("patrol/v1/+/+/+/position",)
NAME_LIMIT = 64
TOPICS_KEPT = 16_384
_CLASSES = frozenset(DeviceClass)
PRESS_TTL = timedelta(minutes=2)
"""How long equal bytes with neither id nor time are the same press: longer than a publisher
retries, shorter than a person waits before pressing again."""


@dataclass(frozen=True, slots=True)
class Address:
    """What a topic of ours says: whose device this is, and which channel."""

    market: str
    device_class: DeviceClass
    channel: str
    key: DeviceKey
    """Name of the device: class and device, as the topic has them."""
    key_text: str


def owns(topic: str) -> bool:
    """Say whether the topic is ours, well formed or not."""
    return topic.startswith("patrol/")


def read(message: Message) -> tuple[Signal, ...] | Refusal:
    """Read a message of any of the four upward channels."""
    address = address_of(message.topic)
    if isinstance(address, Refusal):
        return address
    if address.channel == "status":
        return _status(message, address)
    document = read_object(message.payload, market=address.market)
    if isinstance(document, Refusal):
        return document
    match address.channel:
        case "event":
            return _event(message, address, document)
        case "position":
            return _position(message, address, document)
        case _:
            return (_plain(message, address, Kind.DEVICE_STATUS, {"reply": parts.bounded(document.body)}),)


@lru_cache(TOPICS_KEPT)
def address_of(topic: str) -> Address | Refusal:
    """Take a topic apart, or say what is wrong with it. The same few thousand topics come all day."""
    match topic.split("/"):
        case [
            "patrol",
            "v1",
            market,
            device_class,
            device,
            ("event" | "position" | "status" | "reply") as channel,
        ]:
            names = (market, device)
        case _:
            return refuse(Reason.BAD_TOPIC, f"not patrol/v1/<market>/<class>/<device>/<channel>: {topic}")
    if not all(0 < len(name) <= NAME_LIMIT and name.isprintable() for name in names):
        return refuse(Reason.BAD_TOPIC, f"market and device are 1 to {NAME_LIMIT} printable letters: {topic}")
    if device_class not in _CLASSES:
        return refuse(Reason.BAD_TOPIC, f"unknown class of device: {device_class}", market=market)
    key = DeviceKey(source=SOURCE, instance=market, key=f"{device_class}/{device}")
    return Address(market, DeviceClass(device_class), channel, key, str(key))


def _event(message: Message, address: Address, document: Document) -> tuple[Signal, ...] | Refusal:
    body = document.body
    if (word := text(body.get("kind"), NAME_LIMIT)) is None:
        return refuse(Reason.MISSING_KIND, "an event must say its kind", market=address.market)
    time = parts.time_of(body, message)
    phase, phase_odd = parts.phase_of(body)
    severity, severity_odd = parts.severity_of(body)
    level = text(body.get("level"), NAME_LIMIT)
    on = phase is not Phase.END if level is None else flag(body.get("on")) is not False
    dedupe, ttl = _dedupe(message, address, body, phase)
    fix = parts.fix_of(mapping(body.get("position")) or body, time)
    signal = Signal(
        device=address.key,
        device_class=address.device_class.value,
        kind=parts.known_kind(word),
        phase=phase if on else Phase.END,
        dedupe=dedupe,
        dedupe_ttl_s=ttl,
        happened_at=time.at,
        time_quality=time.quality,
        severity=severity,
        fix=fix,
        correlation=text(body.get("correlation")),
        order=time.order,
        level=level,
        level_on=on,
        subject=parts.subject_of(body),
        media=document.media + parts.media_of(body),
        warnings=(*document.warnings, *time.warnings, *phase_odd, *severity_odd),
    )
    return (signal,)


def _dedupe(
    message: Message, address: Address, body: Mapping[str, object], phase: Phase
) -> tuple[str, int | None]:
    """Choose the key. An `update` may repeat its id with other content, so its bytes count too."""
    ident = text(body.get("id"))
    if ident is None:
        ttl = None if text(body.get("at")) else int(PRESS_TTL.total_seconds())
        return digest(message.topic, message.payload), ttl
    told = message.payload if phase is Phase.UPDATE else b""
    return digest(address.key_text, ident, phase.value, told), None


def _position(message: Message, address: Address, document: Document) -> tuple[Signal, ...] | Refusal:
    body = document.body
    place = mapping(body.get("position")) or body
    time = parts.time_of(body if "at" in body else place, message)
    fix = parts.fix_of(place, time)
    if fix is None:
        return refuse(Reason.MISSING_POSITION, "no latitude and longitude to be read", market=address.market)
    ident = text(body.get("id")) or time.key
    signal = Signal(
        device=address.key,
        device_class=address.device_class.value,
        kind=Kind.POSITION,
        phase=Phase.UPDATE,
        dedupe=digest(address.key_text, ident, fix.lat, fix.lon),
        happened_at=time.at,
        time_quality=time.quality,
        fix=fix,
        order=time.order,
        subject=parts.bounded(mapping(body.get("data"))),
        warnings=(*document.warnings, *time.warnings),
    )
    return (signal,)


def _status(message: Message, address: Address) -> tuple[Signal, ...] | Refusal:
    """Read a status: an object with `state`, or the bare word."""
    bare = read_text(message.payload)
    if isinstance(bare, Refusal):
        return Refusal(bare.reason, bare.detail, address.market)
    if bare.startswith(("{", "[")):
        document = read_object(message.payload, market=address.market)
        if isinstance(document, Refusal):
            return document
        body = document.body
    else:
        body = {"state": bare.strip('"')}
    word = text(body.get("state"), NAME_LIMIT)
    if word is None:
        return refuse(Reason.MISSING_PART, "a status must say its state", market=address.market)
    return (_plain(message, address, availability(word), parts.bounded(body)),)


def _plain(message: Message, address: Address, kind: Kind, subject: Mapping[str, object]) -> Signal:
    return state(message, address.key, kind, subject, device_class=address.device_class)
