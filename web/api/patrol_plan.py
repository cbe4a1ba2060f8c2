"""The patrol plan: coverage against plan and risk, and the next leg, drawn so that anybody can check it."""

from typing import Any
from uuid import UUID

from patrol.actions import patrol_legs
from patrol.actions.once import once
from patrol.queries import risks
from patrol.queries import rounds as queries
from patrol.rules.rights import Permission
from web.api.round_shapes import OfDay
from web.api.shapes import InMarket, Shape, blueprint
from web.caller import signed_in
from web.context import Change, context
from web.finders import the_market
from web.gate import needs
from web.round_doer import walker_of

api = blueprint("patrol_plan", "Coverage, risk and the next leg")


class NewLeg(Shape):
    """Somebody asks where to go next."""

    command_id: UUID


@api.get("/markets/<code>/coverage", summary="Planned and covered seconds and risk, grid by half hour")
@needs(Permission.SEE_ROUNDS, at=the_market)
def heat(path: InMarket, query: OfDay) -> dict[str, Any]:
    """48 half hours from the cut on; null: not measured."""
    with context().reading() as (session, now):
        register = context().register.current(session)
        market = context().market(register, path.code)
        return risks.heat(session, market, register, query.day or market.clock.day(now), now=now)


@api.get("/markets/<code>/patrol-plan", summary="The draws of a market day, to be checked by anybody")
@needs(Permission.SEE_ROUNDS, at=the_market)
def plan(path: InMarket, query: OfDay) -> dict[str, Any]:
    """`seed` is null until the day is over; its SHA-256, `commitment`, is shown from the start."""
    with context().reading() as (session, now):
        register = context().register.current(session)
        market = context().market(register, path.code)
        return risks.plan_of(session, market, query.day or market.clock.day(now), now=now)


@api.post("/patrol-legs", summary="Where to go next")
@needs(Permission.WALK_ROUNDS)
def leg(body: NewLeg) -> dict[str, Any]:
    """Three checkpoints of your grids, drawn by risk and by how long nobody was there."""
    viewer = signed_in()

    def act(to: Change) -> dict[str, Any]:
        walker = walker_of(viewer, to.register)

        def draw() -> dict[str, Any]:
            places = (to.register.places[grid] for grid in sorted(walker.grids))
            market = to.register.markets[next(p.market_id for p in places if p.market_id is not None)]
            here = [grid for grid in walker.grids if to.register.places[grid].market_id == market.id]
            made = patrol_legs.suggest(to.session, market, to.register, here, by=viewer.person_id, now=to.now)
            spots = {c["code"]: c for c in queries.checkpoints(to.session, market.id, to.register)}
            return {
                "day": made.day.isoformat(),
                "number": made.number,
                "commitment": made.commitment,
                "stops": [
                    {key: spots[stop][key] for key in ("code", "name", "x", "y")} for stop in made.stops
                ],
            }

        return once(
            to.session, "patrol_leg", str(body.command_id), draw, actor_id=viewer.person_id, now=to.now
        )

    return context().change(act)
