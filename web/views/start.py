"""The first page: the board for those who have it, and what happens nearby for everybody else."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from patrol.rules.rights import Permission, may_anywhere, rooms_for
from web import vocabulary
from web.caller import signed_in
from web.doer import shop_of
from web.gate import personal
from web.looks import looks_told_to
from web.markets import boot, first_market
from web.number_looks import number_looks
from web.open_alerts import open_alerts
from web.words_wanted import waiting_for

screen = Blueprint("start", __name__)

OWN_PAGES = (
    ("/board", Permission.SEE_BOARD),
    ("/field", Permission.WORK_FIELD),
    ("/figures", Permission.SEE_FIGURES),
)


@screen.get("/")
@personal
def begin() -> Response | str:
    """Lead everybody to their own work."""
    viewer = signed_in()
    for page, permission in OWN_PAGES:
        if may_anywhere(viewer.holdings, permission):
            return redirect(page)
    role = vocabulary.role(viewer.roles[0]) if viewer.roles else None
    rooms = [room for room in rooms_for(viewer.holdings, None) if room.startswith(("grid:", "group:"))]
    market = first_market(viewer)
    told = {
        "alerts": open_alerts(rooms),
        "looks": looks_told_to(viewer),
        "number_looks": number_looks(shop_of(viewer)),
        "to_rate": waiting_for(viewer),
        "boot": boot(market, room=next(iter(rooms), None)) if market else None,
    }
    return render_template("start.html", market=market, role=role, shop=shop_of(viewer), **told)


@screen.get("/help")
@personal
def help_page() -> str:
    """Tell how the board is used."""
    return render_template("help.html", market=first_market(signed_in()))
