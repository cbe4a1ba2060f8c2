"""Which round a request is about, and what somebody may do there."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.model.devices import Device
from patrol.model.places import Market, Place
from patrol.model.rounds import Round
from patrol.model.trials import ButtonTest, DrillPlan
from patrol.model.visits import VisitList
from patrol.queries import paths
from patrol.queries.people import Viewer
from patrol.queries.rounds import Walker
from patrol.rules.entries import Register
from patrol.rules.rights import RIGHTS, Permission, PlacePath
from patrol.rules.words import PlaceKind

Places = tuple[PlacePath, ...]


def the_round(session: Session, given: Mapping[str, Any]) -> Places:
    """Find where a round is walked: its grid, or the whole market."""
    row = session.get(Round, int(given["round_id"]))
    if row is None:
        return ()
    path = path_of(session, row.market_id, row.grid_id)
    return () if path is None else (path,)


def the_visit_list(session: Session, given: Mapping[str, Any]) -> Places:
    """Find the market of a visit list."""
    row = session.get(VisitList, int(given["list_id"]))
    path = None if row is None else path_of(session, row.market_id, None)
    return () if path is None else (path,)


def the_button(session: Session, given: Mapping[str, Any]) -> Places:
    """Find where a button hangs."""
    market = session.scalars(select(Market).where(Market.code == str(given["code"]))).one_or_none()
    if market is None:
        return ()
    named = select(Device).where(Device.market_id == market.id, Device.code == str(given["device"]))
    return _of_device(session, session.scalars(named).one_or_none())


def the_button_test(session: Session, given: Mapping[str, Any]) -> Places:
    """Find where the button of a test hangs."""
    row = session.get(ButtonTest, int(given["test_id"]))
    return () if row is None else _of_device(session, session.get(Device, row.device_id))


def the_drill(session: Session, given: Mapping[str, Any]) -> Places:
    """Find the market of a drill."""
    row = session.get(DrillPlan, int(given["drill_id"]))
    path = None if row is None else path_of(session, row.market_id, None)
    return () if path is None else (path,)


def _of_device(session: Session, device: Device | None) -> Places:
    path = None if device is None else path_of(session, device.market_id, device.place_id)
    return () if path is None else (path,)


def path_of(session: Session, market_id: int, grid_id: int | None) -> PlacePath | None:
    """Give the path of a grid, or of its market where there is none."""
    place_id = grid_id
    if place_id is None:
        named = select(Place.id).where(Place.market_id == market_id, Place.kind == PlaceKind.MARKET)
        place_id = session.scalars(named).one_or_none()
    return None if place_id is None else paths.of_places(session, [place_id]).get(place_id)


def walker_of(viewer: Viewer, register: Register) -> Walker:
    """Say in which grids somebody walks; who holds the role at the market walks the team's rounds too."""
    spots = [
        held.path[0] for held in viewer.holdings if held.path and Permission.WALK_ROUNDS in RIGHTS[held.role]
    ]
    grids: set[int] = set()
    markets: set[int] = set()
    for spot in spots:
        market = register.market_by_code(spot.market) if spot.market else None
        if market is None:
            continue
        mine = [p for p in register.places.values() if p.market_id == market.id]
        if spot.kind is PlaceKind.MARKET:
            markets.add(market.id)
            grids |= {place.id for place in mine if place.kind is PlaceKind.GRID}
        grids |= {p.id for p in mine if p.kind is PlaceKind.GRID and p.code == spot.code}
    return Walker(viewer.person_id or 0, frozenset(grids), frozenset(markets))
