"""How devices word what they say: our own wire, Frigate's and Traccar's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from simulators.ground import Globe, Point
from simulators.market import Device
from simulators.utterance import Utterance, encode

KNOTS_PER_MS = 1.943_844
TRACCAR = "traccar"
Body = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Moving:
    """Where a mover is: plan metres, metres a second, degrees from north."""

    at: Point
    speed: float
    course: float


def stamp(when: datetime) -> str:
    """Write an instant as our wire has it."""
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def name_of(*parts: object) -> str:
    """Make an identifier that is the same in every run of the same play."""
    return sha256("/".join(map(str, parts)).encode()).hexdigest()[:20]


def topic(market: str, device: Device, channel: str) -> str:
    """Topic of a device on our own wire."""
    instance, key = device.key("patrol") or (market, f"{device.device_class}/{device.code}")
    return f"patrol/v1/{instance}/{key}/{channel}"


def event(market: str, device: Device, due_s: float, body: Body) -> Utterance:
    """Say an event on our own wire."""
    return Utterance(due_s, topic(market, device, "event"), encode(body))


def status(
    market: str, device: Device, due_s: float, body: Body, *, qos: int = 0, retain: bool = False
) -> Utterance:
    """Say how a device is."""
    return Utterance(due_s, topic(market, device, "status"), encode(body), qos=qos, retain=retain)


def position(
    market: str, globe: Globe, device: Device, due_s: float, moving: Moving, when: datetime
) -> Utterance:
    """Say where a device is, on our own wire: metres a second."""
    lat, lon = globe.degrees_of(moving.at)
    place = {"lat": round(lat, 7), "lon": round(lon, 7), "acc": 4, "speed": round(moving.speed, 2)}
    body = {"v": 1, "at": stamp(when), "position": {**place, "course": round(moving.course)}}
    return Utterance(due_s, topic(market, device, "position"), encode(body), qos=0, line=device.code)


def report(
    globe: Globe, device: Device, due_s: float, moving: Moving, when: datetime, alarm: str = ""
) -> Utterance:
    """Say where a tracker is, as Traccar forwards it: knots, and the alarm flags that are on."""
    instance, unique = device.key("traccar") or (TRACCAR, device.code)
    at = when.isoformat(timespec="milliseconds")
    lat, lon = globe.degrees_of(moving.at)
    attributes = {"ignition": True, "motion": moving.speed > 0.3, "sat": 14} | (
        {"alarm": alarm} if alarm else {}
    )
    body = {
        "position": {
            "id": 0, "attributes": attributes, "deviceId": 1, "protocol": "jt808", "serverTime": at,
            "deviceTime": at, "fixTime": at, "valid": True,
            "latitude": round(lat, 7), "longitude": round(lon, 7), "altitude": 58.0,
            "speed": round(moving.speed * KNOTS_PER_MS, 3), "course": round(moving.course, 1),
            "address": None, "accuracy": 0.0, "network": None, "geofenceIds": None,
        },
        "device": {
            "id": 1, "attributes": {}, "name": device.name, "uniqueId": unique, "status": "online",
            "lastUpdate": at, "category": "car", "disabled": False,
        },
    }  # fmt: skip
    return Utterance(due_s, traccar_topic(instance, "positions"), encode(body), qos=1 if alarm else 0)


def traccar_topic(instance: str, stream: str) -> str:
    """Topic of one Traccar server; the first one says it bare."""
    return stream if instance == TRACCAR else f"traccar/{instance}/{stream}"


def review(
    device: Device,
    due_s: float,
    stage: str,
    *,
    ident: str,
    times: tuple[datetime, datetime | None],
    told: Body,
) -> Utterance:
    """Say one stage of a review as Frigate does; `told` is its severity and its `data`."""
    prefix, camera = device.key("frigate") or ("frigate", device.code)
    started, ended = times
    after = {
        "id": f"{started.timestamp():.6f}-{ident[:6]}",
        "camera": camera,
        "start_time": round(started.timestamp(), 6),
        "end_time": round(ended.timestamp(), 6) if ended else None,
        "thumb_path": "",
        **told,
    }
    body = {"type": stage, "before": {**after, "end_time": None}, "after": after}
    return Utterance(due_s, f"{prefix}/reviews", encode(body))
