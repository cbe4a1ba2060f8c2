"""Who leads a group: terms of office, and electing the next one."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from patrol.actions.lead_terms import Election, elect
from patrol.cards.people import names
from patrol.errors import Invalid
from patrol.queries import duty as queries
from patrol.queries import lead_ballots as lead_queries
from patrol.rules.rights import Permission
from patrol.rules.words import PlaceKind
from web.api.duty_shapes import InGroup
from web.api.shapes import Code, Shape, blueprint
from web.caller import signed_in
from web.context import Change, context
from web.duty_doer import the_group
from web.gate import needs

api = blueprint("leads", "Elected leads")


class NewTerm(Shape):
    """Who was elected; a term without an end lasts until the next election."""

    lead: Code
    deputy: Code | None = None
    until: AwareDatetime | None = None
    letter: Annotated[str, Field(max_length=100)] | None = None


@api.get("/groups/<group>/leads", summary="The terms of a group's leads, the newest first")
@needs(Permission.SEE_DUTY, at=the_group)
def terms(path: InGroup) -> dict[str, Any]:
    """Every shop of the group may read it."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        rota = queries.rota_of_group(session, path.group)
        return {"items": lead_queries.terms(session, rota, register, names(session))}


@api.post("/groups/<group>/leads", summary="Enter an election: the term begins now")
@needs(Permission.SET_DUTY, at=the_group)
def elected(path: InGroup, body: NewTerm) -> tuple[dict[str, Any], int]:
    """Rights go with it: whoever led speaks for their shop from now on, the elected one for the group."""
    by = signed_in().person_id

    def act(to: Change) -> dict[str, Any]:
        rota = queries.rota_of_group(to.session, path.group)
        shop = {
            p.code: p.id
            for p in to.register.places.values()
            if p.kind is PlaceKind.SHOP and p.market_id == rota.market_id
        }
        if body.lead not in shop or (body.deputy is not None and body.deputy not in shop):
            raise Invalid("name shops of this group", ["lead", "deputy"])
        until: datetime | None = body.until
        deputy = None if body.deputy is None else shop[body.deputy]
        chosen = Election(shop[body.lead], deputy, until, body.letter)
        elect(to.session, rota, chosen, by=by, now=to.now)
        return lead_queries.terms(to.session, rota, to.register, names(to.session))[0]

    return context().change(act), 201
