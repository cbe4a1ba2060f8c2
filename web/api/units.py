"""The status board of a market's units."""

from typing import Any

from patrol.cards.people import names
from patrol.queries.units import status_board
from patrol.rules.rights import Permission
from web.api.shapes import InMarket, blueprint
from web.context import context
from web.finders import the_market
from web.gate import needs

api = blueprint("units", "How every unit stands")


@api.get("/markets/<code>/units", summary="Every unit: how it stands, what it does, when it was heard")
@needs(Permission.SEE_POSITIONS, at=the_market)
def show(path: InMarket) -> dict[str, Any]:
    """Cars, guards, shops on duty, neighbours; within each, who has to be looked at first."""
    with context().reading() as (session, now):
        register = context().register.current(session)
        market = context().market(register, path.code)
        return {"units": status_board(session, market, register, names(session), now=now)}
