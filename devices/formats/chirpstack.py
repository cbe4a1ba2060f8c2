"""ChirpStack, a network server of LoRa badges and sensors: `application/<id>/device/<EUI>/event/<event>`.

Read from ChirpStack v4's integration messages and the codecs of Milesight WS101 and AT101 and SenseCAP
T1000. Times are the gateway's or the server's; the number a codec makes up for each press is no key.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from devices.document import Document, digest, read_object
from devices.lenient import listing, mapping, number, plausible, stamp, text
from devices.states import state
from patrol.rules.signal import DeviceKey, Fix, Message, Refusal, Signal
from patrol.rules.words import Kind, Phase, Severity, TimeQuality

ALARM_TOPICS = ("application/+/device/+/event/+",)
BULK_TOPICS: tuple[str, ...] = ()
SOURCE = "chirpstack"
_CALLS = frozenset({"long press", "double press", "sos"})
_SOS_EVENT, _LONGITUDE, _LATITUDE, _BATTERY = "4200", "4197", "4198", "3000"
_STATES = {"join": Kind.DEVICE_ONLINE, "status": Kind.DEVICE_STATUS, "log": Kind.TELEMETRY}


def owns(topic: str) -> bool:
    """Say whether the topic is an event of a device of some application."""
    match topic.split("/"):
        case ["application", application, "device", device, "event", event]:
            return bool(application and device and event)
        case _:
            return False


def read(message: Message) -> tuple[Signal, ...] | Refusal:
    """Read an uplink, a join, a battery status, a place or a line of the log."""
    _, _, _, device, _, event = message.topic.split("/")
    document = read_object(message.payload)
    if isinstance(document, Refusal):
        return document
    key = DeviceKey(SOURCE, SOURCE, device.lower()[:64])
    if event == "up":
        return tuple(_uplink(_said(message, key, document), document.body))
    if event == "location":
        place = _place(mapping(document.body.get("location")))
        return () if place is None else (_at(_said(message, key, document), place),)
    kind = _STATES.get(event)
    return () if kind is None else (state(message, key, kind, _facts(document.body)),)


def _said(message: Message, key: DeviceKey, document: Document) -> Signal:
    """Start a signal with what every uplink says: who, when, and as which frame."""
    body, tags = document.body, mapping(mapping(document.body.get("deviceInfo")).get("tags"))
    at, odd = stamp(body.get("time"))
    arrived = message.received_at.timestamp()
    frame = number(body.get("fCnt")) or 0
    address = text(body.get("devAddr"), 16)
    sent = (address, frame, body.get("fPort")) if address else (body.get("deduplicationId"), message.payload)
    return Signal(
        device=key,
        kind=Kind.TELEMETRY,
        phase=Phase.UPDATE,
        happened_at=at,
        time_quality=TimeQuality.GATEWAY if at else TimeQuality.RECEIVED,
        dedupe=digest(key, message.topic.rpartition("/")[2], *sent),
        order=(at.timestamp() if at else arrived, frame),
        label=text(mapping(body.get("deviceInfo")).get("deviceName")),
        subject={f"tag.{name[:40]}": text(tag) for name, tag in list(tags.items())[:20]},
        media=document.media,
        warnings=(*document.warnings, *odd),
    )


def _uplink(said: Signal, body: Mapping[str, object]) -> Iterator[Signal]:
    """Give a call for help first, then a place, then the plain report."""
    decoded = mapping(body.get("object"))
    if not decoded:
        plain = {"port": text(body.get("fPort")), "payload": text(body.get("data"), 400)}
        yield replace(said, subject={**said.subject, **plain})
        return
    measured = dict(_measured(decoded))
    if _calls(decoded, measured):
        yield replace(
            said,
            kind=Kind.SOS,
            phase=Phase.NEW,
            severity=Severity.CRITICAL,
            dedupe=digest(said.dedupe, "sos"),
        )
    place = _place({**decoded, **measured})
    if place is not None:
        yield replace(_at(said, place), dedupe=digest(said.dedupe, "place"))
    yield replace(said, subject={**said.subject, **_facts({**decoded, **measured})})


def _calls(decoded: Mapping[str, object], measured: Mapping[str, object]) -> bool:
    pressed = text(mapping(decoded.get("button_event")).get("status")) or ""
    return pressed.lower() in _CALLS or bool(measured.get("sos"))


def _measured(decoded: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Read SenseCAP's numbered measurements."""
    flat = (mapping(one) for each in listing(decoded.get("messages")) for one in listing(each))
    for one in flat:
        value = one.get("measurementValue")
        match text(one.get("measurementId")):
            case n if n == _SOS_EVENT:
                named = (text(mapping(event).get("eventName")) or "" for event in listing(value))
                yield "sos", any(name.lower().startswith("sos") for name in named)
            case n if n == _LONGITUDE:
                yield "longitude", value
            case n if n == _LATITUDE:
                yield "latitude", value
            case n if n == _BATTERY:
                yield "battery", value


def _place(told: Mapping[str, object]) -> Fix | None:
    lat, lon = number(told.get("latitude")), number(told.get("longitude"))
    if lat is None or lon is None or not plausible(lat, lon):
        return None
    return Fix(lat=lat, lon=lon, acc_m=number(told.get("accuracy")))


def _at(said: Signal, place: Fix) -> Signal:
    return replace(said, kind=Kind.POSITION, fix=replace(place, fix_at=said.happened_at))


def _facts(body: Mapping[str, object]) -> dict[str, object]:
    """Keep plain values; a battery stands under the name the register knows."""
    facts: dict[str, object] = {
        name[:40]: value for name, value in list(body.items())[:30] if isinstance(value, str | int | float)
    }
    level = number(body.get("batteryLevel"))
    return facts if level is None else {**facts, "battery": level}
