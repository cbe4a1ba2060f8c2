"""Bridges that put older Hikvision and Dahua cameras on a broker: HikSink, alarmserver, amcrest2mqtt.

Read from the three projects' own publishing code. HikSink says whether something holds; alarmserver says
that it began, never that it ended, and no time; amcrest2mqtt retains everything, events too.
"""

from collections.abc import Mapping
from dataclasses import replace

from devices.document import digest, read_object, read_text
from devices.lenient import epoch, flag, mapping, text
from devices.states import availability, state
from patrol.rules.signal import DeviceKey, Message, Refusal, Signal
from patrol.rules.words import DeviceClass, Kind, Phase, TimeQuality

ALARM_TOPICS = ("hikvision_cameras/#", "camera-alerts/+/+", "camera-alerts/alarmserver", "amcrest2mqtt/+/+")
BULK_TOPICS: tuple[str, ...] = ()
REPEATS_S = 10
"""A camera that repeats its word within so many seconds says the same thing."""
_WORDS = (
    (Kind.INTRUSION, ("linedetection", "fielddetection", "region", "crossline", "crossregion", "intrusion")),
    (Kind.TAMPER, ("tamper", "shelteralarm", "videoblind", "scenechange", "illegalaccess")),
    (Kind.CAMERA_FAULT, ("videoloss", "badvideo", "disk")),
    (Kind.INPUT, ("io", "alarmlocal", "doorbell")),
    (Kind.PERSON, ("human",)),
    (Kind.MOTION, ("vmd", "motion")),
)


def owns(topic: str) -> bool:
    """Say whether one of the three bridges publishes there."""
    match topic.split("/"):
        case ["hikvision_cameras", _, *rest]:
            return len(rest) <= 2
        case ["camera-alerts", "alarmserver"]:
            return True
        case ["camera-alerts" | "amcrest2mqtt", camera, event]:
            return bool(camera) and bool(event)
        case _:
            return False


def read(message: Message) -> tuple[Signal, ...] | Refusal:
    """Read what one of the bridges says."""
    match message.topic.split("/"):
        case ["hikvision_cameras", "availability"] | ["camera-alerts", "alarmserver"]:
            return _life(message, DeviceKey(message.topic.partition("/")[0], "bridge", "bridge"))
        case ["hikvision_cameras", camera, "availability"]:
            return _life(message, DeviceKey("hikvision_cameras", "hikvision_cameras", camera[:64]))
        case ["amcrest2mqtt", camera, "status"]:
            return _life(message, DeviceKey("amcrest2mqtt", "amcrest2mqtt", camera[:64]))
        case [bridge, camera, *_, event]:
            return _event(message, DeviceKey(bridge, bridge, camera[:64]), event)
        case _:
            return ()


def _life(message: Message, key: DeviceKey) -> tuple[Signal, ...] | Refusal:
    """Read a bare word, or `{"status": "down"}`."""
    word = read_text(message.payload)
    if isinstance(word, Refusal):
        return word
    if word.startswith("{"):
        document = read_object(message.payload)
        if isinstance(document, Refusal):
            return document
        word = text(document.body.get("status")) or ""
    kind = availability({"up": "online", "down": "offline"}.get(word.lower(), word))
    device_class = DeviceClass.BRIDGE if key.key == "bridge" else DeviceClass.CAMERA
    return (state(message, key, kind, {"state": word[:64]}, device_class=device_class),)


def _event(message: Message, key: DeviceKey, event: str) -> tuple[Signal, ...] | Refusal:
    body: Mapping[str, object] = {}
    word = read_text(message.payload)
    if isinstance(word, Refusal):
        return word
    if word.startswith("{"):
        document = read_object(message.payload)
        if isinstance(document, Refusal):
            return document
        body = document.body
    kind = _kind(text(body.get("code")) or event)
    said = {"event": event[:64], "text": word[:200]}
    plain = state(message, key, Kind.TELEMETRY, said, device_class=DeviceClass.CAMERA)
    if kind is Kind.TELEMETRY:
        return (plain,)
    at = epoch(mapping(body.get("data")).get("UTC"))
    began = replace(
        plain,
        kind=kind,
        phase=Phase.NEW,
        happened_at=at,
        time_quality=TimeQuality.DEVICE if at else TimeQuality.RECEIVED,
        dedupe=digest(key, event, at),
        dedupe_ttl_s=REPEATS_S,
    )
    return (_with_end(began, event, _holds(word, body)),)


def _kind(event: str) -> Kind:
    if event == "event":
        return Kind.MOTION
    found = (kind for kind, words in _WORDS if any(event.lower().startswith(word) for word in words))
    return next(found, Kind.TELEMETRY)


def _holds(word: str, body: Mapping[str, object]) -> bool | None:
    """Say whether it holds, where the bridge tells that it ends too."""
    if "alerting" in body:
        return flag(body.get("alerting"))
    action = text(body.get("action"))
    if action is not None:
        return {"start": True, "stop": False}.get(action.lower())
    return flag(word) if word.lower() in ("on", "off") else None


def _with_end(began: Signal, event: str, on: bool | None) -> Signal:  # noqa: FBT001 - the flag's own value
    if on is None:
        return began
    return replace(
        began,
        level=f"bridge:{event[:40]}",
        level_on=on,
        phase=Phase.NEW if on else Phase.END,
        dedupe=digest(began.dedupe, on),
        dedupe_ttl_s=1,
    )
