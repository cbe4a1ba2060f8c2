"""The market as pretend devices know it, read from the file that `patrol market export` writes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulators.ground import Globe, Lanes, Point, distance, lanes_from, middle


@dataclass(frozen=True, slots=True)
class Device:
    """One device to be played. `keys` are (source, instance, key), its names on the wire."""

    code: str
    device_class: str
    name: str
    at: Point
    keys: tuple[tuple[str, str, str], ...]
    silent_after_s: int | None
    senses: str

    def key(self, source: str) -> tuple[str, str] | None:
        """Give the name (instance, key) that a source has for this device."""
        return next(((instance, key) for held, instance, key in self.keys if held == source), None)


@dataclass(frozen=True, slots=True)
class Market:
    """What the play needs of a market."""

    code: str
    zone: str
    globe: Globe
    lanes: Lanes
    devices: tuple[Device, ...]
    posts: tuple[Point, ...]
    grids: Mapping[str, tuple[Point, ...]]

    def of_class(self, *classes: str) -> tuple[Device, ...]:
        """Devices of these classes, in the file's order."""
        return tuple(device for device in self.devices if device.device_class in classes)

    def near(self, point: Point, among: Sequence[Device]) -> tuple[Device, ...]:
        """Order devices by their distance from a point."""
        return tuple(sorted(among, key=lambda device: (distance(device.at, point), device.code)))


def read_market(path: Path) -> Market:
    """Read the file; what it leaves out is played without."""
    return market_from(json.loads(path.read_text(encoding="utf-8")))


def market_from(held: Mapping[str, Any]) -> Market:
    """Build the market from the file's object."""
    own = held["market"]
    places = {place["code"]: place for place in held.get("places", ())}
    middles = {
        code: middle(_points(place["boundary"])) for code, place in places.items() if place.get("boundary")
    }
    home = middle(list(middles.values())) if middles else (0.0, 0.0)
    return Market(
        code=own["code"],
        zone=own.get("timezone", "UTC"),
        globe=Globe(own["lat"], own["lon"], own.get("rotation_deg", 0.0)),
        lanes=lanes_from([_lane(row) for row in held.get("lanes", ())]),
        devices=tuple(_device(row, middles, home) for row in held.get("devices", ())),
        posts=tuple(
            middles[c]
            for c, place in places.items()
            if c in middles and place["kind"] in ("gate", "workroom")
        ),
        grids={
            c: _points(place["boundary"])
            for c, place in places.items()
            if c in middles and place["kind"] == "grid"
        },
    )


def _points(rows: Sequence[Sequence[float]]) -> tuple[Point, ...]:
    return tuple((float(row[0]), float(row[1])) for row in rows)


def _lane(row: Mapping[str, Any]) -> tuple[str, str, tuple[Point, ...], bool]:
    return row["start"], row["end"], _points(row["line"]), bool(row.get("cars", True))


def _device(row: Mapping[str, Any], middles: Mapping[str, Point], home: Point) -> Device:
    at = row.get("at")
    return Device(
        code=row["code"],
        device_class=row["device_class"],
        name=row.get("name") or row["code"],
        at=(float(at[0]), float(at[1])) if at else middles.get(row.get("place") or "", home),
        keys=tuple((str(source), str(instance), str(key)) for source, instance, key in row.get("keys") or ()),
        silent_after_s=row.get("silent_after_s"),
        senses=_senses(row),
    )


def _senses(row: Mapping[str, Any]) -> str:
    """Say what a sensor feels: by its facts or its code, else by its name."""
    facts = row.get("facts") or {}
    for told in (str(facts.get("senses") or ""), str(row["code"]), str(row.get("name") or "")):
        if any(word in told.lower() for word in ("smoke", "fire", "烟")):
            return "smoke"
        if any(word in told.lower() for word in ("contact", "shutter", "door", "门")):
            return "contact"
    return "smoke"
