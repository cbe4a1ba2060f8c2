"""Markets and their devices."""

from typing import Any

from patrol.cards.things import market_card
from patrol.queries import devices as queries
from patrol.rules.rights import Permission, markets_of
from web.api.shapes import InMarket, Page, blueprint, number, paged
from web.caller import signed_in
from web.context import context
from web.finders import the_market
from web.gate import needs, personal

api = blueprint("markets", "Markets and their devices")
LIMIT = 500


@api.get("/markets", summary="The markets you have anything to do with")
@personal
def listed() -> dict[str, Any]:
    """Few; all at once."""
    codes = markets_of(signed_in().holdings, Permission.SEE_ALERTS)
    with context().reading() as (session, _):
        register = context().register.current(session)
    found = [market for market in register.markets.values() if market.code in codes]
    return {"items": [market_card(market) for market in found], "next_cursor": None}


@api.get("/markets/<code>/devices", summary="Devices with what is known of each")
@needs(Permission.SEE_DEVICES, at=the_market)
def devices(path: InMarket, query: Page) -> dict[str, Any]:
    """By their number."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        market = context().market(register, path.code)
        rows = queries.page(session, market.id, register, after=number(query.cursor), limit=LIMIT)
    return paged(rows, LIMIT)
