"""The parts of Traccar's positions: speed in knots, an accuracy of 0 that means unknown."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from devices.lenient import flag, mapping, number, plausible, stamp, text
from patrol.rules.signal import Fix, Medium, Signal
from patrol.rules.words import DeviceClass, TimeQuality

KMH_PER_KNOT = 1.852
NEVER_FIXED_BEFORE_YEAR = 2000
"""A receiver that never had a fix says 1980 (the GPS epoch) or 1970."""

_FACTS = (
    "ignition",
    "motion",
    "sat",
    "blocked",
    "door",
    "charge",
    "archive",
    "speed",
    "speedLimit",
)
_CARS = frozenset({"car", "truck", "van", "pickup", "motorcycle", "scooter", "bicycle", "camper", "offroad"})
_MEDIA = {"image": "image", "video": "clip", "audio": "audio"}


def class_of(device: Mapping[str, object]) -> str | None:
    """Guess the class from the operator's own category; None when there is none."""
    match text(device.get("category")):
        case "person":
            return DeviceClass.PHONE.value
        case str(word) if word in _CARS:
            return DeviceClass.CAR.value
        case _:
            return None


def at_moment(said: Signal, value: object) -> Signal:
    """Date a signal by the tracker's clock."""
    when, odd = stamp(value)
    if when is None:
        return replace(said, time_quality=TimeQuality.RECEIVED, warnings=(*said.warnings, *odd))
    quality = TimeQuality.SUSPECT if odd else TimeQuality.DEVICE
    order = (when.timestamp(), said.order[1])
    return replace(said, happened_at=when, time_quality=quality, order=order, warnings=(*said.warnings, *odd))


def at_place(said: Signal, position: Mapping[str, object]) -> Signal:
    """Date and place a signal by a position report; Traccar's own clock is the second choice."""
    dated = at_moment(said, position.get("deviceTime"))
    if dated.happened_at is None and position.get("serverTime"):
        dated = at_moment(said, position.get("serverTime"))
        dated = replace(dated, time_quality=TimeQuality.SERVER) if dated.happened_at else dated
    media = said.media + _media_of(position, said.device.key)
    return replace(dated, fix=fix_of(position), subject=facts_of(position), media=media)


def identity(position: Mapping[str, object]) -> tuple[object, ...]:
    """Tell two reports of one tracker apart; their `id` is always 0 on `positions`."""
    times = (stamp(position.get(name))[0] for name in ("deviceTime", "fixTime"))
    place = (number(position.get(name)) for name in ("latitude", "longitude"))
    return (*times, *place)


def fix_of(position: Mapping[str, object]) -> Fix | None:
    """Read the place. Without a fix Traccar repeats the last one: old `fixTime`, `valid` false."""
    lat, lon = number(position.get("latitude")), number(position.get("longitude"))
    if lat is None or lon is None or not plausible(lat, lon):
        return None
    knots = number(position.get("speed"))
    fixed_at = _fixed_at(position.get("fixTime"))
    return Fix(
        lat=lat,
        lon=lon,
        acc_m=number(position.get("accuracy")) or None,
        speed_kmh=None if knots is None else round(knots * KMH_PER_KNOT, 2),
        course=number(position.get("course")),
        fix_at=fixed_at,
        valid=flag(position.get("valid")) is not False and fixed_at is not None,
    )


def _fixed_at(value: object) -> datetime | None:
    found, _odd = stamp(value)
    return found if found and found.year >= NEVER_FIXED_BEFORE_YEAR else None


def alarm_names(holder: Mapping[str, object]) -> tuple[str, ...]:
    """Read `attributes.alarm`: one name, or several with commas between."""
    listed = text(mapping(holder.get("attributes")).get("alarm"), 400) or ""
    return tuple(dict.fromkeys(name.strip()[:40] for name in listed.split(",") if name.strip()))


def facts_of(holder: Mapping[str, object]) -> Mapping[str, object]:
    """Keep the attributes somebody looks at; the raw message has the rest."""
    attributes = mapping(holder.get("attributes"))
    found = {name: attributes.get(name) for name in _FACTS}
    known = {name: held for name, held in found.items() if isinstance(held, bool | int | float | str)}
    battery = number(attributes.get("batteryLevel"))
    return known if battery is None else {**known, "battery": battery}


def _media_of(position: Mapping[str, object], unique: str) -> tuple[Medium, ...]:
    """Name pictures by their address below the Traccar server."""
    attributes = mapping(position.get("attributes"))
    named = ((kind, text(attributes.get(name))) for name, kind in _MEDIA.items())
    return tuple(Medium(kind=kind, url=f"/api/media/{unique}/{file}") for kind, file in named if file)
