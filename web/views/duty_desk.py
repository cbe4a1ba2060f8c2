"""Duty at the desk: the whole market today, the gap board, and the week of a grid."""

from flask import Blueprint, render_template

from patrol.errors import NotFound
from patrol.rules.rights import Permission
from patrol.rules.words import PlaceKind
from web import duty_desk
from web.context import context
from web.duty_finders import the_grid
from web.gate import needs
from web.markets import boot, market_named, this_market
from web.views.duty_turns import first_day

screen = Blueprint("duty_desk", __name__)


@screen.get("/duty/desk")
@needs(Permission.SEE_DUTY)
def today() -> str:
    """Show who is on duty in the whole market, and what nobody could take."""
    market = this_market(Permission.SEE_DUTY)
    with context().reading() as (session, now):
        register = context().register.current(session)
        told = duty_desk.today(session, register.markets[market.id], register, now)
    return render_template("duty/desk.html", market=market, boot=boot(market), edition=0, **told)


@screen.get("/duty/markets/<code>/grids/<grid>")
@needs(Permission.SEE_DUTY, at=the_grid)
def week(code: str, grid: str) -> str:
    """Show seven days of every group of a grid."""
    market = market_named(code)
    if market is None:
        raise NotFound("there is no such market for you")
    with context().reading() as (session, now):
        register = context().register.current(session)
        places = register.places.values()
        found = [p for p in places if (p.kind, p.market_id, p.code) == (PlaceKind.GRID, market.id, grid)]
        if not found:
            raise NotFound("there is no such grid")
        entry = register.markets[market.id]
        told = duty_desk.grid_week(session, found[0], entry, register, first_day(), now)
    room = f"grid:{grid}"
    return render_template("duty/grid_week.html", market=market, boot=boot(market, room=room), **told)
