"""Messages that were not understood, and senders that nobody knows."""

from urllib.parse import quote

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from patrol.actions import quarantine as actions
from patrol.errors import Invalid, NotFound, NotNow, PatrolError
from patrol.queries import quarantine as queries
from patrol.rules.rights import Permission, may_anywhere
from web.caller import signed_in
from web.context import context
from web.finders import the_quarantined
from web.gate import needs
from web.markets import boot, this_market
from web.message_card import message_card
from web.newcomers import let_in, read_form

screen = Blueprint("quarantine", __name__)
LIMIT = 50


@screen.get("/quarantine")
@needs(Permission.SEE_QUARANTINE)
def show() -> str:
    """List what waits, newest first."""
    return _page()


@screen.post("/quarantine/<int:message_id>/resolve")
@needs(Permission.RESOLVE_QUARANTINE, at=the_quarantined)
def resolve(message_id: int) -> Response:
    """Mark one as dealt with."""
    by = signed_in().person_id
    context().change(lambda to: actions.resolve(to.session, to.register, message_id, by=by, now=to.now))
    return redirect("/quarantine")


@screen.post("/quarantine/<int:message_id>/device")
@needs(Permission.REGISTER_DEVICES, at=the_quarantined)
def register(message_id: int) -> Response | tuple[str, int]:
    """Make a device of who sent it, or give one that stands another name."""
    by = signed_in().person_id
    try:
        told = read_form(request.form)
        context().change(lambda to: let_in(to, message_id, told, by=by))
    except (Invalid, NotFound, NotNow) as error:
        return _page(fault=_why(error), at=message_id), 422
    return redirect(f"/devices?find={quote(told.code)}")


def _page(*, fault: str | None = None, at: int | None = None) -> str:
    market = this_market(Permission.SEE_QUARANTINE)
    cursor = request.args.get("cursor", "")
    before = int(cursor) if cursor.isdecimal() else None
    with context().reading() as (session, _now):
        rows = queries.page(session, market.id, before=before, limit=LIMIT)
    messages = [message_card(row) for row in rows]
    following = messages[-1]["id"] if len(messages) == LIMIT else None
    told = {
        "messages": messages,
        "next_cursor": following,
        "fault": fault,
        "fault_at": at,
        "typed": request.form,
        "may_register": may_anywhere(signed_in().holdings, Permission.REGISTER_DEVICES),
    }
    return render_template("quarantine.html", market=market, boot=boot(market), **told)


def _why(error: PatrolError) -> str:
    said: str
    match error:
        case NotNow():
            said = _("This sender is registered already.")
        case NotFound():
            said = _("There is no such place or device in this market. Check the code.")
        case Invalid() if any("taken" in fault or "another" in fault for fault in error.faults):
            said = _("Another device has this code. Choose another one.")
        case _:
            said = _("A code has 1 to 64 characters without spaces, slashes, + or #.")
    return said
