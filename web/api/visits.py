"""Visit lists: asked by an office, worked off by the grids."""

from typing import Any

from patrol.actions import visit_commands, visits
from patrol.actions.visit_commands import VisitOrder
from patrol.cards.people import names
from patrol.errors import NotFound
from patrol.model.visits import VisitList
from patrol.queries import paths
from patrol.queries import visits as queries
from patrol.rules.rights import Permission, may
from web.api.shapes import Command, InMarket, Shape, blueprint
from web.caller import signed_in
from web.context import Change, context
from web.finders import the_market
from web.gate import needs
from web.round_doer import the_visit_list, walker_of
from web.visit_asking import Meant, NewList, new_list

api = blueprint("visits", "Shops that an office asks the grids to visit")


class OneList(Shape):
    """A list in the path."""

    list_id: int


@api.get("/markets/<code>/visit-lists", summary="Visit lists and how far each grid is")
@needs(Permission.SEE_ROUNDS, at=the_market)
def listed(path: InMarket) -> dict[str, Any]:
    """Those being worked off first."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        market = context().market(register, path.code)
        cards = queries.lists(session, market.id, register, names(session))
        return {"items": cards, "next_cursor": None}


@api.post("/markets/<code>/visit-lists/preview", summary="Which shops a choice means, before it is asked")
@needs(Permission.RUN_ROUNDS, at=the_market)
def preview(path: InMarket, body: Meant) -> dict[str, Any]:
    """`unknown`: what was named and is no shop."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        market = context().market(register, path.code)
    found = visits.meant(register, market.id, body.choice())
    grids: dict[str, int] = {}
    for shop in found.shops:
        grids[shop.grid or ""] = grids.get(shop.grid or "", 0) + 1
    return {"total": len(found.shops), "grids": grids, "unknown": list(found.unknown)}


@api.post("/markets/<code>/visit-lists", summary="Ask the grids to visit shops before a date")
@needs(Permission.RUN_ROUNDS, at=the_market)
def asked(path: InMarket, body: NewList) -> dict[str, Any]:
    """The shops are divided among their grids, and the guards there are told."""
    actor = signed_in().person_id

    def act(to: Change) -> dict[str, Any]:
        market = context().market(to.register, path.code)
        return new_list(to, market.id, body, actor)

    return context().change(act)


@api.get("/visit-lists/mine", summary="The shops you are asked to visit, in the order of a walk")
@needs(Permission.WALK_ROUNDS)
def mine() -> dict[str, Any]:
    """For a phone to keep."""
    viewer = signed_in()
    with context().reading() as (session, _):
        register = context().register.current(session)
        cards = queries.mine(session, walker_of(viewer, register), register, names(session))
    return {"items": cards, "next_cursor": None}


@api.get("/visit-lists/<int:list_id>", summary="One list, shop by shop")
@needs(Permission.SEE_ROUNDS, at=the_visit_list)
def one(path: OneList) -> dict[str, Any]:
    """Who was where, what came of it, and through which other list a shop was ticked."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        return queries.one(session, path.list_id, register, names(session))


@api.post("/visit-lists/<int:list_id>/commands", summary="visit · remind · close")
@needs(Permission.SEE_ROUNDS)
def command(path: OneList, body: Command) -> dict[str, Any]:
    """Of two visitors at once one wins, and the other is told who."""
    viewer = signed_in()

    def act(to: Change) -> dict[str, Any]:
        row = to.session.get(VisitList, path.list_id)
        walker = walker_of(viewer, to.register)
        market = to.register.markets.get(row.market_id) if row else None
        place = (paths.of_market(to.session, market.code) or ()) if market else ()
        runs = may(viewer.holdings, Permission.RUN_ROUNDS, place)
        here = {p.id for p in to.register.places.values() if market and p.market_id == market.id}
        grids = walker.grids & here
        if not (runs or grids or may(viewer.holdings, Permission.SEE_ROUNDS, place)):
            raise NotFound("there is nothing here by that name")
        order = VisitOrder(
            path.list_id,
            body.command,
            str(body.command_id),
            body.expected_version,
            body.payload,
            viewer.person_id,
            runs=runs,
            grids=frozenset(grids),
        )
        return visit_commands.command(to.session, order, to.register, now=to.now)

    return context().change(act)
