"""Vehicle terminals of JT/T 808 through EMQX's gateway: `jt808/<client>/<phone>/up`.

Read from the gateway's data exchange guide and the standard's tables of alarm and status bits. Alarms are
flags repeated in every report while they hold; times are written in UTC+8 without saying so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from devices.document import Document, digest, read_object
from devices.formats import traccar_alarms as alarms
from devices.lenient import listing, mapping, number, plausible, text
from devices.refusals import Reason, refuse
from patrol.rules.signal import DeviceKey, Fix, Message, Refusal, Signal
from patrol.rules.words import DeviceClass, Kind, Phase, TimeQuality

ALARM_TOPICS: tuple[str, ...] = ()
BULK_TOPICS = ("jt808/+/+/up",)
SOURCE = "jt808"
SHORT, LONG = 12, 20
"""Digits of a terminal's number in the editions of 2013 and 2019."""
ZONE = timezone(timedelta(hours=8))
_NEVER_SET = 2000
_LOCATED, _SOUTH, _WEST, _SHIFTED = 1, 2, 3, 5
_NAMES = {
    0: "sos", 1: "overspeed", 2: "fatigueDriving", 4: "fault", 5: "gpsAntennaCut", 6: "gpsAntennaCut",
    7: "lowPower", 8: "powerCut", 9: "fault", 10: "fault", 11: "fault", 18: "fatigueDriving",
    20: "geofence", 21: "geofence", 23: "geofenceExit", 26: "tampering", 27: "tampering", 28: "tampering",
    29: "accident", 30: "accident",
}  # fmt: skip
"""Bits of the alarm word, under the names that the same car's alarms have through Traccar."""
_BLIND = 1


def owns(topic: str) -> bool:
    """Say whether the topic is what a terminal says."""
    match topic.split("/"):
        case ["jt808", client, phone, "up"]:
            return bool(client) and bool(phone)
        case _:
            return False


def read(message: Message) -> tuple[Signal, ...] | Refusal:
    """Read every report in a message, the oldest first; what bears no place is only kept."""
    document = read_object(message.payload)
    if isinstance(document, Refusal):
        return document
    header, body = mapping(document.body.get("header")), mapping(document.body.get("body"))
    phone = text(header.get("phone"), LONG)
    if phone is None:
        return refuse(Reason.MISSING_DEVICE, "no header.phone")
    said = _said(message, document, phone.zfill(SHORT if len(phone) <= SHORT else LONG))
    reports = sorted(_reports(body), key=lambda report: text(report.get("time")) or "")
    blind = number(body.get("type")) == _BLIND and "location" in body and len(reports) > 0
    resent = blind and isinstance(body.get("location"), list)
    found = tuple(s for report in reports for s in _report(said, report, resent=resent))
    return found or (said,)


def _said(message: Message, document: Document, number_: str) -> Signal:
    arrived = message.received_at.timestamp()
    return Signal(
        device=DeviceKey(SOURCE, SOURCE, number_),
        device_class=DeviceClass.CAR.value,
        kind=Kind.TELEMETRY,
        phase=Phase.UPDATE,
        dedupe=digest(message.topic, message.payload),
        time_quality=TimeQuality.RECEIVED,
        order=(arrived, arrived),
        media=document.media,
        warnings=document.warnings,
    )


def _reports(body: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """Give the reports of a message: its body, the one inside it, or a list of them."""
    for held in (body.get("location"), body.get("params")):
        if isinstance(held, Mapping):
            yield held
        yield from (mapping(one) for one in listing(held))
    if "latitude" in body:
        yield body


def _report(said: Signal, report: Mapping[str, object], *, resent: bool) -> Iterator[Signal]:
    """Give an alarm for each flag that is on, then the place, which says that all others are off."""
    flags, status = int(number(report.get("alarm")) or 0), int(number(report.get("status")) or 0)
    at = _time(text(report.get("time")))
    here = replace(
        said,
        happened_at=at,
        time_quality=TimeQuality.DEVICE if at else TimeQuality.RECEIVED,
        order=(at.timestamp(), said.order[1]) if at else said.order,
        fix=_fix(report, status, at),
        subject=_subject(report),
        warnings=(*said.warnings, *(("position-shifted",) if status >> _SHIFTED & 1 else ())),
    )
    for name in dict.fromkeys(name for bit, name in _NAMES.items() if flags >> bit & 1):
        yield alarms.raised(here, name)
    place = replace(
        here,
        kind=Kind.POSITION,
        dedupe=digest(said.device, at, report.get("latitude"), report.get("longitude"), flags, status),
    )
    yield place if resent else replace(place, level=alarms.ALL_FLAGS, level_on=False)


def _fix(report: Mapping[str, object], status: int, at: datetime | None) -> Fix | None:
    lat, lon = number(report.get("latitude")), number(report.get("longitude"))
    if lat is None or lon is None:
        return None
    lat = lat / 1e6 * (-1 if status >> _SOUTH & 1 else 1)
    lon = lon / 1e6 * (-1 if status >> _WEST & 1 else 1)
    if not plausible(lat, lon):
        return None
    speed = number(report.get("speed"))
    return Fix(
        lat=lat,
        lon=lon,
        speed_kmh=None if speed is None else speed / 10,
        course=number(report.get("direction")),
        fix_at=at,
        valid=bool(status >> _LOCATED & 1),
    )


def _time(digits: str | None) -> datetime | None:
    """Read YYMMDDhhmmss; a clock that was never set stands in the year 2000."""
    try:
        found = datetime.strptime(digits or "", "%y%m%d%H%M%S").replace(tzinfo=ZONE)
    except ValueError:
        return None
    return None if found.year == _NEVER_SET else found.astimezone(UTC)


def _subject(report: Mapping[str, object]) -> dict[str, object]:
    extra = mapping(report.get("extra"))
    kept = ("mileage", "fuel_meter", "rssi", "gnss_sat_num")
    return {name: value for name in kept if (value := number(extra.get(name))) is not None}
