"""The officer's board, and the same on a wall."""

from flask import Blueprint, render_template, request

from patrol.rules.rights import Permission
from patrol.rules.words import Role
from web.caller import signed_in
from web.gate import needs
from web.markets import boot, this_market
from web.open_alerts import open_alerts

screen = Blueprint("board", __name__)


@screen.get("/board")
@needs(Permission.SEE_BOARD)
def show() -> str:
    """Draw the frame of the board and, for readers without scripts, the open alerts."""
    market = this_market(Permission.SEE_BOARD)
    wall = request.args.get("wall") == "1" or signed_in().roles == (Role.WALL,)
    told = {"boot": boot(market, wall=wall), "wall": wall, "alerts": open_alerts([f"market:{market.code}"])}
    return render_template("board.html", market=market, **told)
