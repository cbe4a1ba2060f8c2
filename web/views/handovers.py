"""Handover between shifts: what is open, what is there, and two signatures; the equipment and its ledger."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from patrol.actions import equipment, handovers
from patrol.actions.handovers import Side, Signature
from patrol.cards.handovers import handover_card, keepers, to_hand_on
from patrol.cards.people import names
from patrol.errors import Invalid, NotFound, NotNow, VersionConflict
from patrol.model.duty import Rota
from patrol.model.handovers import Equipment, EquipmentAct, EquipmentKind, Handover
from patrol.model.people import Grant, Person
from patrol.rules.rights import Permission
from patrol.rules.words import Role
from web import handover_words, roster_words
from web.caller import signed_in
from web.context import Change, context
from web.gate import needs, personal
from web.handover_doer import leads, mine
from web.markets import boot, first_market
from web.roster_doer import a_person

screen = Blueprint("handovers", __name__)


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A signature that was not taken: what was typed stays, and why is said beside it."""

    handover_id: int
    side: str
    text: str
    why: str


@screen.get("/handovers")
@personal
def show() -> str:
    """List the handovers of one's own roster, or of the whole market for those who lead."""
    return _page()


@screen.post("/handovers/<int:handover_id>/sign")
@personal
def sign(handover_id: int) -> Response:
    """Sign one side; whoever comes second sees what the first one wrote, and signs that."""
    viewer = signed_in()
    person_id = a_person(viewer)

    def act(to: Change) -> None:
        one = to.session.get(Handover, handover_id)
        if one is None:
            raise NotFound(f"there is no handover {handover_id}")
        leading = leads(to.session, viewer, to.session.get_one(Rota, one.rota_id))
        try:
            side, version = Side(request.form.get("side", "")), int(request.form.get("version", ""))
        except ValueError:
            raise Invalid("say which side signs, and what was looked at", ["side", "version"]) from None
        given = Signature(side, person_id, version, leading, request.form.get("text"))
        handovers.sign(to.session, handover_id, given, to.register, now=to.now)

    try:
        context().change(act)
    except VersionConflict:
        return _refused(handover_id, str(_("The other side signed meanwhile: read it, then sign.")))
    except NotNow:
        return _refused(
            handover_id, str(_("This side is signed, or the other one is yours: two people sign."))
        )
    return redirect("/handovers")


def _refused(handover_id: int, why: str) -> Response:
    typed = Unsigned(handover_id, request.form.get("side", ""), request.form.get("text", ""), why)
    return make_response(_page(typed), 409)


def _page(unsigned: Unsigned | None = None) -> str:
    viewer = signed_in()
    market = first_market(viewer)
    with context().reading() as (session, _now):
        register, name_of = context().register.current(session), names(session)
        items = []
        for one, rota in mine(session, viewer):
            leaving, coming = keepers(session, rota.id, one.at)
            leading = leads(session, viewer, rota)
            me = viewer.person_id
            card = handover_card(one, rota, register, name_of)
            card["facts"] = card["facts"] or to_hand_on(session, rota, register, name_of)
            card["may_out"] = one.out_by is None and one.in_by != me and (leading or me in leaving)
            card["may_in"] = one.in_by is None and one.out_by != me and (leading or me in coming)
            card["leaving"] = [name_of(person) for person in sorted(leaving)]
            card["coming"] = [name_of(person) for person in sorted(coming)]
            items.append(card)
    told = {"items": items, "say": handover_words, "shift": roster_words, "unsigned": unsigned}
    return render_template("handovers.html", market=market, boot=boot(market) if market else None, **told)


@screen.get("/equipment")
@needs(Permission.PLAN_ROSTERS)
def things() -> str:
    """List what a market's workrooms have, and who has it."""
    market = first_market(signed_in())
    if market is None:
        raise NotFound("you belong to no market")
    with context().reading() as (session, _now):
        register, name_of = context().register.current(session), names(session)
        rows = select(Equipment).where(Equipment.market_id == market.id)
        found = session.scalars(rows.order_by(Equipment.kind, Equipment.place_id, Equipment.number)).all()
        items = [(one, register.places[one.place_id].name, name_of(one.holder_id)) for one in found]
        places = session.scalars(select(Rota.place_id).where(Rota.market_id == market.id, _kept_by_people()))
        told: dict[str, Any] = {
            "items": items,
            "places": [register.places[place] for place in places if place in register.places],
            "people": _guards(session),
            "kinds": list(EquipmentKind),
            "say": handover_words,
        }
    return render_template("equipment.html", market=market, boot=boot(market), **told)


@screen.post("/equipment")
@needs(Permission.PLAN_ROSTERS)
def add() -> Response:
    """Take a thing into the books."""
    market = first_market(signed_in())
    if market is None:
        raise NotFound("you belong to no market")

    def act(to: Change) -> None:
        try:
            kind, place = EquipmentKind(request.form["kind"]), int(request.form["place"])
        except (KeyError, ValueError):
            raise Invalid("choose what it is and where it belongs", ["kind", "place"]) from None
        if place not in to.register.places or to.register.places[place].market_id != market.id:
            raise NotFound("there is no such place here")
        number = request.form.get("number", "")
        equipment.add(to.session, market.id, place, kind, number, now=to.now)

    context().change(act)
    return redirect("/equipment")


@screen.post("/equipment/<int:thing_id>/act")
@needs(Permission.PLAN_ROSTERS)
def write(thing_id: int) -> Response:
    """Write the next row of a thing's ledger: issued, returned, lost, found, retired."""
    viewer = signed_in()
    market = first_market(viewer)

    def act(to: Change) -> None:
        thing = to.session.get(Equipment, thing_id)
        if thing is None or market is None or thing.market_id != market.id:
            raise NotFound(f"there is no thing {thing_id}")
        try:
            what, seq = EquipmentAct(request.form.get("act", "")), int(request.form.get("seq", ""))
            person = int(request.form["person"]) if request.form.get("person") else None
        except ValueError:
            raise Invalid("say what became of it", ["act"]) from None
        to_whom = person if what is EquipmentAct.ISSUED else None
        equipment.act(
            to.session,
            thing_id,
            what,
            expected=seq,
            person_id=to_whom,
            by=viewer.person_id,
            note=request.form.get("note"),
            now=to.now,
        )

    context().change(act)
    return redirect("/equipment")


def _kept_by_people() -> Any:
    return Rota.keeper == "person"


def _guards(session: Session) -> list[tuple[int, str]]:
    rows = session.execute(
        select(Person.id, Person.name)
        .join(Grant, Grant.person_id == Person.id)
        .where(Grant.role.in_([Role.GUARD, Role.LEAD]), Grant.valid_to.is_(None))
        .order_by(Person.name)
        .distinct()
    )
    return [(number, name) for number, name in rows]
