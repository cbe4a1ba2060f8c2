"""Incidents: the list that is searched, and everything of one."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, render_template, request
from sqlalchemy.orm import Session

from patrol.cards.people import names
from patrol.queries import incident_search as search
from patrol.queries import incidents as queries
from patrol.queries import official_grades, paths, unmasking
from patrol.queries.evidence import pictures_of
from patrol.queries.people import Viewer
from patrol.rules.case_words import OfficialGrade
from patrol.rules.rights import Permission, PlacePath, may, roles_at
from patrol.rules.words import Step
from web import figure_words, incident_paper, incident_words
from web.caller import signed_in
from web.context import context
from web.finders import the_incident
from web.gate import needs
from web.incident_filter import wanted
from web.markets import boot, covered_market, market_named
from web.say_link import link_for

screen = Blueprint("incidents", __name__)
LIMIT = 50


@screen.get("/incidents")
@needs(Permission.SEE_FIGURES)
def show() -> str:
    """List what fits, newest first, and say how many there are."""
    market = market_named(covered_market())
    assert market is not None
    cursor = request.args.get("cursor", "")
    before = int(cursor) if cursor.isdecimal() else None
    with context().reading() as (session, _):
        register = context().register.current(session)
        asked = wanted(request.args, market, register)
        rows = search.search(session, market.id, register, names(session), asked, before=before, limit=LIMIT)
        total = search.count(session, market.id, register, asked)
    following = rows[-1]["id"] if len(rows) == LIMIT else None
    told = {"rows": rows, "total": total, "next_cursor": following, "asked": asked}
    words = {"say": incident_words, "fig": figure_words}
    return render_template("incidents/list.html", market=market, boot=boot(market), **told, **words)


@screen.get("/incidents/<int:incident_id>")
@needs(Permission.SEE_INCIDENTS, at=the_incident)
def one(incident_id: int) -> str:
    """Everything of one."""
    viewer = signed_in()
    with context().reading() as (session, now):
        path = paths.of_incident(session, incident_id) or ()
        whole = _whole(session, incident_id, viewer, path, now)
        pictures = pictures_of(session, incident_id)
        hidden = _hidden(session, incident_id, viewer, path, now) if whole["card"]["hidden_at"] else None
    market = market_named(path[0].market or "") if path else None
    told: dict[str, Any] = {"whole": whole, "pictures": pictures, "hidden": hidden}
    told["boot"] = boot(market) if market else None
    told |= _official(incident_id, viewer, path)
    over = whole["card"]["step"] in (Step.CLOSED, Step.EVALUATED)
    told["say_link"] = link_for(incident_id, whole["card"]["round"]) if over else None
    return render_template("incidents/one.html", market=market, say=incident_words, **told)


@screen.get("/incidents/<int:incident_id>.pdf")
@needs(Permission.SEE_INCIDENTS, at=the_incident)
def paper(incident_id: int) -> Response:
    """The record of one on paper, for a file that outlives the screen."""
    viewer = signed_in()
    with context().reading() as (session, now):
        path = paths.of_incident(session, incident_id) or ()
        whole = _whole(session, incident_id, viewer, path, now)
    market = market_named(path[0].market or "") if path else None
    assert market is not None
    headers = {"Content-Disposition": f'attachment; filename="{whole["card"]["number"]}.pdf"'}
    body = incident_paper.pdf(whole, market, reader=viewer.name, now=now)
    return Response(body, mimetype="application/pdf", headers=headers)


def _whole(
    session: Session, incident_id: int, viewer: Viewer, path: PlacePath, now: datetime
) -> dict[str, Any]:
    register, roles = context().register.current(session), roles_at(viewer.holdings, path)
    me = viewer.person_id
    return queries.one(session, incident_id, register, names(session), viewer_id=me, roles=roles, now=now)


def _official(incident_id: int, viewer: Viewer, path: PlacePath) -> dict[str, Any]:
    """Give the official grades to whoever may give them."""
    if not may(viewer.holdings, Permission.GRADE_OFFICIALLY, path):
        return {"official": None}
    with context().reading() as (session, _):
        found = official_grades.of_incident(session, incident_id, names(session))
    return {"official": found, "grades": list(OfficialGrade)}


def _hidden(
    session: Session, incident_id: int, viewer: Viewer, path: PlacePath, now: datetime
) -> dict[str, Any]:
    """Say who asked for the hidden name, and what this viewer may do about it."""
    asked = unmasking.of_incident(session, incident_id, names(session), viewer_id=viewer.person_id, now=now)
    return {
        "sealed": unmasking.is_hidden(session, incident_id),
        "asked": asked,
        "may_ask": may(viewer.holdings, Permission.ASK_UNMASK, path),
        "may_decide": may(viewer.holdings, Permission.DECIDE_UNMASK, path),
    }
