"""Somebody is watching, and says so."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from patrol.actions import watch
from patrol.rules.rights import Permission
from web.api.shapes import InMarket, Shape, blueprint
from web.caller import signed_in
from web.context import Change, context
from web.finders import the_market
from web.gate import needs

api = blueprint("watch", "Is anybody watching the board?")


class WatchCommand(Shape):
    """What an officer says to the question."""

    command: Literal["here"]
    command_id: Annotated[UUID, Field(description="the same again gets the same answer")]


@api.post("/markets/<code>/watch/commands", summary="Say that you are watching")
@needs(Permission.HANDLE_ALERTS, at=the_market)
def command(path: InMarket, body: WatchCommand) -> dict[str, Any]:
    """Any other command, and any card opened on a board, answers the question too."""
    by = signed_in().person_id

    def act(to: Change) -> dict[str, Any]:
        market = context().market(to.register, path.code)
        return watch.here(to.session, market, command_id=str(body.command_id), actor_id=by, now=to.now)

    return context().change(act)
