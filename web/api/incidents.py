"""Incidents: reports, lists, the open one, and what people do with it."""

from typing import Any

from patrol.actions import case_open
from patrol.actions import incidents as actions
from patrol.actions.case_open import Report
from patrol.actions.incidents import CaseOrder
from patrol.cards.people import names
from patrol.errors import NotFound
from patrol.queries import incidents as queries
from patrol.queries import paths
from patrol.rules.rights import Permission, markets_of, roles_at
from web.api.shapes import Command, InMarket, NewReport, OfMarket, OneIncident, blueprint, number, paged
from web.caller import signed_in
from web.context import Change, context
from web.finders import the_incident, the_market
from web.gate import needs

api = blueprint("incidents", "Cases that people work on")
LIMIT = 50


@api.get("/incidents", summary="Incidents of a market, newest first")
@needs(Permission.SEE_INCIDENTS, at=the_market)
def listed(query: OfMarket) -> dict[str, Any]:
    """Open and closed ones."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        market = context().market(register, query.market)
        before = number(query.cursor)
        cards = queries.page(session, market.id, register, names(session), before=before, limit=LIMIT)
    return paged(cards, LIMIT)


@api.get("/incidents/<int:incident_id>", summary="One incident, what you can do, and whom to send")
@needs(Permission.SEE_INCIDENTS, at=the_incident)
def opened(path: OneIncident) -> dict[str, Any]:
    """The whole case."""
    viewer = signed_in()
    with context().reading() as (session, now):
        register = context().register.current(session)
        place = paths.of_incident(session, path.incident_id) or ()
        return queries.one(
            session,
            path.incident_id,
            register,
            names(session),
            viewer_id=viewer.person_id,
            roles=roles_at(viewer.holdings, place),
            now=now,
        )


@api.post("/markets/<code>/incidents", summary="Report something")
@needs(Permission.REPORT)
def report(path: InMarket, body: NewReport) -> dict[str, Any]:
    """Opens an incident at its first step; the same told again within ten minutes adds to it."""
    viewer = signed_in()
    if path.code not in markets_of(viewer.holdings, Permission.REPORT):
        raise NotFound("there is nothing here by that name")

    def act(to: Change) -> dict[str, Any]:
        told = Report(
            market_id=context().market(to.register, path.code).id,
            category=body.category,
            severity=body.severity,
            command_id=str(body.command_id),
            reporter_id=viewer.person_id,
            kind=body.kind,
            place=body.place,
            point=(body.x, body.y) if body.x is not None and body.y is not None else None,
            whereabouts=body.whereabouts,
            summary=body.summary,
            media=tuple(medium.model_dump(exclude_none=True) for medium in body.media),
            happened_at=body.happened_at,
            related=body.related,
        )
        return case_open.report(to.session, told, to.register, now=to.now)

    return context().change(act)


@api.post("/incidents/<int:incident_id>/commands", summary="One command of the table in docs/incidents.md")
@needs(Permission.ACT_ON_INCIDENTS)
def command(path: OneIncident, body: Command) -> dict[str, Any]:
    """One change; 409 names who was faster and what you can do now."""
    viewer = signed_in()

    def act(to: Change) -> dict[str, Any]:
        place = paths.of_incident(to.session, path.incident_id) or ()
        order = CaseOrder(
            incident_id=path.incident_id,
            command=body.command,
            command_id=str(body.command_id),
            expected_version=body.expected_version,
            payload=body.payload,
            actor_id=viewer.person_id,
            roles=roles_at(viewer.holdings, place),
        )
        return actions.command(to.session, order, to.register, now=to.now)

    return context().change(act)
