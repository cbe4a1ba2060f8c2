"""Whether a market file holds together: every fault with its sheet, row and column."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from patrol.rules.outline import fault_of
from patrol.rules.register import DeviceRow, LaneRow, MarketFile, MarketRow, PersonRow, PlaceRow
from patrol.rules.register_change import Sheet
from patrol.rules.words import PlaceKind

P = PlaceKind
UNDER: Mapping[PlaceKind, frozenset[PlaceKind]] = {
    P.STREET: frozenset(),
    P.COMMUNITY: frozenset({P.STREET}),
    P.MARKET: frozenset({P.COMMUNITY, P.STREET}),
    P.GRID: frozenset({P.MARKET}),
    P.GROUP: frozenset({P.GRID}),
    P.SHOP: frozenset({P.GROUP, P.GRID}),
    P.WORKROOM: frozenset({P.GRID, P.MARKET}),
    P.GATE: frozenset({P.GRID, P.MARKET}),
    P.ZONE: frozenset({P.MARKET, P.GRID, P.GROUP}),
}
"""Which places may stand under which."""
TOPS = frozenset({P.STREET, P.MARKET})
LANGUAGES = ("en", "zh_Hans", "zh_Hant")
CODE = re.compile(r"[^\s/+#;,@\"']{1,64}")
LOGIN = re.compile(r"[A-Za-z0-9._-]{1,64}")
LONGEST_NAME = 200
FAR_M = 50_000.0
"""No boundary or device lies farther than this from the market's origin."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field of the row at an index of a sheet."""

    sheet: Sheet
    index: int
    field: str
    says: str


Say = Callable[[str, str], Fault]


def check(file: MarketFile, standing: MarketFile | None) -> Iterator[Fault]:
    """Check a file, together with what stands already where it leans on that."""
    places = {p.code: p for p in (*(standing.places if standing else ()), *file.places)}
    lanes = {lane.code for lane in (*(standing.lanes if standing else ()), *file.lanes)}
    devices = {d.code: d for d in (*(standing.devices if standing else ()), *file.devices)}
    yield from _market(file.market)
    yield from _twice(Sheet.PLACES, "code", [p.code for p in file.places])
    yield from _twice(Sheet.LANES, "code", [lane.code for lane in file.lanes])
    yield from _twice(Sheet.DEVICES, "code", [d.code for d in file.devices])
    yield from _twice(Sheet.PEOPLE, "login", [p.login for p in file.people])
    yield from _shared_keys(file.devices)
    for index, place in enumerate(file.places):
        yield from _place(_at(Sheet.PLACES, index), place, file.market, places, lanes)
    for index, lane in enumerate(file.lanes):
        yield from _lane(_at(Sheet.LANES, index), lane)
    for index, device in enumerate(file.devices):
        yield from _device(_at(Sheet.DEVICES, index), device, places, devices)
    for index, person in enumerate(file.people):
        yield from _person(_at(Sheet.PEOPLE, index), person, places)
    if places and file.market.code not in places:
        yield Fault(
            Sheet.PLACES, 0, "code", f"the market itself is missing: a market with code {file.market.code}"
        )


def _at(sheet: Sheet, index: int) -> Say:
    return lambda field, says: Fault(sheet, index, field, says)


def _twice(sheet: Sheet, field: str, values: Iterable[object]) -> Iterator[Fault]:
    seen: set[object] = set()
    for index, value in enumerate(values):
        if value is not None and value in seen:
            yield Fault(sheet, index, field, f"{value} stands there twice")
        seen.add(value)


def _shared_keys(devices: Iterable[DeviceRow]) -> Iterator[Fault]:
    """Find names on the wire that two devices claim."""
    owner: dict[tuple[str, str, str], str] = {}
    for index, device in enumerate(devices):
        for key in device.keys:
            if owner.setdefault(key, device.code) != device.code:
                yield Fault(Sheet.DEVICES, index, "keys", f"{owner[key]} answers to {' '.join(key)} already")


def _market(market: MarketRow) -> Iterator[Fault]:
    say = _at(Sheet.MARKET, 0)
    yield from _words(say, market.code, market.name)
    if not -90 <= market.lat <= 90:
        yield say("lat", f"{market.lat} is no latitude")
    if not -180 <= market.lon <= 180:
        yield say("lon", f"{market.lon} is no longitude")
    if not 0 <= market.cut < 24 * 60:
        yield say("cut", "the market day begins between 00:00 and 23:59")
    try:
        ZoneInfo(market.timezone)
    except (KeyError, ValueError, OSError):
        yield say("timezone", f"there is no time zone {market.timezone!r}, like Asia/Shanghai")


