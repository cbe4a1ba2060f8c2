"""Which place a roster in the address belongs to."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.errors import Forbidden, NotFound
from patrol.model.duty import Rota
from patrol.model.people import Grant
from patrol.model.shifts import GuardRoster, ShiftWish
from patrol.queries import paths
from patrol.queries.people import Viewer
from patrol.rules.entries import MarketEntry, PlaceEntry, Register
from patrol.rules.rights import PlacePath
from patrol.rules.words import PlaceKind, Role
from web.context import context

Places = tuple[PlacePath, ...]


def the_roster(session: Session, given: Mapping[str, Any]) -> Places:
    """Find the grid or market a roster is kept at."""
    only = context().settings.market
    if only is not None and given["code"] != only:
        return ()
    wanted = f"{given['code']}/{given['place']}"
    return _at(session, session.scalar(select(Rota.place_id).where(Rota.code == wanted)))


def the_wish(session: Session, given: Mapping[str, Any]) -> Places:
    """Find the place of the roster a wish is about."""
    wish = session.get(ShiftWish, int(given["wish_id"]))
    return () if wish is None else _at(session, session.get_one(Rota, wish.rota_id).place_id)


def posts_of(register: Register, market_id: int) -> list[PlaceEntry]:
    """Give where rosters may be kept: each grid's workroom, and the market itself for its cars."""
    kinds = (PlaceKind.GRID, PlaceKind.MARKET)
    here = [p for p in register.places.values() if p.market_id == market_id and p.kind in kinds]
    return sorted(here, key=lambda place: (place.kind is PlaceKind.MARKET, place.code))


def the_post(register: Register, market: MarketEntry, code: str) -> PlaceEntry:
    """Find a place where a roster may be kept, by its code."""
    for place in posts_of(register, market.id):
        if place.code == code:
            return place
    raise NotFound(f"there is no grid {code}")


def a_person(viewer: Viewer) -> int:
    """Give who asks; a program has no shifts of its own."""
    if viewer.person_id is None:
        raise Forbidden("only a person has shifts of their own")
    return viewer.person_id


def _at(session: Session, place_id: int | None) -> Places:
    path = None if place_id is None else paths.of_places(session, [place_id]).get(place_id)
    return () if path is None else (path,)


def rosters_for(session: Session, viewer: Viewer) -> list[tuple[Rota, GuardRoster]]:
    """Give the rosters in which somebody keeps shifts, by where they are a guard."""
    rows = session.execute(
        select(Rota, GuardRoster)
        .join(GuardRoster, GuardRoster.rota_id == Rota.id)
        .join(Grant, Grant.place_id == Rota.place_id)
        .where(Grant.person_id == viewer.person_id, Grant.role == Role.GUARD, Grant.valid_to.is_(None))
        .order_by(Rota.id)
    )
    return [(rota, roster) for rota, roster in rows]
