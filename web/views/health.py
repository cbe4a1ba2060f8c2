"""Whether this process lives, whether the whole works, and figures for Prometheus."""

from typing import cast

from flask import Blueprint, Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from patrol.errors import NotFound
from patrol.rules.rights import Permission, may_anywhere
from web.address import from_here
from web.caller import caller
from web.figures import figures_of
from web.gate import public
from web.live import live_of

screen = Blueprint("health", __name__)


@screen.get("/healthz")
@public
def alive() -> Response:
    """Say that this process answers."""
    return cast(Response, current_app.json.response({"status": "ok"}))


@screen.get("/readyz")
@public
def ready() -> Response:
    """Say how every part is; 503 when one is down."""
    parts = live_of(current_app).pulse.look()
    works = all(part.ok for part in parts.values())
    body = {name: {"ok": part.ok, "age_s": part.age_s} for name, part in parts.items()}
    status = "ok" if works else "down"
    answer = cast(Response, current_app.json.response({"status": status, "parts": body}))
    answer.status_code = 200 if works else 503
    return answer


@screen.get("/metrics")
@public
def figures() -> Response:
    """Give figures to a scraper on this machine, or to one with a token that may see them."""
    viewer = caller() if "Authorization" in request.headers else None
    allowed = viewer is not None and may_anywhere(viewer.holdings, Permission.SEE_METRICS)
    if not allowed and not from_here():
        raise NotFound("there is nothing here by that name")
    return Response(generate_latest(figures_of(current_app).registry), content_type=CONTENT_TYPE_LATEST)
