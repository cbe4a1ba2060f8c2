"""Bulletins: the same words to everybody of a market, a grid or a group."""

from uuid import uuid4

from flask import Blueprint, make_response, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from patrol.actions import bulletins as actions
from patrol.actions.bulletins import LONGEST, REACHES, Bulletin
from patrol.model.places import Market
from patrol.queries.bulletins import sent
from patrol.rules.rights import Permission
from patrol.rules.words import PlaceKind, Severity
from web.context import Change, context
from web.finders import the_market
from web.gate import needs
from web.markets import boot, this_market

screen = Blueprint("bulletins", __name__)
SEVERITIES = (Severity.NOTICE, Severity.NORMAL, Severity.HIGH)
"""A bulletin is no alarm: nothing critical goes this way."""


@screen.get("/bulletins")
@needs(Permission.SEND_BULLETIN)
def show() -> str:
    """Offer the form, and list what was sent."""
    return _page(this_market(Permission.SEND_BULLETIN))


@screen.post("/bulletins/<code>")
@needs(Permission.SEND_BULLETIN, at=the_market)
def send(code: str) -> Response:
    """Tell everybody there; the same form sent twice tells nobody twice."""
    fault = _fault(code)
    if fault is not None:
        return make_response(_page(this_market(Permission.SEND_BULLETIN, code), fault), 422)
    form = request.form

    def act(to: Change) -> int:
        market = context().market(to.register, code)
        told = Bulletin(
            market.id,
            form["command_id"],
            form["text"],
            form.get("place", "").strip() or None,
            Severity(form["severity"]),
        )
        return actions.send(to.session, told, to.register, now=to.now)

    context().change(act)
    return redirect(f"/bulletins?market={code}")


def _fault(code: str) -> str | None:
    """Say what cannot be sent, in the reader's language."""
    form = request.form
    text, place = form.get("text", "").strip(), form.get("place", "").strip()
    if not text:
        return str(_("Write what everybody is to know."))
    if len(text) > LONGEST:
        return str(_("%(n)s characters are too many: %(most)s at most.", n=len(text), most=LONGEST))
    if form.get("severity") not in SEVERITIES or not form.get("command_id", ""):
        return str(_("Choose how important it is."))
    if place and place not in _places(code):
        return str(_("There is no grid and no group “%(place)s”.", place=place))
    return None


def _places(code: str) -> dict[str, str]:
    """Give the grids and groups of a market by their codes."""
    with context().reading() as (session, _now):
        register = context().register.current(session)
        market = context().market(register, code)
        kinds = REACHES - {PlaceKind.MARKET}
        mine = (p for p in register.places.values() if p.market_id == market.id and p.kind in kinds)
        return {place.code: place.name for place in sorted(mine, key=lambda one: (one.kind, one.code))}


def _page(market: Market, fault: str | None = None) -> str:
    with context().reading() as (session, _now):
        rows = sent(session, market.id)
    told = {
        "sent": rows,
        "places": _places(market.code),
        "severities": SEVERITIES,
        "longest": LONGEST,
        "fault": fault,
        "typed": request.form,
        "command_id": request.form.get("command_id") or uuid4().hex,
    }
    return render_template("bulletins.html", market=market, boot=boot(market), **told)
