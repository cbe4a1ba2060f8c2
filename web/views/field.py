"""The page of guards and patrol on the phone, and what lets it be kept there."""

from collections.abc import Mapping

from flask import Blueprint, Response, jsonify, render_template, request
from flask_babel import gettext as _

from patrol.cards.people import names
from patrol.queries.field import tasks_of
from patrol.queries.rounds import mine
from patrol.rules.rights import Permission
from web import incident_words, round_words
from web.caller import signed_in
from web.context import context
from web.doer import doer_of
from web.gate import needs, public
from web.markets import boot, first_market
from web.round_doer import walker_of

screen = Blueprint("field", __name__)
WORKER = "/static/dist/field-worker.js"


@screen.get("/field")
@needs(Permission.WORK_FIELD)
def show() -> str:
    """List one's tasks; the page's script takes over and keeps them on the phone."""
    return page()


def page(arrival: Mapping[str, str] | None = None) -> str:
    """Make the page; `arrival` names the checkpoint whose code opened it."""
    viewer = signed_in()
    market = first_market(viewer)
    with context().reading() as (session, now):
        register = context().register.current(session)
        doer = doer_of(viewer, register)
        tasks = tasks_of(session, doer, register, names(session)) if doer else []
        rounds = mine(session, walker_of(viewer, register), register, names(session), now=now)
    told = boot(market, room=f"user:{viewer.person_id}") if market else None
    own = {"tasks": tasks, "rounds": rounds, "arrival": arrival}
    return render_template(
        "field.html", market=market, boot=told, say=incident_words, rsay=round_words, **own
    )


@screen.after_app_request
def let_the_worker_keep_the_page(answer: Response) -> Response:
    """Allow the script that keeps pages a scope outside its own folder: /field or /duty and nothing else."""
    if request.path == WORKER:
        scope = request.args.get("for")
        answer.headers["Service-Worker-Allowed"] = "/duty" if scope == "duty" else "/field"
        answer.headers["Cache-Control"] = "no-cache"
    return answer


@screen.get("/field.webmanifest")
@public
def manifest() -> Response:
    """Say how the page looks when it is put on the first screen of a phone."""
    icon = {"src": "/static/icon.svg", "sizes": "any", "type": "image/svg+xml"}
    big = {"src": "/static/icon-512.png", "sizes": "512x512", "type": "image/png", "purpose": "any"}
    small = {"src": "/static/icon-192.png", "sizes": "192x192", "type": "image/png", "purpose": "any"}
    names_of_it = {"name": _("Joint defence: field"), "short_name": _("Field")}
    colours = {"background_color": "#10151a", "theme_color": "#10151a"}
    told = {"id": "/field", "start_url": "/field", "scope": "/field", "display": "standalone"}
    answer = jsonify({**names_of_it, **told, **colours, "icons": [icon, small, big]})
    answer.mimetype = "application/manifest+json"
    return answer
