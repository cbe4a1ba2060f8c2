"""Alerts: lists, the open card, and what people do with them."""

from typing import Any

from patrol.actions import alerts as actions
from patrol.actions.alerts import AlertCommand
from patrol.cards.people import names
from patrol.cards.things import alert_card
from patrol.queries import alerts as queries
from patrol.queries.nearest import nearest
from patrol.rules.rights import Permission
from web.api.shapes import Command, OfMarket, OneAlert, blueprint, number, paged
from web.caller import signed_in
from web.context import context
from web.finders import the_alert, the_market
from web.gate import needs

api = blueprint("alerts", "Conditions that want attention")
LIMIT = 50


@api.get("/alerts", summary="Alerts of a market, newest first")
@needs(Permission.SEE_ALERTS, at=the_market)
def listed(query: OfMarket) -> dict[str, Any]:
    """Open and closed ones."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        market = context().market(register, query.market)
        before = number(query.cursor)
        cards = queries.page(session, market.id, register, names(session), before=before, limit=LIMIT)
    return paged(cards, LIMIT)


@api.get("/alerts/<int:alert_id>", summary="One alert with its signals and who is nearest")
@needs(Permission.SEE_EVIDENCE, at=the_alert)
def opened(path: OneAlert) -> dict[str, Any]:
    """Everything the open card shows."""
    with context().reading() as (session, now):
        register = context().register.current(session)
        alert = queries.find(session, path.alert_id)
        return {
            "card": alert_card(alert, register, names(session)),
            "signals": queries.signals(session, alert, register),
            "nearest": nearest(session, alert, register, now=now),
            "rungs": queries.rungs(session, alert.id),
        }


@api.post("/alerts/<int:alert_id>/commands", summary="See, accept, dismiss, shelve or unshelve")
@needs(Permission.HANDLE_ALERTS, at=the_alert)
def command(path: OneAlert, body: Command) -> dict[str, Any]:
    """One change; 409 names who was faster."""
    order = AlertCommand(
        alert_id=path.alert_id,
        command=body.command,
        command_id=str(body.command_id),
        expected_version=body.expected_version,
        payload=body.payload,
        actor_id=signed_in().person_id,
    )
    return context().change(lambda to: actions.command(to.session, order, to.register, now=to.now))
