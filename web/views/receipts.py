"""How a report stands, for whoever holds its receipt: one word, and nothing else."""

from flask import Blueprint, render_template, request

from patrol.errors import NotFound, TooMany
from patrol.queries.receipts import over_behind, state_behind
from web.address import client_address
from web.context import context
from web.gate import public
from web.pace import require_pace
from web.say_link import link_for
from web.unrecorded import unrecorded

screen = Blueprint("receipts", __name__)
PACE = "20 per hour"


@screen.get("/receipt")
@unrecorded
@public
def ask() -> str:
    """Ask for the receipt; never in the address, which browsers keep."""
    return render_template("receipt.html", state=None, known=True, busy=False)


@screen.post("/receipt")
@unrecorded
@public
def tell() -> str | tuple[str, int]:
    """Say how it stands."""
    try:
        require_pace("receipt", client_address(), PACE)
        with context().reading() as (session, _):
            receipt = request.form.get("receipt", "")[:40]
            state, over = state_behind(session, receipt), over_behind(session, receipt)
    except TooMany:
        return render_template("receipt.html", state=None, known=True, busy=True), 429
    except NotFound:
        return render_template("receipt.html", state=None, known=False, busy=False), 404
    link = link_for(*over) if over else None
    return render_template("receipt.html", state=state, link=link, known=True, busy=False)
