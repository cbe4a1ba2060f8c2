"""What is pressed on the pages of duty, as plain forms: the commands of the API, answered in words."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from patrol.actions import duty_commands
from patrol.actions.duty_commands import DutyCommand
from patrol.errors import PatrolError
from patrol.model.duty import DutyRequest, Rota
from patrol.queries import duty as queries
from patrol.rules.rights import Permission
from web.caller import signed_in
from web.context import Change, context
from web.duty_doer import doer, the_request, the_slot
from web.duty_refusals import refusal
from web.gate import needs
from web.next_page import is_ours

screen = Blueprint("duty_forms", __name__)
NUMBERS = frozenset({"lat", "lon", "accuracy_m", "x", "y"})
OURS = frozenset({"csrf_token", "command", "command_id", "expected_version", "next", "said"})
Act = Callable[..., str]


def answered(act: Act) -> Callable[..., Response]:
    """Carry a form out, say how it went, and go back to where it was pressed."""

    @wraps(act)
    def press(**path: Any) -> Response:
        try:
            flash(act(**path), "done")
        except PatrolError as error:
            flash(refusal(error), "refused")
        return redirect(back(), code=303)

    return press


def back() -> str:
    """Give the page the form names, or one's own duty."""
    wanted = request.form.get("next", "")
    return wanted if wanted and is_ours(wanted) else "/duty"


@screen.post("/duty/slots/<slot_id>")
@needs(Permission.TAKE_TURNS, at=the_slot)
@answered
def to_slot(slot_id: str) -> str:
    """Ask, decide, relieve, check in, check out."""
    viewer, order = signed_in(), _order(f"slot:{slot_id}")

    def act(to: Change) -> dict[str, Any]:
        _slot, rota = queries.slot_with_rota(to.session, slot_id)
        return duty_commands.command(to.session, order, doer(to, viewer, rota), to.register, now=to.now)

    context().change(act)
    return _said(order.command)


@screen.post("/duty/requests/<int:request_id>")
@needs(Permission.TAKE_TURNS, at=the_request)
@answered
def to_request(request_id: int) -> str:
    """Accept, decline, approve, withdraw, undo."""
    viewer, order = signed_in(), _order(f"duty_request:{request_id}")

    def act(to: Change) -> dict[str, Any]:
        asked = to.session.get_one(DutyRequest, request_id)
        rota = to.session.get_one(Rota, asked.rota_id)
        return duty_commands.command(to.session, order, doer(to, viewer, rota), to.register, now=to.now)

    state = str(context().change(act)["request"]["state"])
    return _answered_with(state)


def _order(entity: str) -> DutyCommand:
    """Read the form; a figure that is none is left out, so that the action asks for it."""
    form = request.form
    payload: dict[str, object] = {}
    for name, value in form.items():
        if name in OURS or not value.strip():
            continue
        if name not in NUMBERS:
            payload[name] = value
        elif (number := _number(value)) is not None:
            payload[name] = number
    version = form.get("expected_version", "")
    return DutyCommand(
        entity,
        form.get("command", ""),
        form.get("command_id") or uuid4().hex,
        int(version) if version.isdecimal() else 0,
        payload,
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _said(command: str) -> str:
    names = {
        "ask": _("Asked. The other shop is told; you see here when it answers."),
        "override": _("Moved. Both shops are told. It can be taken back until the turn begins."),
        "take_back": _("Taken back. Both shops are told."),
        "relieve": _("Noted: the rest of the turn is taken over from then on."),
        "check_in": _("Checked in. Thank you for coming."),
        "check_out": _("Checked out. Thank you."),
    }
    return str(names.get(command, _("Done.")))


def _answered_with(state: str) -> str:
    names = {
        "applied": _("Done: the turns have changed hands. It can be taken back for a day."),
        "accepted": _("Agreed. Now the lead has to agree as well."),
        "declined": _("Declined. The other shop is told."),
        "withdrawn": _("Withdrawn."),
        "undone": _("Taken back: everybody has their turn again."),
        "superseded": _("Too late: one of the turns changed hands meanwhile. Nothing was moved."),
    }
    return str(names.get(state, _("Done.")))
