"""The shops of each grid with their ways to each other, as groups are made from them."""

from collections.abc import Iterable

from patrol.rules.entries import MarketEntry, PlaceEntry, Register
from patrol.rules.grouping import Grounds
from patrol.rules.register import Point
from patrol.rules.words import PlaceKind
from patrol.solving.walking import walking_metres


def grids_of(market: MarketEntry, register: Register) -> list[PlaceEntry]:
    """Give the grids of a market in the order of their codes."""
    here = (p for p in register.places.values() if p.market_id == market.id and p.kind is PlaceKind.GRID)
    return sorted(here, key=lambda place: place.code)


def grounds_of(grid: PlaceEntry, market: MarketEntry, register: Register) -> Grounds:
    """Measure the ways between the doors of a grid's shops, along the lanes."""
    shops = sorted(_shops(grid, register), key=lambda shop: shop.code)
    points = [door_of(shop) for shop in shops]
    groups = {place.id: place.code for place in register.places.values() if place.kind is PlaceKind.GROUP}
    now = {s.code: groups[s.parent_id] for s in shops if s.parent_id in groups}
    return Grounds(tuple(shop.code for shop in shops), walking_metres(market.lanes, points), now)


def door_of(shop: PlaceEntry) -> Point:
    """Give where a shop is entered, else its middle, in plan metres."""
    match shop.facts:
        case {"face_x": float() | int() as x, "face_y": float() | int() as y}:
            return float(x), float(y)
    corners = shop.boundary or ((0.0, 0.0),)
    return sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners)


def _shops(grid: PlaceEntry, register: Register) -> Iterable[PlaceEntry]:
    for place in register.places.values():
        if place.kind is not PlaceKind.SHOP or place.facts.get("vacant") is True:
            continue
        above = register.above(place.id, PlaceKind.GRID)
        if above is not None and above.id == grid.id:
            yield place
