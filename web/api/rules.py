"""The rules by which signals become alerts."""

from typing import Any

from patrol.actions import triage_rules as actions
from patrol.queries import triage_rules as queries
from patrol.rules.rights import Permission
from web.api.shapes import InMarket, NewRule, OneRule, blueprint
from web.caller import signed_in
from web.context import Change, context
from web.finders import the_market
from web.gate import needs

api = blueprint("rules", "How signals become alerts")


@api.get("/markets/<code>/rules", summary="The rules that stand, in their order")
@needs(Permission.SEE_RULES, at=the_market)
def listed(path: InMarket) -> dict[str, Any]:
    """All of them; there are few."""
    with context().reading() as (session, _):
        market = context().market(context().register.current(session), path.code)
        return {"items": queries.standing(session, market.id), "next_cursor": None}


@api.put("/markets/<code>/rules/<rule>", summary="Set a rule")
@needs(Permission.SET_RULES, at=the_market)
def put(path: OneRule, body: NewRule) -> dict[str, Any]:
    """The old one ends; alerts it made stay explained by it."""
    by, told = signed_in().person_id, body.model_dump()

    def act(to: Change) -> dict[str, Any]:
        market = context().market(to.register, path.code)
        rule = actions.put(to.session, market.id, path.rule, **told, by=by, now=to.now)
        return queries.card(rule)

    return context().change(act)
