"""Cameras behind a GB/T 28181 platform, by an adapter: `market/gb28181/<device>/<channel>/alarm`.

A WVP platform publishes nothing itself; who bridges it sends its alarm rows under this topic. Numbers have
twenty digits and stay text; times are milliseconds, or written in UTC+8 without saying so.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

from devices.document import digest, read_object
from devices.lenient import epoch, mapping, number, plausible, text
from devices.refusals import Reason, refuse
from patrol.rules.signal import DeviceKey, Fix, Medium, Message, Refusal, Signal
from patrol.rules.words import DeviceClass, Kind, Phase, Severity, TimeQuality

ALARM_TOPICS = ("market/gb28181/+/+/alarm",)
BULK_TOPICS: tuple[str, ...] = ()
SOURCE = "gb28181"
ZONE = timezone(timedelta(hours=8))
_KINDS = {
    ("2", "1"): Kind.CAMERA_FAULT,
    ("2", "2"): Kind.TAMPER,
    ("2", "3"): Kind.DEVICE_FAULT,
    ("5", "1"): Kind.SOS,
    ("5", "2"): Kind.MOTION,
    ("5", "5"): Kind.INTRUSION,
    ("5", "6"): Kind.INTRUSION,
    ("5", "8"): Kind.INTRUSION,
    ("5", "11"): Kind.CAMERA_FAULT,
}
"""By alarm method (2 device, 5 video) and type, of the standard's appendix on alarms."""
_OF_METHOD = {"2": Kind.INPUT, "6": Kind.DEVICE_FAULT}
_SEVERITIES = dict(zip("1234", Severity, strict=True))


def owns(topic: str) -> bool:
    """Say whether the topic is an alarm of a channel."""
    match topic.split("/"):
        case ["market", "gb28181", device, channel, "alarm"]:
            return bool(device) and bool(channel)
        case _:
            return False


def read(message: Message) -> tuple[Signal, ...] | Refusal:
    """Read one alarm; pushed and polled, the same one has the same key."""
    document = read_object(message.payload)
    if isinstance(document, Refusal):
        return document
    body = document.body
    method, word = text(body.get("alarmMethod"), 8), text(body.get("alarmType"), 8)
    if method is None:
        return refuse(Reason.MISSING_PART, "no alarmMethod")
    _, _, _, channel, _ = message.topic.split("/")
    at = _time(body.get("alarmTime"))
    arrived = message.received_at.timestamp()
    kind = _KINDS.get((method, word or ""), _OF_METHOD.get(method, Kind.TELEMETRY))
    signal = Signal(
        device=DeviceKey(SOURCE, SOURCE, channel[:64]),
        device_class=DeviceClass.CAMERA.value,
        kind=kind,
        phase=Phase.UPDATE if kind is Kind.TELEMETRY else Phase.NEW,
        severity=_SEVERITIES.get(text(body.get("alarmPriority"), 8) or ""),
        happened_at=at,
        time_quality=TimeQuality.DEVICE if at else TimeQuality.RECEIVED,
        dedupe=digest(channel, method, word, at or message.payload),
        order=(at.timestamp() if at else arrived, arrived),
        fix=_fix(body, at),
        subject={"method": method, "type": word, "text": text(body.get("alarmDescription"))},
        media=(*document.media, *_picture(body)),
        warnings=document.warnings,
    )
    return (signal,)


def _time(value: object) -> datetime | None:
    """Read milliseconds, or local time; kept to the second, for both ways of asking round differently."""
    if (milliseconds := number(value)) is not None:
        return epoch(milliseconds // 1000)
    try:
        found = datetime.fromisoformat(text(value) or "")
    except ValueError:
        return None
    local = found if found.tzinfo else found.replace(tzinfo=ZONE)
    return local.astimezone(UTC).replace(microsecond=0)


def _fix(body: Mapping[str, object], at: datetime | None) -> Fix | None:
    lat, lon = number(body.get("latitude")), number(body.get("longitude"))
    if lat is None or lon is None or not plausible(lat, lon):
        return None
    return Fix(lat=lat, lon=lon, fix_at=at)


def _picture(body: Mapping[str, object]) -> tuple[Medium, ...]:
    path = text(mapping(body).get("snapPath"))
    return () if path is None else (Medium("snapshot", url=path),)
