"""The market's register as ingest, triage and the cards need it: frozen entries by id and by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from patrol.rules.frame import Box, Frame, contains
from patrol.rules.hours import MarketClock, is_open
from patrol.rules.lanes import LaneGraph
from patrol.rules.register import Point
from patrol.rules.signal import DeviceKey
from patrol.rules.triage import RuleBook
from patrol.rules.words import DeviceClass, PlaceKind


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """One standing place. `boundary` and `door`, where it is met, in plan metres."""

    id: int
    market_id: int | None
    kind: PlaceKind
    code: str
    name: str
    parent_id: int | None
    boundary: tuple[Point, ...]
    facts: Mapping[str, Any]
    door: Point | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find the door once: whoever looks for who is near asks it of every shop."""
        object.__setattr__(self, "door", _door(self.facts, self.boundary))


@dataclass(frozen=True, slots=True)
class DeviceEntry:
    """One device with the grid and the group it stands in."""

    id: int
    market_id: int
    device_class: DeviceClass
    code: str
    name: str
    place_id: int | None
    grid_id: int | None
    group_id: int | None
    parent_id: int | None
    x: float | None
    y: float | None
    silent_after_s: int | None
    clock_offset_s: int
    use: str


@dataclass(frozen=True, slots=True)
class MarketEntry:
    """One market: its frame, its clock, its hours, its rules in their order, its zones."""

    id: int
    code: str
    name: str
    frame: Frame
    clock: MarketClock
    opens: int
    closes: int
    bounds: tuple[Point, ...]
    zones: tuple[tuple[PlaceEntry, Box], ...]
    rules: RuleBook
    lanes: LaneGraph

    def is_open(self, minute: int) -> bool:
        """Say whether the market trades at a minute of its local day."""
        return is_open(self.opens, self.closes, minute)

    def zone_uses(self, point: Point | None) -> frozenset[str]:
        """Give what the zones at a point are meant for."""
        if point is None:
            return frozenset()
        return frozenset(
            str(zone.facts.get("use", ""))
            for zone, box in self.zones
            if box.holds(*point) and contains(zone.boundary, *point)
        )


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that stands now, by id and by the names the wire uses."""

    version: str
    markets: Mapping[int, MarketEntry]
    places: Mapping[int, PlaceEntry]
    devices: Mapping[int, DeviceEntry]
    by_key: Mapping[DeviceKey, DeviceEntry]

    def market_by_code(self, code: str | None) -> MarketEntry | None:
        """Give the market of that code; without a code, the oldest one."""
        if code is None:
            return next(iter(self.markets.values()), None)
        return next((market for market in self.markets.values() if market.code == code), None)

    def above(self, place_id: int | None, kind: PlaceKind) -> PlaceEntry | None:
        """Give the place itself or the nearest one above it that is of that kind."""
        while place_id is not None and (place := self.places.get(place_id)) is not None:
            if place.kind is kind:
                return place
            place_id = place.parent_id
        return None

    def ancestors(self, place_id: int | None) -> frozenset[int]:
        """Give the ids of a place and of everything above it."""
        found: set[int] = set()
        while place_id is not None and place_id not in found:
            found.add(place_id)
            place = self.places.get(place_id)
            place_id = place.parent_id if place else None
        return frozenset(found)


def _door(facts: Mapping[str, Any], boundary: tuple[Point, ...]) -> Point | None:
    """Give its door, else its middle."""
    match facts:
        case {"face_x": float() | int() as x, "face_y": float() | int() as y}:
            return float(x), float(y)
    if not boundary:
        return None
    return sum(x for x, _ in boundary) / len(boundary), sum(y for _, y in boundary) / len(boundary)
