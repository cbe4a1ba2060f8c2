"""Telling something quietly, asking how a report stands, and the way to a hidden name."""

from typing import Any

from patrol.actions import unmasking as actions
from patrol.cards.people import names
from patrol.errors import Forbidden
from patrol.queries import unmasking as queries
from patrol.queries.receipts import state_behind
from patrol.rules.quiet import UnmaskState
from patrol.rules.rights import Permission
from web.address import client_address
from web.api.quiet_shapes import NewQuietReport, NewUnmasking, OneUnmasking, Receipt, UnmaskCommand
from web.api.shapes import InMarket, OneIncident, blueprint
from web.caller import signed_in
from web.context import Change, context
from web.finders import the_incident, the_unmasking
from web.gate import needs, public
from web.pace import require_pace
from web.quiet_entry import tell_quietly
from web.unmask_keys import private_key
from web.unrecorded import unrecorded
from web.views.receipts import PACE

api = blueprint("quiet", "Reports whose teller nobody is to know")


@api.post("/markets/<code>/quiet-reports", summary="Tell something quietly")
@unrecorded
@needs(Permission.REPORT)
def tell(path: InMarket, body: NewQuietReport) -> dict[str, Any]:
    """Opens an incident that names nobody. The answer is a receipt; it is all that ever leads back to it."""
    receipt = tell_quietly(
        signed_in(),
        path.code,
        str(body.command_id),
        category=body.category,
        severity=body.severity,
        place=body.place,
        summary=body.summary,
        media=tuple(medium.model_dump(exclude_none=True) for medium in body.media),
    )
    return {"receipt": receipt}


@api.post("/receipts", summary="How a report stands")
@unrecorded
@public
def standing(body: Receipt) -> dict[str, str]:
    """One word: `received`, `in_hand`, `under_way`, `done` or `not_accepted`."""
    require_pace("receipt", client_address(), PACE)
    with context().reading() as (session, _):
        return {"state": state_behind(session, body.receipt)}


@api.get("/incidents/<int:incident_id>/unmaskings", summary="Who asked for the name behind a quiet report")
@needs(Permission.DECIDE_UNMASK, at=the_incident)
def listed(path: OneIncident) -> dict[str, Any]:
    """Every asking, and what you may do about it now."""
    with context().reading() as (session, now):
        viewer_id = signed_in().person_id
        items = queries.of_incident(session, path.incident_id, names(session), viewer_id=viewer_id, now=now)
    return {"items": items, "next_cursor": None}


@api.post("/incidents/<int:incident_id>/unmaskings", summary="Ask for the name behind a quiet report")
@needs(Permission.ASK_UNMASK, at=the_incident)
def ask(path: OneIncident, body: NewUnmasking) -> dict[str, Any]:
    """By the police, with a reason; asking again while one waits gives that one."""
    me = _person()

    def act(to: Change) -> dict[str, Any]:
        asked = actions.ask(to.session, path.incident_id, body.reason, to.register, actor_id=me, now=to.now)
        to.session.flush()
        return {"id": asked.id, "state": asked.state}

    return context().change(act)


@api.post("/unmaskings/<int:unmasking_id>/commands", summary="Approve, refuse, or read the name")
@needs(Permission.DECIDE_UNMASK, at=the_unmasking)
def command(path: OneUnmasking, body: UnmaskCommand) -> dict[str, Any]:
    """`approve` and `refuse` by a second person within a day; `look` by who asked, within an hour of that."""
    me, number = _person(), path.unmasking_id
    if body.command == "look":
        folder = context().settings.data_dir
        known = context().change(
            lambda to: actions.look(
                to.session,
                number,
                lambda key_id: private_key(folder, key_id),
                to.register,
                actor_id=me,
                now=to.now,
            )
        )
        return {"id": number, "state": UnmaskState.OPENED, "known": dict(known)}
    verdict = UnmaskState.APPROVED if body.command == "approve" else UnmaskState.REFUSED
    context().change(
        lambda to: actions.decide(to.session, number, verdict, to.register, actor_id=me, now=to.now).id
    )
    return {"id": number, "state": verdict}


def _person() -> int:
    person_id = signed_in().person_id
    if person_id is None:
        raise Forbidden("a person does this, not a program")
    return person_id
