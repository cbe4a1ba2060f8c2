"""What phones in the field ask: own tasks, a call for help, a small map, places by name."""

from typing import Any

from patrol.cards.people import names
from patrol.queries import field as queries
from patrol.rules.rights import Permission
from web import sos
from web.api.field_shapes import Around, NewSos, Text
from web.api.shapes import InMarket, blueprint
from web.caller import signed_in
from web.context import context
from web.doer import doer_of, require_market
from web.gate import needs, personal

api = blueprint("field", "Phones in the field")


@api.get("/tasks", summary="The open tasks you may answer")
@personal
def own() -> dict[str, Any]:
    """One's own, those of the cars one rides in, those of one's shop."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        doer = doer_of(signed_in(), register)
        items = queries.tasks_of(session, doer, register, names(session)) if doer else []
    return {"items": items, "next_cursor": None}


@api.post("/markets/<code>/sos", summary="Call for help")
@needs(Permission.REPORT)
def call_for_help(path: InMarket, body: NewSos) -> dict[str, Any]:
    """Rings every board; the same `command_id` again rings once."""
    viewer = signed_in()
    require_market(viewer, path.code)
    where = body.position
    point = (None, None, None) if where is None else (where.lat, where.lon, where.acc)
    return sos.call(sos.Call(path.code, str(body.command_id), body.happened_at, *point), viewer)


@api.get("/markets/<code>/surroundings", summary="Shops and lanes around a point of the plan")
@needs(Permission.REPORT)
def around(path: InMarket, query: Around) -> dict[str, Any]:
    """Enough for a small map; no devices, no persons."""
    require_market(signed_in(), path.code)
    with context().reading() as (session, _):
        register = context().register.current(session)
        market = context().market(register, path.code)
        return queries.surroundings(session, market, register, (query.x, query.y))


@api.get("/markets/<code>/places", summary="Places by a part of their code or name")
@needs(Permission.REPORT)
def places(path: InMarket, query: Text) -> dict[str, Any]:
    """The first few, those that begin so before others."""
    require_market(signed_in(), path.code)
    with context().reading() as (session, _):
        register = context().register.current(session)
        market = context().market(register, path.code)
        return {"items": queries.places_named(market, register, query.text), "next_cursor": None}
