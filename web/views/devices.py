"""Devices and how each is."""

from flask import Blueprint, render_template

from patrol.queries import devices as queries
from patrol.rules.rights import Permission
from web.context import context
from web.gate import needs
from web.markets import boot, this_market

screen = Blueprint("devices", __name__)
LIMIT = 500


@screen.get("/devices")
@needs(Permission.SEE_DEVICES)
def show() -> str:
    """List the first of them; the page's script fetches the rest and follows the stream."""
    market = this_market(Permission.SEE_DEVICES)
    with context().reading() as (session, _):
        register = context().register.current(session)
        rows = queries.page(session, market.id, register, limit=LIMIT)
    return render_template("devices.html", market=market, boot=boot(market), devices=rows)
