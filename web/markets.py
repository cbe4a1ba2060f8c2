"""Which market a page is about, and what the page is told of it."""

from typing import Any

from flask import request
from sqlalchemy import select

from patrol.errors import NotFound
from patrol.model.places import Market
from patrol.queries import paths, people
from patrol.queries.people import Viewer
from patrol.rules.rights import Permission, markets_of, may
from patrol.rules.words import Role
from web.caller import signed_in
from web.context import context
from web.i18n import language
from web.navigation import screens_of


def first_market(viewer: Viewer) -> Market | None:
    """Give the market somebody belongs to, the first when there are several."""
    codes = [held.path[0].market for held in viewer.holdings if held.path[0].market]
    return market_named(codes[0]) if codes else None


def this_market(permission: Permission, named: str | None = None) -> Market:
    """Give the market a screen is about: the one the address names, or the first where this is allowed."""
    viewer = signed_in()
    offered = markets_of(viewer.holdings, permission)
    wanted = named or request.args.get("market", offered[0] if offered else "")
    market = market_named(wanted)
    with context().reading() as (database, _):
        path = paths.of_market(database, wanted)
    if market is None or path is None or not may(viewer.holdings, permission, path):
        raise NotFound("there is no such market for you")
    return market


def covered_markets() -> tuple[str, ...]:
    """Name the markets whose figures somebody may see: their own, and all below a street they answer for."""
    viewer = signed_in()
    only = context().settings.market
    with context().reading() as (database, _):
        codes = database.scalars(select(Market.code).order_by(Market.id)).all()
        found = [(code, paths.of_market(database, code)) for code in codes if only in (None, code)]
    return tuple(code for code, path in found if path and may(viewer.holdings, Permission.SEE_FIGURES, path))


def covered_market() -> str:
    """Name the market whose figures are asked for: the one the address names, or the first."""
    covered = covered_markets()
    wanted = request.args.get("market") or next(iter(covered), "")
    if wanted not in covered:
        raise NotFound("there is no such market for you")
    return wanted


def market_named(code: str) -> Market | None:
    """Give a market by its code, unless this process serves another one alone."""
    only = context().settings.market
    if only is not None and only != code:
        return None
    with context().reading() as (database, _):
        return database.scalars(select(Market).where(Market.code == code)).one_or_none()


def boot(market: Market, *, wall: bool = False, room: str | None = None) -> dict[str, Any]:
    """Give what a page's script is told before anything is live; without `room` it hears the market."""
    viewer = signed_in()
    return {
        "market": market_card(market),
        "language": language(),
        "me": {"id": viewer.person_id, "name": viewer.name, "roles": list(viewer.roles)},
        "wall": wall,
        "shift_leaders": _shift_leaders(market),
        "room": room or f"market:{market.code}",
        "may": _rights_at(viewer, market),
        "screens": screens_of(viewer),
    }


def _shift_leaders(market: Market) -> list[dict[str, Any]]:
    """Name who may lead a shift here; which of them is at a board, the board knows."""
    with context().reading() as (database, now):
        found = people.holders(database, Role.SHIFT_LEADER, market.id, now)
    return [{"id": person_id, "name": name} for person_id, name in found]


def _rights_at(viewer: Viewer, market: Market) -> list[str]:
    """Name what somebody may do in the whole of a market, so that pages offer nothing else."""
    with context().reading() as (database, _):
        path = paths.of_market(database, market.code) or ()
    return sorted(right for right in Permission if may(viewer.holdings, right, path))


def market_card(market: Market) -> dict[str, Any]:
    """Give a market as screens know it."""
    names = ("code", "name", "timezone", "cut", "opens", "closes", "lat", "lon", "rotation_deg")
    return {name: getattr(market, name) for name in (*names, "register_version")}
