"""The register of a market as one value: what import reads, export writes and the sample makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from patrol.rules.words import DeviceClass, PlaceKind, Role

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class MarketRow:
    """The market itself. `cut` is the minute of the day at which its market day begins."""

    code: str
    name: str
    timezone: str
    lat: float
    lon: float
    rotation_deg: float = 0.0
    cut: int = 14 * 60
    opens: int = 0
    closes: int = 24 * 60


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place: `parent` is a place's code, `boundary` plan metres, `facts` what else is known.

    Facts in use: shop: `trade`, `owner`, `phone`, `opens`, `closes` (minutes of the day, may pass
    midnight), `lane` (code), `face_x`/`face_y` (its door); zone: `use` (fire_lane, restricted, no_parking,
    hall, speed_limit kmh in `limit`), group: `lead` (shop code).
    """

    kind: PlaceKind
    code: str
    name: str
    parent: str | None
    boundary: tuple[Point, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LaneRow:
    """One stretch of lane between two nodes of the graph; `line` in plan metres, both ends included."""

    code: str
    name: str
    start: str
    end: str
    line: tuple[Point, ...]
    width_m: float = 4.0
    cars: bool = True


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device. `keys` are (source, instance, key) by which the wire names it; `at` plan metres."""

    device_class: DeviceClass
    code: str
    name: str
    place: str | None = None
    at: Point | None = None
    facing: float | None = None
    parent: str | None = None
    silent_after_s: int | None = None
    keys: tuple[tuple[str, str, str], ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One role of a person at the place (code) they answer for."""

    role: Role
    place: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person; `login` is unique in the whole system. Passwords are never part of a file."""

    login: str
    name: str
    phone: str | None = None
    language: str = "zh_Hans"
    grants: tuple[GrantRow, ...] = ()


@dataclass(frozen=True, slots=True)
class MarketFile:
    """A whole market. Parts that a file leaves out are empty and change nothing."""

    market: MarketRow
    places: tuple[PlaceRow, ...] = ()
    lanes: tuple[LaneRow, ...] = ()
    devices: tuple[DeviceRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
