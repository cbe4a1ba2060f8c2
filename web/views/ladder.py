"""Whom the ladder reaches in a market: its heads, its phone list, the grids next door. For administrators."""

from dataclasses import asdict

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from patrol.actions import case_settings
from patrol.cards.case_rules import LADDER, case_rules
from patrol.rules.rights import Permission
from web import ladder_form
from web.caller import signed_in
from web.context import context
from web.finders import the_market
from web.gate import needs
from web.markets import boot, this_market

screen = Blueprint("ladder", __name__)


@screen.get("/ladder")
@needs(Permission.SET_RULES)
def show() -> str:
    """Show what stands, as lines to edit."""
    market = this_market(Permission.SET_RULES)
    with context().reading() as (session, _):
        standing = case_rules(session, market.id).ladder
    lines = ladder_form.lines_of(asdict(standing))
    return render_template("ladder.html", market=market, boot=boot(market), lines=lines)


@screen.post("/ladder/<code>")
@needs(Permission.SET_RULES, at=the_market)
def change(code: str) -> Response:
    """Let what was written stand from now on."""
    by, body = signed_in().person_id, ladder_form.read(request.form)
    context().change(
        lambda to: case_settings.change(
            to.session, context().market(to.register, code).id, LADDER, body, by=by, now=to.now
        )
    )
    return redirect(f"/ladder?market={code}")
