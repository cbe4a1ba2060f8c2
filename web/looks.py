"""What the lead of a group is told afterwards: that a hidden name of the group was read, by whom and why."""

from typing import Any

from patrol.cards.people import names
from patrol.queries.people import Viewer
from patrol.queries.unmasking import told_to
from patrol.rules.words import PlaceKind, Role
from web.context import context


def looks_told_to(viewer: Viewer) -> list[dict[str, Any]]:
    """Give the looks of the last half year to the groups this person leads."""
    spots = [held.path[0] for held in viewer.holdings if held.role is Role.LEAD]
    led = {(spot.market, spot.code) for spot in spots}
    if not led:
        return []
    with context().reading() as (session, now):
        register = context().register.current(session)
        codes = {market.id: market.code for market in register.markets.values()}
        groups = (place for place in register.places.values() if place.kind is PlaceKind.GROUP)
        ids = frozenset(g.id for g in groups if (codes.get(g.market_id or 0), g.code) in led)
        return told_to(session, ids, names(session), now=now)
