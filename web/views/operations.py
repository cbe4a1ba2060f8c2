"""How the installation itself works, drawn live."""

from flask import Blueprint, render_template

from patrol.rules.rights import Permission
from web.gate import needs
from web.markets import boot, this_market

screen = Blueprint("operations", __name__)


@screen.get("/operations")
@needs(Permission.SEE_METRICS)
def show() -> str:
    """Give the frame; the page's script asks for the figures and draws them."""
    market = this_market(Permission.SEE_METRICS)
    return render_template("operations.html", market=market, boot=boot(market))
