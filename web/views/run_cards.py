"""Run cards and procedures: whom a kind of incident needs and what is to be done, edited on a page."""

from urllib.parse import quote

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from patrol.actions import run_card_book as actions
from patrol.cards.people import names
from patrol.errors import Invalid
from patrol.model.places import Market
from patrol.queries import paths
from patrol.queries.run_cards import book
from patrol.rules import run_cards
from patrol.rules.rights import Permission, may
from patrol.rules.words import Category, Severity
from web import incident_words, run_card_form
from web.caller import signed_in
from web.context import Change, context
from web.finders import the_market
from web.gate import needs
from web.markets import boot, this_market
from web.run_card_form import Typed

screen = Blueprint("run_cards", __name__)


@screen.get("/run-cards")
@needs(Permission.SEE_RULES)
def show() -> str:
    """List what stands; whoever sets the rules can change it there."""
    return _page(this_market(Permission.SEE_RULES), None)


@screen.post("/run-cards/<code>")
@needs(Permission.SET_RULES, at=the_market)
def change(code: str) -> AnyResponse:
    """Let one card stand otherwise, or as it comes with the system."""
    wanted, typed = run_card_form.read(request.form)
    if request.form.get("act") == "default":
        wanted = actions.CardChange(wanted.where, None, None)
    elif typed.faults:
        return make_response(_page(this_market(Permission.SET_RULES, code), typed), 422)
    seen, by = _number("seen"), signed_in().person_id

    def act(to: Change) -> None:
        market = context().market(to.register, code)
        actions.change_card(to.session, market.id, wanted, seen=seen, by=by, now=to.now)

    context().change(act)
    return redirect(f"/run-cards?market={code}#{quote(wanted.where)}")


@screen.post("/run-cards/<code>/editions")
@needs(Permission.SET_RULES, at=the_market)
def restore(code: str) -> AnyResponse:
    """Let an old edition stand again."""
    edition, seen, by = _number("edition"), _number("seen"), signed_in().person_id

    def act(to: Change) -> None:
        market = context().market(to.register, code)
        actions.restore(to.session, market.id, edition, seen=seen, by=by, now=to.now)

    context().change(act)
    return redirect(f"/run-cards?market={code}")


def _number(name: str) -> int:
    text = request.form.get(name, "")
    if not text.isdecimal():
        raise Invalid("want the number of an edition", [name])
    return int(text)


def _page(market: Market, typed: Typed | None) -> str:
    """Draw the cards; what was typed and cannot be kept stands there again with what is wrong."""
    with context().reading() as (session, _now):
        found = book(session, market.id, names(session))
        path = paths.of_market(session, market.code) or ()
    told = {
        "book": found,
        "typed": typed,
        "may_set": may(signed_in().holdings, Permission.SET_RULES, path),
        "parts": run_cards.ORDER,
        "most": run_cards.MOST,
        "categories": list(Category),
        "severities": list(Severity),
        "known": run_cards.KNOWN_STEPS,
        "say": incident_words,
        "lines": run_card_form.lines,
    }
    return render_template("run_cards.html", market=market, boot=boot(market), **told)
