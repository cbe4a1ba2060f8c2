"""Whose turns somebody may follow in a calendar: their own, their shops', their group's, their grid's."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from patrol.queries import paths
from patrol.queries.people import Viewer
from patrol.rules.entries import Register
from patrol.rules.feed_words import FeedScope
from patrol.rules.rights import Permission, may
from patrol.rules.words import PlaceKind
from web.context import Change
from web.duty_doer import own_shops
from web.duty_page import home_rota

SCOPES = {PlaceKind.SHOP: FeedScope.SHOP, PlaceKind.GROUP: FeedScope.GROUP, PlaceKind.GRID: FeedScope.GRID}


@dataclass(frozen=True, slots=True)
class Offered:
    """One thing a calendar could show."""

    scope: FeedScope
    code: str
    name: str
    place_id: int | None


def own_shop_ids(session: Session, viewer: Viewer, register: Register, now: datetime) -> frozenset[int]:
    """Give the shops that are somebody's own, by the group they belong to."""
    rota = home_rota(session, viewer)
    if rota is None:
        return frozenset()
    path = paths.of_places(session, [rota.place_id]).get(rota.place_id, ())
    return own_shops(session, viewer, rota, path, Change(session, register, now))


def places_offered(session: Session, viewer: Viewer, register: Register, now: datetime) -> list[Offered]:
    """Give everything somebody may follow."""
    found = [Offered(FeedScope.PERSON, "", viewer.name, None)]
    wanted = set(own_shop_ids(session, viewer, register, now))
    if (rota := home_rota(session, viewer)) is not None:
        wanted.add(rota.place_id)
    grids = [place.id for place in register.places.values() if place.kind is PlaceKind.GRID]
    for place_id, path in paths.of_places(session, grids).items():
        if may(viewer.holdings, Permission.SEE_DUTY, path):
            wanted.add(place_id)
    places = [register.places[place_id] for place_id in wanted if place_id in register.places]
    order = list(SCOPES)
    places.sort(key=lambda place: (order.index(place.kind), place.code))
    return found + [Offered(SCOPES[place.kind], place.code, place.name, place.id) for place in places]
