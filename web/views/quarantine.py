"""Messages that were not understood."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from patrol.actions import quarantine as actions
from patrol.queries import quarantine as queries
from patrol.rules.rights import Permission
from web.caller import signed_in
from web.context import context
from web.finders import the_quarantined
from web.gate import needs
from web.markets import boot, this_market
from web.message_card import message_card

screen = Blueprint("quarantine", __name__)
LIMIT = 50


@screen.get("/quarantine")
@needs(Permission.SEE_QUARANTINE)
def show() -> str:
    """List what waits, newest first."""
    market = this_market(Permission.SEE_QUARANTINE)
    cursor = request.args.get("cursor", "")
    before = int(cursor) if cursor.isdecimal() else None
    with context().reading() as (session, _):
        rows = queries.page(session, market.id, before=before, limit=LIMIT)
    messages = [message_card(row) for row in rows]
    following = messages[-1]["id"] if len(messages) == LIMIT else None
    told = {"messages": messages, "next_cursor": following}
    return render_template("quarantine.html", market=market, boot=boot(market), **told)


@screen.post("/quarantine/<int:message_id>/resolve")
@needs(Permission.RESOLVE_QUARANTINE, at=the_quarantined)
def resolve(message_id: int) -> Response:
    """Mark one as dealt with."""
    by = signed_in().person_id
    context().change(lambda to: actions.resolve(to.session, to.register, message_id, by=by, now=to.now))
    return redirect("/quarantine")
