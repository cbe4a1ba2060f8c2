"""How it went: a shop says so on its phone with one press, a reporter by a link; leads may object."""

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from patrol.actions import incidents as actions
from patrol.actions.incidents import CaseOrder
from patrol.errors import Invalid, NotFound, NotNow
from patrol.queries import paths, ratings
from patrol.queries.ratings import Rateable
from patrol.rules.case_marks import STRIKES
from patrol.rules.rights import Permission, roles_at
from patrol.rules.words import Role
from web import figure_words, incident_words, say_link
from web.caller import signed_in
from web.context import Change, context
from web.finders import the_incident
from web.gate import needs, public
from web.markets import first_market
from web.words_wanted import wanted_of

screen = Blueprint("rate", __name__)


@screen.get("/rate")
@needs(Permission.RATE)
def waiting() -> str:
    """List what waits for somebody's word."""
    viewer = signed_in()
    told = {"found": wanted_of(viewer), "thanks": "said" in request.args, "say": incident_words}
    return render_template("rate/list.html", market=first_market(viewer), **told)


@screen.get("/rate/<int:incident_id>")
@needs(Permission.RATE, at=the_incident)
def ask(incident_id: int) -> str:
    """Ask about one."""
    return _page(_found(incident_id, signed_in().person_id), f"/rate/{incident_id}")


@screen.post("/rate/<int:incident_id>")
@needs(Permission.RATE, at=the_incident)
def tell(incident_id: int) -> Response | tuple[str, int]:
    """Take the word."""
    try:
        _order(incident_id, "rate", score=_score(), note=request.form.get("note", ""))
    except (NotNow, Invalid) as wrong:
        found = _found(incident_id, signed_in().person_id)
        return _page(found, f"/rate/{incident_id}", error=_wrong(wrong)), _status(wrong)
    return redirect("/rate?said=1")


@screen.post("/rate/<int:incident_id>/dispute")
@needs(Permission.RATE, at=the_incident)
def dispute(incident_id: int) -> Response | tuple[str, int]:
    """Object to what it counts for."""
    reason = request.form.get("reason", "")
    try:
        _order(incident_id, "dispute", item=request.form.get("item", ""), reason=reason)
    except (NotNow, Invalid) as wrong:
        found = _found(incident_id, signed_in().person_id)
        return _page(found, f"/rate/{incident_id}", error=_wrong(wrong)), _status(wrong)
    return redirect(f"/rate/{incident_id}")


@screen.get("/say/<token>")
@public
def ask_by_link(token: str) -> str | tuple[str, int]:
    """Ask whoever holds the link; one that leads nowhere says so."""
    try:
        return _page(_linked(token), f"/say/{token}", stranger=True)
    except NotFound:
        return _gone()


@screen.post("/say/<token>")
@public
def tell_by_link(token: str) -> str | tuple[str, int]:
    """Take the word of whoever holds the link, once."""
    try:
        order = _case_order(_linked(token), "rate", None, frozenset({Role.SHOP}), score=_score(),
                            note=request.form.get("note", ""))  # fmt: skip
        context().change(lambda to: actions.command(to.session, order, to.register, now=to.now))
    except NotFound:
        return _gone()
    except (NotNow, Invalid) as wrong:
        return _page(_linked(token), f"/say/{token}", error=_wrong(wrong), stranger=True), _status(wrong)
    return _page(_linked(token), f"/say/{token}", stranger=True, thanks=True)


def _gone() -> tuple[str, int]:
    return render_template("rate/gone.html", market=None), 410


def _found(incident_id: int, person_id: int | None) -> Rateable:
    with context().reading() as (session, now):
        found = ratings.one(session, incident_id, person_id, now=now)
    if found is None:
        raise NotFound("there is nothing here by that name")
    return found


def _linked(token: str) -> Rateable:
    incident_id, round_ = say_link.behind(token)
    found = _found(incident_id, None)
    if found.round != round_:
        raise NotFound("there is nothing here by that name")
    return found


def _order(incident_id: int, command: str, **payload: object) -> None:
    viewer = signed_in()
    found = _found(incident_id, viewer.person_id)

    def act(to: Change) -> dict[str, Any]:
        roles = roles_at(viewer.holdings, paths.of_incident(to.session, incident_id) or ())
        order = _case_order(found, command, viewer.person_id, roles, **payload)
        return actions.command(to.session, order, to.register, now=to.now)

    context().change(act)


def _case_order(
    found: Rateable, command: str, actor_id: int | None, roles: frozenset[Role], **payload: object
) -> CaseOrder:
    return CaseOrder(found.id, command, _command_id(), found.version, payload, actor_id, roles)


def _command_id() -> str:
    """The form's own, so that pressing twice says it once."""
    try:
        return str(UUID(request.form.get("command_id", "")))
    except ValueError:
        return str(uuid4())


def _score() -> object:
    score = request.form.get("score", "")
    return int(score) if score.isdecimal() and len(score) == 1 else score


def _wrong(wrong: NotNow | Invalid) -> str:
    if isinstance(wrong, Invalid):
        return str(_("Something is missing. Fill it in and press again."))
    return str(_("This has been said already."))


def _status(wrong: NotNow | Invalid) -> int:
    return 422 if isinstance(wrong, Invalid) else 409


def _page(
    found: Rateable, address: str, *, error: str | None = None, stranger: bool = False, thanks: bool = False
) -> str:
    leads = not stranger and Role.LEAD in signed_in().roles
    market = None if stranger else first_market(signed_in())
    told = {"found": found, "address": address, "error": error, "thanks": thanks, "leads": leads}
    told |= {"items": [item for item in STRIKES if item not in found.disputed], "command_id": str(uuid4())}
    words = {"say": incident_words, "fig": figure_words, "stranger": stranger}
    return render_template("rate/one.html", market=market, **told, **words)
