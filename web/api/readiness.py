"""How ready the groups are to help themselves."""

from typing import Any

from patrol.cards.things import Card
from patrol.queries.readiness import GroupHours, coverage
from patrol.rules.rights import Permission
from web.api.shapes import InMarket, blueprint
from web.context import context
from web.finders import the_market
from web.gate import needs

api = blueprint("readiness", "How many shops of a group are there to help")


@api.get("/markets/<code>/readiness", summary="Every group now, and in each half hour of the day")
@needs(Permission.SEE_BOARD, at=the_market)
def show(path: InMarket) -> dict[str, Any]:
    """`half_hours` are the open shops in 48 half hours from 00:00 of the market's zone."""
    with context().reading() as (session, now):
        register = context().register.current(session)
        found = coverage(session, context().market(register, path.code), register, now=now)
    return {"least": found.least, "groups": [_row(group) for group in found.groups]}


def _row(one: GroupHours) -> Card:
    return {
        "group": one.group.code,
        "grid": one.grid.code if one.grid else None,
        "of": one.now.of,
        "open": one.now.open,
        "ready": one.now.ready,
        "lead": one.now.lead,
        "on_duty": one.now.on_duty,
        "attached": one.attached.code if one.attached else None,
        "metres": one.metres,
        "half_hours": list(one.half_hours),
    }
