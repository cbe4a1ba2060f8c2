"""Checkpoints and routes: what a market's rounds are made of."""

from typing import Any

from patrol.actions import checkpoints, patrol_routes
from patrol.actions.checkpoints import Spot
from patrol.actions.once import once
from patrol.actions.patrol_routes import RouteDraft
from patrol.cards.rounds import checkpoint_card, route_card
from patrol.queries import rounds as queries
from patrol.rules.rights import Permission
from patrol.rules.rounds import Window
from web.api.round_shapes import (
    CheckpointCommand,
    NewCheckpoint,
    NewRoute,
    OneCheckpoint,
    OneRoute,
    RouteCommand,
)
from web.api.shapes import InMarket, blueprint
from web.caller import signed_in
from web.context import Change, context
from web.finders import the_market
from web.gate import needs

api = blueprint("patrol_setup", "Checkpoints and routes")


@api.get("/markets/<code>/checkpoints", summary="The checkpoints of a market")
@needs(Permission.SEE_ROUNDS, at=the_market)
def spots(path: InMarket) -> dict[str, Any]:
    """Plan metres; `print` is the number of the QR that counts."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        market = context().market(register, path.code)
        return {"items": queries.checkpoints(session, market.id, register), "next_cursor": None}


@api.put("/markets/<code>/checkpoints/<checkpoint>", summary="Set up or change a checkpoint")
@needs(Permission.SET_ROUNDS, at=the_market)
def put_spot(path: OneCheckpoint, body: NewCheckpoint) -> dict[str, Any]:
    """Rounds laid down already keep where it was."""

    def act(to: Change) -> dict[str, Any]:
        market = context().market(to.register, path.code)
        spot = Spot(code=path.checkpoint, **body.model_dump())
        return checkpoint_card(checkpoints.put(to.session, market, spot, to.register), to.register)

    return context().change(act)


@api.post("/markets/<code>/checkpoints/<checkpoint>/commands", summary="A new print, or none any more")
@needs(Permission.SET_ROUNDS, at=the_market)
def spot_command(path: OneCheckpoint, body: CheckpointCommand) -> dict[str, Any]:
    """`renew` or `end`."""
    actor = signed_in().person_id

    def act(to: Change) -> dict[str, Any]:
        market = context().market(to.register, path.code)
        spot = queries.checkpoint_named(to.session, market.id, path.checkpoint)

        def once_only() -> dict[str, Any]:
            if body.command == "renew":
                done = checkpoints.renew(to.session, spot.id, expected_version=body.expected_version)
            else:
                version = body.expected_version
                done = checkpoints.end(to.session, spot.id, expected_version=version, now=to.now)
            return {"version": done.version, "card": checkpoint_card(done, to.register)}

        entity, key = f"checkpoint:{spot.id}", str(body.command_id)
        return once(to.session, entity, key, once_only, actor_id=actor, now=to.now)

    return context().change(act)


@api.get("/markets/<code>/patrol-routes", summary="The routes of a market, each in its newest version")
@needs(Permission.SEE_ROUNDS, at=the_market)
def routes(path: InMarket) -> dict[str, Any]:
    """`metres`: the way along the lanes."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        market = context().market(register, path.code)
        return {"items": queries.routes(session, market.id, register), "next_cursor": None}


@api.put("/markets/<code>/patrol-routes/<route>", summary="Set up a route, or give it another version")
@needs(Permission.SET_ROUNDS, at=the_market)
def put_route(path: OneRoute, body: NewRoute) -> dict[str, Any]:
    """Rounds that nobody has seen yet follow it; those that opened are walked as they were."""
    actor = signed_in().person_id

    def act(to: Change) -> dict[str, Any]:
        market = context().market(to.register, path.code)
        draft = RouteDraft(
            code=path.route,
            name=body.name,
            kind=body.kind,
            grid=body.grid,
            stops=tuple(body.stops),
            windows=tuple(Window(w.opens, w.minutes, w.grace, tuple(w.weekdays)) for w in body.windows),
            by_car=body.by_car,
            expected_version=body.expected_version,
        )
        route, version = patrol_routes.put(to.session, market, draft, to.register, by=actor, now=to.now)
        codes = dict(zip(version.stops, draft.stops, strict=True))
        return route_card(route, version, codes, to.register)

    return context().change(act)


@api.post("/markets/<code>/patrol-routes/<route>/commands", summary="Give a route up")
@needs(Permission.SET_ROUNDS, at=the_market)
def route_command(path: OneRoute, body: RouteCommand) -> dict[str, Any]:
    """Rounds that were begun are walked to their end."""
    actor = signed_in().person_id

    def act(to: Change) -> dict[str, Any]:
        market = context().market(to.register, path.code)
        route = queries.route_named(to.session, market.id, path.route)

        def once_only() -> dict[str, Any]:
            version = body.expected_version
            done = patrol_routes.end(to.session, route.id, expected_version=version, now=to.now)
            return {"version": done.version, "ended": True}

        entity, key = f"patrol_route:{route.id}", str(body.command_id)
        return once(to.session, entity, key, once_only, actor_id=actor, now=to.now)

    return context().change(act)
