"""Groups by tens on the map: as they stand, as they would be, why, and doing it."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from patrol.actions.grouping import apply_groups
from patrol.cards.grounds import door_of, grids_of, grounds_of
from patrol.errors import Invalid, NotFound
from patrol.model.places import Market
from patrol.queries.market import standing_market
from patrol.rules.entries import PlaceEntry, Register
from patrol.rules.grouping import Grounds, Proposal, Sizes, reasons
from patrol.rules.rights import Permission
from patrol.rules.words import PlaceKind
from patrol.solving.grouping import propose, rearrange
from web.context import Change, context
from web.gate import needs
from web.markets import boot, this_market

screen = Blueprint("groups", __name__)
SIZES = Sizes()
WAYS = ("keep", "anew")
TINTS = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """Which grid, and whether the groups that stand are kept."""

    grid: str
    way: str


@screen.get("/market/groups")
@needs(Permission.SET_DUTY)
def show() -> str:
    """Show the groups of a grid; with a way named, what would become of them."""
    market = this_market(Permission.SET_DUTY)
    with context().reading() as (session, _):
        register = context().register.current(session)
        grids = grids_of(register.markets[market.id], register)
        told: dict[str, Any] = {"grids": grids, "grid": None, "way": None}
        if grids:
            asked = Asked(request.args.get("grid") or grids[0].code, request.args.get("way", ""))
            told |= _of_grid(asked, market, register)
    return render_template("groups.html", market=market, boot=boot(market), **told)


@screen.post("/market/groups")
@needs(Permission.SET_DUTY)
def apply() -> Response:
    """Do what was proposed, if the register is still the one it was proposed for."""
    market = this_market(Permission.SET_DUTY)
    asked = Asked(request.form.get("grid", ""), request.form.get("way", ""))
    version = request.form.get("version", "")
    if asked.way not in WAYS or not version.isdecimal():
        raise Invalid("propose first, then apply what you have seen", ["way", "version"])

    def act(to: Change) -> None:
        row = to.session.get_one(Market, market.id, with_for_update=True)
        grid = _grid(asked.grid, market, to.register)
        grounds = grounds_of(grid, to.register.markets[market.id], to.register)
        standing = standing_market(to.session, market.code)
        if standing is None:
            raise NotFound("there is no such market")
        apply_groups(
            to.session,
            standing,
            grid.code,
            _proposal(asked, grounds),
            grounds,
            expected=int(version),
            version=row.register_version,
            sizes=SIZES,
            now=to.now,
        )

    context().change(act)
    return redirect(f"/market/groups?grid={asked.grid}")


def _of_grid(asked: Asked, market: Market, register: Register) -> dict[str, Any]:
    grid = _grid(asked.grid, market, register)
    grounds = grounds_of(grid, register.markets[market.id], register)
    doors = {p.code: door_of(p) for p in register.places.values() if p.code in set(grounds.shops)}
    names = {p.code: p.name for p in register.places.values() if p.market_id == market.id}
    told: dict[str, Any] = {
        "grid": grid,
        "way": asked.way if asked.way in WAYS else None,
        "version": market.register_version,
        "shops": len(grounds.shops),
        "groups": len(set(grounds.now.values())),
        "box": _box(list(doors.values())),
        "stands": _dots(doors, grounds.now, {}),
    }
    if asked.way not in WAYS:
        return told
    made = _proposal(asked, grounds)
    home = {shop: one.code or one.middle for one in made.circles for shop in one.shops}
    moved = made.moved(grounds.now)
    why = {one.shop: one for one in reasons(made, grounds, SIZES)}
    middles = {home[one.middle]: doors[one.middle] for one in made.circles}
    return told | {
        "made": made,
        "moved": [
            {
                "shop": names.get(shop, shop),
                "code": shop,
                "old": names.get(old, old),
                "new": names.get(new or ""),
                "why": why[shop],
                "other": names.get(why[shop].other or "", why[shop].other),
            }
            for shop, (old, new) in sorted(moved.items())
        ],
        "proposed": _dots(doors, home, moved),
        "lines": [(doors[shop], middles[home[shop]]) for shop in moved],
        "middles": list(middles.values()),
        "sizes": sorted(len(one.shops) for one in made.circles),
        "before": made.before,
    }


def _proposal(asked: Asked, grounds: Grounds) -> Proposal:
    return propose(grounds, SIZES) if asked.way == "anew" else rearrange(grounds, SIZES)


def _grid(code: str, market: Market, register: Register) -> PlaceEntry:
    for place in register.places.values():
        if (place.market_id, place.kind, place.code) == (market.id, PlaceKind.GRID, code):
            return place
    raise NotFound(f"there is no grid {code}")


def _dots(
    doors: dict[str, tuple[float, float]], home: Any, moved: Any
) -> list[tuple[float, float, int, bool, str]]:
    """Give each shop as a dot: where, its group's tint, whether it moves, and its words."""
    order = {code: n for n, code in enumerate(sorted(set(home.values())))}
    return [
        (x, -y, order[home[shop]] % TINTS, shop in moved, f"{shop} · {home[shop]}")
        for shop, (x, y) in sorted(doors.items())
        if shop in home
    ]


def _box(points: list[tuple[float, float]]) -> str:
    xs, ys = [x for x, _ in points] or [0.0], [-y for _, y in points] or [0.0]
    edge = 4.0
    width, height = max(xs) - min(xs) + 2 * edge, max(ys) - min(ys) + 2 * edge
    return f"{min(xs) - edge:.1f} {min(ys) - edge:.1f} {width:.1f} {height:.1f}"
