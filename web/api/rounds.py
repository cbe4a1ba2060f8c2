"""Rounds: a day's, one's own, one of them whole, and what people do with them."""

from typing import Any

from patrol.actions import round_commands
from patrol.actions.round_order import RoundOrder
from patrol.cards.people import names
from patrol.model.rounds import Round
from patrol.queries import rounds as queries
from patrol.rules.rights import Permission, may
from web.api.round_shapes import OfDay, OneRound
from web.api.shapes import Command, InMarket, blueprint
from web.caller import signed_in
from web.context import Change, context
from web.finders import the_market
from web.gate import needs
from web.round_doer import path_of, the_round, walker_of

api = blueprint("rounds", "Patrol rounds and the two checks a day")


@api.get("/markets/<code>/rounds", summary="The rounds of a market day, and the checks that are missing")
@needs(Permission.SEE_ROUNDS, at=the_market)
def of_day(path: InMarket, query: OfDay) -> dict[str, Any]:
    """In the order of their windows."""
    with context().reading() as (session, now):
        register = context().register.current(session)
        market = context().market(register, path.code)
        day = query.day or market.clock.day(now)
        cards = queries.of_day(session, market.id, day, register, names(session))
    missing = [card["id"] for card in queries.missing_checks(cards)]
    return {"day": day.isoformat(), "items": cards, "missing_checks": missing, "next_cursor": None}


@api.get("/rounds/mine", summary="The rounds you walk, or could take")
@needs(Permission.WALK_ROUNDS)
def mine() -> dict[str, Any]:
    """With every checkpoint and its orders, for a phone to keep."""
    viewer = signed_in()
    with context().reading() as (session, now):
        register = context().register.current(session)
        walker = walker_of(viewer, register)
        cards = queries.mine(session, walker, register, names(session), now=now)
    return {"items": cards, "next_cursor": None}


@api.get("/rounds/<int:round_id>", summary="One round: every checkpoint, who came, how it is proven")
@needs(Permission.SEE_ROUNDS, at=the_round)
def one(path: OneRound) -> dict[str, Any]:
    """With what was found."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        return queries.one(session, path.round_id, register, names(session))


@api.post("/rounds/<int:round_id>/commands", summary="One command of the table in docs/rounds.md")
@needs(Permission.SEE_ROUNDS, at=the_round)
def command(path: OneRound, body: Command) -> dict[str, Any]:
    """Whoever walks: begin, scan, skip, finding, finish. The office: assign, cancel."""
    viewer = signed_in()

    def act(to: Change) -> dict[str, Any]:
        row = to.session.get_one(Round, path.round_id)
        place = path_of(to.session, row.market_id, row.grid_id) or ()
        order = RoundOrder(
            path.round_id,
            body.command,
            str(body.command_id),
            body.expected_version,
            body.payload,
            viewer.person_id,
            walks=may(viewer.holdings, Permission.WALK_ROUNDS, place),
            runs=may(viewer.holdings, Permission.RUN_ROUNDS, place),
        )
        return round_commands.command(to.session, order, to.register, now=to.now)

    return context().change(act)
