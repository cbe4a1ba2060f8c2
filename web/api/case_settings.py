"""How a market has its incidents handled: timers, run cards with procedures, and the gate."""

from dataclasses import asdict
from typing import Any

from patrol.actions import case_settings as actions
from patrol.cards.case_rules import case_rules
from patrol.cards.things import stamp
from patrol.rules.rights import Permission
from web.api.shapes import InMarket, NewSetting, OneSetting, blueprint
from web.caller import signed_in
from web.context import Change, context
from web.finders import the_market
from web.gate import needs

api = blueprint("case_settings", "Timers, run cards and the gate")


@api.get("/markets/<code>/case-settings", summary="What stands, defaults included")
@needs(Permission.SEE_RULES, at=the_market)
def standing(path: InMarket) -> dict[str, Any]:
    """Seconds are for levels I to IV."""
    with context().reading() as (session, _):
        market = context().market(context().register.current(session), path.code)
        rules = case_rules(session, market.id)
        return {
            "timers": {kind: list(seconds) for kind, seconds in rules.spans.items()},
            "cards": {"needs": dict(rules.cards.needs), "steps": dict(rules.cards.steps)},
            "gate": {"gate": rules.gate},
            "readiness": {"least": rules.least},
            "watch": {
                "from": rules.watch.begins,
                "to": rules.watch.ends,
                "every_min": int(rules.watch.every.total_seconds()) // 60,
                "answer_within_s": int(rules.watch.answer_within.total_seconds()),
            },
            "ladder": asdict(rules.ladder),
        }


@api.put("/markets/<code>/case-settings/<name>", summary="Let another document stand from now on")
@needs(Permission.SET_RULES, at=the_market)
def change(path: OneSetting, body: NewSetting) -> dict[str, Any]:
    """The old one ends and stays on record; what began under it keeps its times."""
    viewer = signed_in()

    def act(to: Change) -> dict[str, Any]:
        market = context().market(to.register, path.code)
        made = actions.change(to.session, market.id, path.name, body.body, by=viewer.person_id, now=to.now)
        return {"name": made.name, "body": made.body, "valid_from": stamp(made.valid_from)}

    return context().change(act)