def _words(say: Say, code: str, name: str) -> Iterator[Fault]:
    if not CODE.fullmatch(code):
        yield say(
            "code", f"{code!r} can not be a code: up to 64 characters, no blanks and none of / + # ; , @"
        )
    if not 1 <= len(name) <= LONGEST_NAME:
        yield say("name", f"a name has 1 to {LONGEST_NAME} characters")


def _place(
    say: Say, place: PlaceRow, market: MarketRow, places: Mapping[str, PlaceRow], lanes: set[str]
) -> Iterator[Fault]:
    yield from _words(say, place.code, place.name)
    if place.kind is P.MARKET and place.code != market.code:
        yield say("code", f"this file is about {market.code}, not about {place.code}")
    parent = None if place.parent is None else places.get(place.parent)
    if place.parent is None and place.kind not in TOPS:
        yield say("parent", f"a {place.kind} stands in another place")
    elif place.parent is not None and parent is None:
        yield say("parent", f"there is no place {place.parent}")
    elif parent is not None and parent.kind not in UNDER[place.kind]:
        yield say("parent", f"a {place.kind} can not stand in a {parent.kind}")
    if place.boundary and (wrong := fault_of(place.boundary, FAR_M)):
        yield say("boundary", wrong)
    if "lane" in place.facts and place.facts["lane"] not in lanes:
        yield say("lane", f"there is no lane {place.facts['lane']}")
    lead = places.get(str(place.facts.get("lead", "")))
    if "lead" in place.facts and (lead is None or lead.parent != place.code):
        yield say("lead", f"{place.facts['lead']} is no shop of this group")


def _lane(say: Say, lane: LaneRow) -> Iterator[Fault]:
    yield from _words(say, lane.code, lane.name)
    if len(lane.line) < 2:
        yield say("line", "a lane has at least two points")
    if not 0 < lane.width_m <= 100:
        yield say("width_m", f"{lane.width_m} m is no width of a lane")
    if any(abs(c) > FAR_M for point in lane.line for c in point):
        yield say("line", "it leads out of the world of this market")


def _device(
    say: Say, device: DeviceRow, places: Mapping[str, PlaceRow], devices: Mapping[str, DeviceRow]
) -> Iterator[Fault]:
    yield from _words(say, device.code, device.name)
    if device.place is not None and device.place not in places:
        yield say("place", f"there is no place {device.place}")
    if device.parent is not None and device.parent not in devices:
        yield say("parent", f"there is no device {device.parent}")
    elif _circle(device, devices):
        yield say("parent", f"{device.code} would hang on itself")
    if device.at and max(abs(c) for c in device.at) > FAR_M:
        yield say("x", "it lies out of the world of this market")
    if device.facing is not None and not 0 <= device.facing <= 360:
        yield say("facing", "a direction lies between 0 and 360 degrees")
    if device.silent_after_s is not None and device.silent_after_s <= 0:
        yield say("silent_after_s", "it is more than nothing, in seconds")


def _circle(device: DeviceRow, devices: Mapping[str, DeviceRow]) -> bool:
    seen = {device.code}
    here = device
    while here.parent is not None and here.parent in devices:
        if here.parent in seen:
            return True
        seen.add(here.parent)
        here = devices[here.parent]
    return False


def _person(say: Say, person: PersonRow, places: Mapping[str, PlaceRow]) -> Iterator[Fault]:
    if not LOGIN.fullmatch(person.login):
        yield say("login", f"{person.login!r} can not be a login: letters, digits, dot, dash and underscore")
    if not 1 <= len(person.name) <= 100:
        yield say("name", "a name has 1 to 100 characters")
    if person.phone is not None and len(person.phone) > 40:
        yield say("phone", "it is too long")
    if person.language not in LANGUAGES:
        yield say(
            "language", f"there is no language {person.language!r}; languages are {', '.join(LANGUAGES)}"
        )
    for grant in person.grants:
        if grant.place not in places:
            yield say("grants", f"there is no place {grant.place}")
