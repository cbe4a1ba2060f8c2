"""ONVIF cameras that publish their events themselves: `<prefix>/onvif-ej/<path>`, one prefix a camera.

Read from the ONVIF Core specification's event broker (JSON over MQTT). A property says true while it
holds and is retained; one that is deleted is an empty message. The source stands in the payload:
in the topic its slashes and spaces cannot be told from the path.
"""

from collections.abc import Mapping
from dataclasses import replace

from devices.document import digest, read_object
from devices.lenient import flag, mapping, stamp, text
from devices.refusals import Reason, refuse
from patrol.rules.signal import DeviceKey, Message, Refusal, Signal
from patrol.rules.words import DeviceClass, Kind, Phase, TimeQuality

ALARM_TOPICS = ("+/onvif-ej/#",)
BULK_TOPICS: tuple[str, ...] = ()
SOURCE = "onvif"
PRESS_TTL_S = 60
"""What bears no time and is said again later is another event; sooner it is the same one, delivered again."""
KEY_LIMIT = 200
_KINDS = (
    ("Device/Trigger/DigitalInput", Kind.INPUT),
    ("RuleEngine/FieldDetector", Kind.INTRUSION),
    ("RuleEngine/LineDetector", Kind.INTRUSION),
    ("RuleEngine/CellMotionDetector", Kind.MOTION),
    ("VideoSource/MotionAlarm", Kind.MOTION),
    ("VideoSource/GlobalSceneChange", Kind.TAMPER),
    ("VideoSource/SignalLoss", Kind.CAMERA_FAULT),
    ("Device/HardwareFailure", Kind.DEVICE_FAULT),
)
_TELLS = ("LogicalState", "IsInside", "IsMotion", "State", "IsTamper", "Failed")
"""Names under which a property says whether it holds."""


def owns(topic: str) -> bool:
    """Say whether the topic is `<prefix>/onvif-ej/<path>`."""
    prefix, _, path = topic.partition("/onvif-ej/")
    return bool(prefix) and bool(path) and "/" not in prefix


def read(message: Message) -> tuple[Signal, ...] | Refusal:
    """Read one event."""
    prefix, _, rest = message.topic.partition("/onvif-ej/")
    path = rest.partition("/&")[0]
    document = read_object(message.payload)
    if isinstance(document, Refusal):
        return document
    source, told = mapping(document.body.get("Source")), mapping(document.body.get("Data"))
    if not source and not told:
        return refuse(Reason.MISSING_PART, "neither Source nor Data")
    at, odd = stamp(document.body.get("UtcTime"))
    arrived = message.received_at.timestamp()
    kind = next((kind for begin, kind in _KINDS if path.startswith(begin)), Kind.TELEMETRY)
    signal = Signal(
        device=DeviceKey(SOURCE, SOURCE, prefix[:KEY_LIMIT]),
        device_class=DeviceClass.CAMERA.value,
        kind=kind,
        phase=Phase.UPDATE if kind is Kind.TELEMETRY else Phase.NEW,
        happened_at=at,
        time_quality=_quality(at is None, bool(odd)),
        dedupe=digest(prefix, path, _known(source), at or message.payload, _known(told)),
        dedupe_ttl_s=None if at else PRESS_TTL_S,
        order=((at.timestamp() if at else arrived), arrived),
        subject={"event": path, **_shown(source), **_shown(told)},
        media=document.media,
        warnings=(*document.warnings, *odd),
    )
    return (_as_level(signal, f"{path}:{_known(source)}", _holds(told)),)


def _quality(unknown: bool, odd: bool) -> TimeQuality:  # noqa: FBT001 - two facts of one time
    if unknown:
        return TimeQuality.RECEIVED
    return TimeQuality.SUSPECT if odd else TimeQuality.DEVICE


def _as_level(signal: Signal, name: str, on: bool | None) -> Signal:  # noqa: FBT001 - the flag's own value
    """Count only the edges of a property; what is none happens each time it comes."""
    if on is None or signal.kind is Kind.TELEMETRY:
        return signal
    return replace(signal, level=f"onvif:{digest(name)}", level_on=on, phase=Phase.NEW if on else Phase.END)


def _holds(told: Mapping[str, object]) -> bool | None:
    return next((found for name in _TELLS if (found := flag(told.get(name))) is not None), None)


def _known(values: Mapping[str, object]) -> str:
    return ";".join(f"{name}={values[name]}" for name in sorted(values))


def _shown(values: Mapping[str, object]) -> dict[str, object]:
    return {name[:40]: value if isinstance(value, bool) else text(value) for name, value in values.items()}
