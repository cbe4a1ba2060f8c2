"""Meshtastic radios up to firmware 2.7 that publish JSON: `msh/<region>/2/json/<channel>/!<gateway>`.

Read from the firmware's JSON serializer, which later versions no longer have. A call for help is not
written out by it, so that such a message is kept with a warning and rings nothing: use buttons for help.
"""

from collections.abc import Mapping
from dataclasses import replace

from devices.document import digest, read_object
from devices.lenient import epoch, mapping, number, plausible, text
from devices.refusals import Reason, refuse
from patrol.rules.signal import DeviceKey, Fix, Message, Refusal, Signal
from patrol.rules.words import DeviceClass, Kind, Phase, TimeQuality

ALARM_TOPICS: tuple[str, ...] = ()
BULK_TOPICS = ("msh/+/2/json/+/+",)
SOURCE = "meshtastic"
_A_DEGREE = 1e7


def owns(topic: str) -> bool:
    """Say whether a gateway publishes JSON there."""
    match topic.split("/"):
        case ["msh", region, "2", "json", channel, gateway]:
            return bool(region and channel and gateway)
        case _:
            return False


def read(message: Message) -> tuple[Signal, ...] | Refusal:
    """Read one packet; the same one through two gateways has one key."""
    document = read_object(message.payload)
    if isinstance(document, Refusal):
        return document
    body = document.body
    sender = number(body.get("from"))
    if sender is None:
        return refuse(Reason.MISSING_DEVICE, "no from")
    told = mapping(body.get("payload"))
    at = epoch(number(told.get("time")) or number(body.get("timestamp")) or None)
    arrived = message.received_at.timestamp()
    packet = text(body.get("id")) or digest(message.payload)
    signal = Signal(
        device=DeviceKey(SOURCE, SOURCE, f"!{int(sender) & 0xFFFFFFFF:08x}"),
        device_class=DeviceClass.PHONE.value,
        kind=Kind.TELEMETRY,
        phase=Phase.UPDATE,
        happened_at=at,
        time_quality=TimeQuality.DEVICE if at else TimeQuality.RECEIVED,
        dedupe=digest(SOURCE, int(sender), packet),
        order=(at.timestamp() if at else arrived, arrived),
        subject={"type": text(body.get("type")), "text": text(told.get("text"))},
        warnings=document.warnings,
    )
    fix = _fix(told)
    if fix is not None:
        return (replace(signal, kind=Kind.POSITION, fix=replace(fix, fix_at=at)),)
    silent = not text(body.get("type"))
    return (replace(signal, warnings=(*signal.warnings, "may-be-an-alert")) if silent else signal,)


def _fix(told: Mapping[str, object]) -> Fix | None:
    lat, lon = number(told.get("latitude_i")), number(told.get("longitude_i"))
    if lat is None or lon is None or not plausible(lat / _A_DEGREE, lon / _A_DEGREE):
        return None
    return Fix(lat=lat / _A_DEGREE, lon=lon / _A_DEGREE)
