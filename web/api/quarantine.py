"""Messages that were not understood."""

from typing import Any

from patrol.actions import quarantine as actions
from patrol.queries import quarantine as queries
from patrol.rules.rights import Permission
from web.api.shapes import InMarket, OneMessage, Page, ResolveCommand, blueprint, number, paged
from web.caller import signed_in
from web.context import Change, context
from web.finders import the_market, the_quarantined
from web.gate import needs
from web.message_card import message_card
from web.newcomers import SenderDevice, let_in

api = blueprint("quarantine", "Messages that were not understood")
LIMIT = 50


@api.get("/markets/<code>/quarantine", summary="Messages that wait, newest first")
@needs(Permission.SEE_QUARANTINE, at=the_market)
def listed(path: InMarket, query: Page) -> dict[str, Any]:
    """Those nobody has dealt with."""
    with context().reading() as (session, _):
        market = context().market(context().register.current(session), path.code)
        rows = queries.page(session, market.id, before=number(query.cursor), limit=LIMIT)
    return paged([message_card(row) for row in rows], LIMIT)


@api.post("/quarantine/<int:message_id>/device", summary="Register who sent it")
@needs(Permission.REGISTER_DEVICES, at=the_quarantined)
def register(path: OneMessage, body: SenderDevice) -> dict[str, Any]:
    """From its next message on the device counts; what it said before is not judged again."""
    by = signed_in().person_id
    device = context().change(lambda to: let_in(to, path.message_id, body, by=by))
    return {"device": device, "code": body.code}


@api.post("/quarantine/<int:message_id>/commands", summary="Mark as dealt with")
@needs(Permission.RESOLVE_QUARANTINE, at=the_quarantined)
def command(path: OneMessage, body: ResolveCommand) -> dict[str, Any]:  # noqa: ARG001 - its shape is its check
    """Resolving twice is no error."""
    by = signed_in().person_id

    def act(to: Change) -> dict[str, Any]:
        actions.resolve(to.session, to.register, path.message_id, by=by, now=to.now)
        return {"id": path.message_id, "resolved": True}

    return context().change(act)
