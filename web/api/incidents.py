"""Incidents: lists and the open one."""

from typing import Any

from patrol.cards.people import names
from patrol.queries import incidents as queries
from patrol.rules.rights import Permission
from web.api.shapes import OfMarket, OneIncident, blueprint, number, paged
from web.context import context
from web.finders import the_incident, the_market
from web.gate import needs

api = blueprint("incidents", "Cases that people work on")
LIMIT = 50


@api.get("/incidents", summary="Incidents of a market, newest first")
@needs(Permission.SEE_INCIDENTS, at=the_market)
def listed(query: OfMarket) -> dict[str, Any]:
    """Open and closed ones."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        market = context().market(register, query.market)
        before = number(query.cursor)
        cards = queries.page(session, market.id, register, names(session), before=before, limit=LIMIT)
    return paged(cards, LIMIT)


@api.get("/incidents/<int:incident_id>", summary="One incident with its alerts and its timeline")
@needs(Permission.SEE_INCIDENTS, at=the_incident)
def opened(path: OneIncident) -> dict[str, Any]:
    """The whole case."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        return queries.one(session, path.incident_id, register, names(session))
