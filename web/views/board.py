"""The officer's board, and the same on a wall."""

from flask import Blueprint, render_template, request

from patrol.rules.rights import Permission
from patrol.rules.words import Role
from web.caller import signed_in
from web.gate import needs
from web.markets import boot, this_market

screen = Blueprint("board", __name__)


@screen.get("/board")
@needs(Permission.SEE_BOARD)
def show() -> str:
    """Draw the frame of the board."""
    market = this_market(Permission.SEE_BOARD)
    wall = request.args.get("wall") == "1" or signed_in().roles == (Role.WALL,)
    return render_template("board.html", market=market, boot=boot(market, wall=wall), wall=wall)
