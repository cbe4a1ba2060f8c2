"""Handovers between shifts with their two signatures, and the equipment with its ledger."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import equipment, handovers
from patrol.actions.handovers import Side, Signature
from patrol.actions.once import once
from patrol.cards.handovers import handover_card, thing_card, to_hand_on
from patrol.cards.people import names
from patrol.cards.things import stamp
from patrol.errors import Invalid, NotFound
from patrol.model.duty import Rota
from patrol.model.handovers import Equipment, EquipmentAct, EquipmentKind, EquipmentRow, Handover
from patrol.rules.entries import Register
from patrol.rules.rights import Permission
from patrol.rules.words import PlaceKind
from web.api.shapes import Code, InMarket, Shape, blueprint
from web.caller import signed_in
from web.context import Change, context
from web.finders import the_market
from web.gate import needs, personal
from web.handover_doer import leads, mine, the_thing
from web.roster_doer import a_person

api = blueprint("handovers", "Handover between shifts, and what is handed on")
KEPT_AT = (PlaceKind.MARKET, PlaceKind.GRID, PlaceKind.GROUP)


class OneHandover(Shape):
    """A handover in the path."""

    handover_id: int


class OneThing(Shape):
    """A piece of equipment in the path."""

    thing_id: int


class SignCommand(Shape):
    """A signature under what one looked at (`expected_version`). `text`: what the next one should know."""

    command: Side
    command_id: UUID
    expected_version: Annotated[int, Field(ge=1)]
    text: Annotated[str, Field(max_length=500)] | None = None


class NewThing(Shape):
    """A numbered thing, and the grid, group or market it belongs to, by code."""

    kind: EquipmentKind
    number: Annotated[str, Field(min_length=1, max_length=32)]
    place: Code


class ThingCommand(Shape):
    """The next row of a thing's ledger; `person` is whom it is issued to."""

    command: EquipmentAct
    command_id: UUID
    expected_version: Annotated[int, Field(ge=0)]
    person: int | None = None
    note: Annotated[str, Field(max_length=200)] | None = None


@api.get("/handovers", summary="One's own handovers, or all of them for who leads the shifts")
@personal
def all_of_them() -> dict[str, Any]:
    """The open ones first. `facts` of an unsigned one are what is open now; a signature fixes them."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        found = mine(session, signed_in())
        return {"items": [_card(session, one, rota, register) for one, rota in found]}


@api.post("/handovers/<int:handover_id>/commands", summary="Sign a handover: `out` leaves, `in` comes")
@personal
def sign(path: OneHandover, body: SignCommand) -> dict[str, Any]:
    """Two different people sign; who keeps neither shift needs to lead them."""
    viewer = signed_in()
    person_id = a_person(viewer)

    def act(to: Change) -> dict[str, Any]:
        one = to.session.get(Handover, path.handover_id)
        if one is None:
            raise NotFound(f"there is no handover {path.handover_id}")
        rota = to.session.get_one(Rota, one.rota_id)
        leading = leads(to.session, viewer, rota)
        given = Signature(body.command, person_id, body.expected_version, leading, body.text)

        def carry() -> dict[str, Any]:
            done = handovers.sign(to.session, path.handover_id, given, to.register, now=to.now)
            return _card(to.session, done, rota, to.register)

        entity, mark = f"handover:{path.handover_id}", str(body.command_id)
        return once(to.session, entity, mark, carry, actor_id=person_id, now=to.now)

    return context().change(act)


@api.get("/markets/<code>/equipment", summary="Armbands, radios, keys and cars, and who has them")
@needs(Permission.PLAN_ROSTERS, at=the_market)
def things(path: InMarket) -> dict[str, Any]:
    """By kind and number."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        market = context().market(register, path.code)
        rows = select(Equipment).where(Equipment.market_id == market.id)
        found = session.scalars(rows.order_by(Equipment.kind, Equipment.number))
        return {"items": [thing_card(one, register, names(session)) for one in found]}


@api.post("/markets/<code>/equipment", summary="Take a thing into the books")
@needs(Permission.PLAN_ROSTERS, at=the_market)
def add(path: InMarket, body: NewThing) -> tuple[dict[str, Any], int]:
    """The same kind and number again is the same thing."""

    def act(to: Change) -> dict[str, Any]:
        market = context().market(to.register, path.code)
        places = to.register.places.values()
        here = [
            p.id for p in places if (p.market_id, p.code) == (market.id, body.place) and p.kind in KEPT_AT
        ]
        if not here:
            raise Invalid("name a grid, a group or the market", ["place"])
        made = equipment.add(to.session, market.id, here[0], body.kind, body.number, now=to.now)
        return thing_card(made, to.register, names(to.session))

    return context().change(act), 201


@api.get("/equipment/<int:thing_id>", summary="A thing and its ledger")
@needs(Permission.PLAN_ROSTERS, at=the_thing)
def one(path: OneThing) -> dict[str, Any]:
    """The first row is when it was taken into the books."""
    with context().reading() as (session, _):
        return _with_ledger(session, path.thing_id, context().register.current(session))


@api.post("/equipment/<int:thing_id>/commands", summary="Issue, take back, lose, find, or take out a thing")
@needs(Permission.PLAN_ROSTERS, at=the_thing)
def write(path: OneThing, body: ThingCommand) -> dict[str, Any]:
    """`expected_version` is the last row one looked at."""
    by = signed_in().person_id

    def act(to: Change) -> dict[str, Any]:
        def carry() -> dict[str, Any]:
            equipment.act(
                to.session,
                path.thing_id,
                body.command,
                expected=body.expected_version,
                person_id=body.person,
                by=by,
                note=body.note,
                now=to.now,
            )
            return _with_ledger(to.session, path.thing_id, to.register)

        entity, mark = f"equipment:{path.thing_id}", str(body.command_id)
        return once(to.session, entity, mark, carry, actor_id=by, now=to.now)

    return context().change(act)


def _card(session: Session, one: Handover, rota: Rota, register: Register) -> dict[str, Any]:
    name_of = names(session)
    card = handover_card(one, rota, register, name_of)
    return card | {"facts": card["facts"] or to_hand_on(session, rota, register, name_of)}


def _with_ledger(session: Session, thing_id: int, register: Register) -> dict[str, Any]:
    name_of = names(session)
    rows = select(EquipmentRow).where(EquipmentRow.equipment_id == thing_id).order_by(EquipmentRow.seq)
    ledger = [
        {
            "seq": row.seq,
            "act": row.act,
            "with": name_of(row.person_id),
            "by": name_of(row.by),
            "note": row.note,
            "at": stamp(row.at),
        }
        for row in session.scalars(rows)
    ]
    return thing_card(session.get_one(Equipment, thing_id), register, name_of) | {"ledger": ledger}
