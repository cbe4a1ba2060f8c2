"""For what somebody may answer in the field: themselves, the cars of the patrol team, their shops."""

from patrol.errors import NotFound
from patrol.queries.field import Doer, shops_under
from patrol.queries.people import Viewer
from patrol.rules.entries import PlaceEntry, Register
from patrol.rules.rights import Permission, Spot, markets_of
from patrol.rules.words import PlaceKind, Role
from web.context import context

KEEPERS = frozenset({Role.SHOP, Role.LEAD})


def doer_of(viewer: Viewer, register: Register) -> Doer | None:
    """Give whose tasks to show; a program has none. The patrol team holds its role at the market itself."""
    if viewer.person_id is None:
        return None
    spots = [(held.role, held.path[0]) for held in viewer.holdings if held.path]
    team = [spot for role, spot in spots if role is Role.GUARD and spot.kind is PlaceKind.MARKET]
    keeps = [spot for role, spot in spots if role in KEEPERS]
    cars = (register.market_by_code(spot.market) for spot in team)
    return Doer(
        viewer.person_id,
        frozenset(market.id for market in cars if market is not None),
        shops_under(register, _ids(register, keeps)) if keeps else frozenset(),
    )


def require_market(viewer: Viewer, code: str) -> None:
    """Keep out whoever has nothing to do with this market."""
    if code not in markets_of(viewer.holdings, Permission.REPORT):
        raise NotFound("there is nothing here by that name")


def shop_of(viewer: Viewer) -> PlaceEntry | None:
    """Give the shop somebody keeps; of a lead, the shop that leads the group."""
    spots = [held.path[0] for held in viewer.holdings if held.role in KEEPERS]
    with context().reading() as (session, _):
        register = context().register.current(session)
    ids = _ids(register, spots)
    own = [register.places[place_id] for place_id in ids]
    leading = {str(place.facts.get("lead")) for place in own if place.kind is PlaceKind.GROUP}
    own += [p for p in register.places.values() if p.code in leading and p.parent_id in ids]
    return next((place for place in own if place.kind is PlaceKind.SHOP), None)


def _ids(register: Register, spots: list[Spot]) -> frozenset[int]:
    wanted = {(spot.market, spot.code) for spot in spots}
    codes = {market.id: market.code for market in register.markets.values()}
    places = register.places.values()
    return frozenset(p.id for p in places if (codes.get(p.market_id or 0), p.code) in wanted)
