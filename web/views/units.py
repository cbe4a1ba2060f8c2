"""The status board: every unit, how it stands and what it does; the same on a wall."""

from collections import Counter

from flask import Blueprint, render_template

from patrol.cards.people import names
from patrol.queries.units import ORDER, status_board
from patrol.rules.rights import Permission
from patrol.rules.unit_states import UnitState
from web.context import context
from web.gate import needs
from web.markets import boot, this_market
from web.pages import wall_asked

screen = Blueprint("units", __name__)


@screen.get("/units")
@needs(Permission.SEE_POSITIONS)
def show() -> str:
    """Draw what stands now; the page's script keeps it true."""
    market, wall = this_market(Permission.SEE_POSITIONS), wall_asked()
    with context().reading() as (session, now):
        register = context().register.current(session)
        rows = status_board(session, register.markets[market.id], register, names(session), now=now)
    there = [row for row in rows if row["state"] != UnitState.OFF]
    parts = [(part, [row for row in there if row["part"] == part]) for part in ORDER]
    told = {"boot": boot(market, wall=wall), "wall": wall, "parts": [one for one in parts if one[1]]}
    told["off"] = Counter(row["state"] for row in rows)[UnitState.OFF]
    return render_template("units.html", market=market, **told)
