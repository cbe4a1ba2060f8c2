"""The first page: the board for those who have it, and what happens nearby for everybody else."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from patrol.rules.rights import Permission, may_anywhere, rooms_for
from web import vocabulary
from web.caller import signed_in
from web.gate import personal
from web.markets import first_market
from web.open_alerts import open_alerts

screen = Blueprint("start", __name__)


@screen.get("/")
@personal
def begin() -> Response | str:
    """Lead everybody to their own work."""
    viewer = signed_in()
    if may_anywhere(viewer.holdings, Permission.SEE_BOARD):
        return redirect("/board")
    role = vocabulary.role(viewer.roles[0]) if viewer.roles else None
    rooms = [room for room in rooms_for(viewer.holdings, None) if room.startswith(("grid:", "group:"))]
    alerts = open_alerts(rooms)
    return render_template("start.html", market=first_market(viewer), role=role, alerts=alerts)


@screen.get("/help")
@personal
def help_page() -> str:
    """Tell how the board is used."""
    return render_template("help.html", market=first_market(signed_in()))
