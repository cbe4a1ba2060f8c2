"""Asking for the name behind a quiet report, deciding on it, and reading it once."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from patrol.actions import unmasking as actions
from patrol.errors import Forbidden, Invalid
from patrol.rules.quiet import UnmaskState
from patrol.rules.rights import Permission
from web.caller import signed_in
from web.context import context
from web.finders import the_incident, the_unmasking
from web.gate import needs
from web.markets import first_market
from web.unmask_keys import private_key

screen = Blueprint("unmasking", __name__)
VERDICTS = {"approve": UnmaskState.APPROVED, "refuse": UnmaskState.REFUSED}


@screen.post("/incidents/<int:incident_id>/unmasking")
@needs(Permission.ASK_UNMASK, at=the_incident)
def ask(incident_id: int) -> Response:
    """Ask, with a reason."""
    me, reason = _person(), request.form.get("reason", "")
    context().change(
        lambda to: actions.ask(to.session, incident_id, reason, to.register, actor_id=me, now=to.now)
    )
    return redirect(f"/incidents/{incident_id}#hidden")


@screen.post("/unmaskings/<int:unmasking_id>/decision")
@needs(Permission.DECIDE_UNMASK, at=the_unmasking)
def decide(unmasking_id: int) -> Response:
    """Approve or refuse, as the second person."""
    me, verdict = _person(), VERDICTS.get(request.form.get("verdict", ""))
    if verdict is None:
        raise Invalid("want approve or refuse", ["verdict"])
    number = context().change(
        lambda to: (
            actions.decide(
                to.session, unmasking_id, verdict, to.register, actor_id=me, now=to.now
            ).incident_id
        )
    )
    return redirect(f"/incidents/{number}#hidden")


@screen.post("/unmaskings/<int:unmasking_id>/look")
@needs(Permission.ASK_UNMASK, at=the_unmasking)
def look(unmasking_id: int) -> str:
    """Show the name, on this page alone; every look is written down and told."""
    me, folder = _person(), context().settings.data_dir
    known = context().change(
        lambda to: actions.look(
            to.session,
            unmasking_id,
            lambda key_id: private_key(folder, key_id),
            to.register,
            actor_id=me,
            now=to.now,
        )
    )
    return render_template("unmasked.html", market=first_market(signed_in()), known=known)


def _person() -> int:
    """Give who decides: a person, never a program."""
    person_id = signed_in().person_id
    if person_id is None:
        raise Forbidden("a person does this, not a program")
    return person_id
