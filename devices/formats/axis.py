"""Axis cameras that publish their events themselves: `axis/<serial>/event/<path>`.

Read from the vendor's MQTT event bridge. All values are text, times are milliseconds; the camera's
own word on its life is `event/connection`.
"""

from collections.abc import Mapping
from dataclasses import replace

from devices.document import Document, digest, read_object
from devices.lenient import epoch, flag, mapping, number, text
from devices.states import state
from patrol.rules.signal import DeviceKey, Message, Refusal, Signal
from patrol.rules.words import DeviceClass, Kind, Phase, TimeQuality

ALARM_TOPICS = ("axis/+/event/#",)
BULK_TOPICS: tuple[str, ...] = ()
SOURCE = "axis"
PRESS_TTL_S = 60
"""What bears no time and is said again later is another event; sooner it is the same one, delivered again."""
_KINDS = (
    ("tampering", Kind.TAMPER),
    ("digitalinput", Kind.INPUT),
    ("io/port", Kind.INPUT),
    ("io/virtualinput", Kind.INPUT),
    ("crossline", Kind.INTRUSION),
    ("fenceguard", Kind.INTRUSION),
    ("loiteringguard", Kind.INTRUSION),
    ("objectanalytics", Kind.MOTION),
    ("motion", Kind.MOTION),
    ("vmd", Kind.MOTION),
    ("sensor/pir", Kind.MOTION),
    ("audiocontrol", Kind.AUDIO_ALARM),
    ("storagedevice", Kind.DEVICE_FAULT),
)
_SEEN = {"human": Kind.PERSON, "person": Kind.PERSON}
_SEEN |= dict.fromkeys(("vehicle", "car", "truck", "bus", "bike", "motorcycle_bicycle"), Kind.VEHICLE)


def owns(topic: str) -> bool:
    """Say whether the topic is `axis/<serial>/event/<path>`."""
    match topic.split("/"):
        case ["axis", serial, "event", path, *_]:
            return bool(serial) and bool(path)
        case _:
            return False


def read(message: Message) -> tuple[Signal, ...] | Refusal:
    """Read one event, or whether the camera is there."""
    _, serial, _, path = message.topic.split("/", 3)
    key = DeviceKey(SOURCE, SOURCE, serial[:64])
    document = read_object(message.payload)
    if isinstance(document, Refusal):
        return document
    if path == "connection":
        here = flag(document.body.get("connected"))
        kind = Kind.DEVICE_ONLINE if here else Kind.DEVICE_OFFLINE
        return (state(message, key, kind, {}, device_class=DeviceClass.CAMERA),)
    return (_event(message, key, path, document),)


def _event(message: Message, key: DeviceKey, path: str, document: Document) -> Signal:
    told = mapping(document.body.get("message"))
    source, data = mapping(told.get("source")), mapping(told.get("data"))
    moment = number(document.body.get("timestamp"))
    at = None if moment is None else epoch(moment / 1000)
    arrived = message.received_at.timestamp()
    kind = _kind(path.lower(), text(data.get("classTypes")))
    name = f"{path};{_known(source)};{_known(mapping(told.get('key')))}"
    signal = Signal(
        device=key,
        device_class=DeviceClass.CAMERA.value,
        kind=kind,
        phase=Phase.UPDATE if kind is Kind.TELEMETRY else Phase.NEW,
        happened_at=at,
        time_quality=TimeQuality.DEVICE if at else TimeQuality.RECEIVED,
        dedupe=digest(key, name, moment or message.payload, _known(data)),
        dedupe_ttl_s=None if moment else PRESS_TTL_S,
        order=(at.timestamp() if at else arrived, arrived),
        subject={"event": path[:120], **{k[:40]: text(v) for k, v in {**source, **data}.items()}},
        media=document.media,
        warnings=document.warnings,
    )
    told_by = (flag(data.get(word)) for word in ("active", "state", "triggered"))
    on = next((found for found in told_by if found is not None), None)
    if on is None or kind is Kind.TELEMETRY:
        return signal
    return replace(signal, level=f"axis:{digest(name)}", level_on=on, phase=Phase.NEW if on else Phase.END)


def _kind(path: str, seen: str | None) -> Kind:
    kinds = [_SEEN[word] for word in (seen or "").lower().replace(",", " ").split() if word in _SEEN]
    if kinds and "objectanalytics" in path:
        return kinds[0]
    return next((kind for word, kind in _KINDS if word in path), Kind.TELEMETRY)


def _known(values: Mapping[str, object]) -> str:
    return ";".join(f"{name}={values[name]}" for name in sorted(values))
