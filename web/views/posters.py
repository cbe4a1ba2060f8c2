"""Posters at the gates: hung up and taken down by the office, and what anybody tells by one."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from patrol.actions import posters as actions
from patrol.cards.people import names
from patrol.documents.report_poster import PosterCard, poster
from patrol.errors import Invalid, NotFound
from patrol.queries import posters as queries
from patrol.rules.rights import Permission
from web.caller import signed_in
from web.context import context
from web.finders import the_poster
from web.gate import needs
from web.markets import boot, this_market

screen = Blueprint("posters", __name__)


@screen.get("/posters")
@needs(Permission.SET_POSTERS)
def show() -> str:
    """List those that hang."""
    market = this_market(Permission.SET_POSTERS)
    with context().reading() as (session, _now):
        register = context().register.current(session)
        rows = queries.of_market(session, market.id, register, names(session))
        gates = queries.gates(register, market.id)
    return render_template("posters.html", market=market, boot=boot(market), posters=rows, gates=gates)


@screen.post("/posters")
@needs(Permission.SET_POSTERS)
def hang() -> AnyResponse:
    """Make one for a place."""
    market, by = this_market(Permission.SET_POSTERS), signed_in().person_id
    place = request.form.get("place", "")
    context().change(lambda to: actions.hang(to.session, market.code, place, by=by, now=to.now).id)
    return redirect(f"/posters?market={market.code}")


@screen.post("/posters/<int:poster_id>")
@needs(Permission.SET_POSTERS, at=the_poster)
def change(poster_id: int) -> AnyResponse:
    """Give it a new code, or take it down."""
    by = signed_in().person_id
    act = {"renew": actions.renew, "take_down": actions.take_down}.get(request.form.get("act", ""))
    if act is None:
        raise Invalid("want renew or take_down", ["act"])
    context().change(lambda to: act(to.session, poster_id, by=by, now=to.now).id)
    return redirect("/posters")


@screen.get("/posters/<int:poster_id>.pdf")
@needs(Permission.SET_POSTERS, at=the_poster)
def paper(poster_id: int) -> Response:
    """Give it as a page to print."""
    with context().reading() as (session, _now):
        register = context().register.current(session)
        found = queries.one(session, poster_id, register)
    if found is None:
        raise NotFound("there is no such poster")
    answer = Response(poster(_card(found)), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="poster-{poster_id}.pdf"'
    return answer


def _card(found: dict[str, Any]) -> PosterCard:
    return PosterCard(
        title=_("Seen something? Tell us."),
        lines=(
            _("Theft, fire, a quarrel, a blocked lane, somebody in need:"),
            _("scan with the phone's camera. No account, no name."),
        ),
        place=found["place"]["name"],
        number=f"{found['id']} · {found['code']}",
        address=f"{request.url_root}r/{found['code']}",
        emergency=_("In an emergency call 110, 119 or 120 first."),
    )
