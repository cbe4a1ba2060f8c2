"""How the installation itself works: every stage, process and job."""

from typing import Any

from flask import current_app

from patrol.cards.things import stamp
from patrol.queries.health import flows
from patrol.rules.rights import Permission
from web import operations
from web.api.shapes import blueprint
from web.context import context
from web.gate import needs
from web.live import live_of
from web.recent import Recent

api = blueprint("operations", "How the installation itself works")


@api.get("/operations", summary="The flow of every stage in the last quarter of an hour")
@needs(Permission.SEE_METRICS)
def show() -> dict[str, Any]:
    """It is about processes, not about any market; nothing in it tells what was reported."""
    live = live_of(current_app)
    with context().reading() as (session, now):
        newest = now, flows(session, since=now - Recent.STILL_THERE)
    parts = {name: {"ok": part.ok, "age_s": part.age_s} for name, part in live.pulse.look().items()}
    told = {"parts": parts, "processes": operations.processes(newest), "jobs": operations.jobs(newest)}
    return {"at": stamp(now), **told, **operations.drawn(live.recent.all())}
