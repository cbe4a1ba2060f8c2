"""Elections of leads: calling one, standing, voting, calling it off; and handing over."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Session

from patrol.actions import lead_ballots, lead_handovers
from patrol.actions.lead_ballots import Plan
from patrol.actions.lead_handovers import Hand
from patrol.actions.once import once
from patrol.cards.people import names
from patrol.queries import duty as queries
from patrol.queries.lead_ballots import ballot_card, ballots, terms
from patrol.rules.rights import Permission
from web import lead_doer
from web.api.duty_shapes import InGroup, Reason
from web.api.shapes import Code, Shape, blueprint
from web.caller import signed_in
from web.context import Change, context
from web.duty_doer import doer, the_group
from web.gate import needs
from web.lead_doer import the_ballot, the_term
from web.roster_doer import a_person

api = blueprint("lead_ballots", "Elected leads")


class NewBallot(Shape):
    """How many days shops may stand, how many they vote, and how many the elected one leads."""

    stand_days: Annotated[int, Field(ge=1, le=30)] = 2
    vote_days: Annotated[int, Field(ge=1, le=30)] = 3
    term_days: Annotated[int, Field(ge=1, le=1464)] = 365


class OneBallot(Shape):
    """An election in the path."""

    ballot_id: int


class OneTerm(Shape):
    """A term of office in the path."""

    term_id: int


class BallotOrder(Shape):
    """What a shop's own choice may say; without `shop` it is one's own."""

    shop: Code | None = None
    choice: Code | None = None
    pledge: Annotated[str, Field(max_length=200)] = ""
    reason: Reason | None = None


class BallotCommand(Shape):
    """One word in an election; it is never too late for a version, the phase decides."""

    command: Literal["stand", "withdraw", "vote", "cancel"]
    command_id: UUID
    payload: BallotOrder = BallotOrder()


class HandCommand(Shape):
    """One signature under a handover between leads."""

    command: Hand
    command_id: UUID
    note: Annotated[str, Field(max_length=500)] | None = None


@api.get("/groups/<group>/ballots", summary="A group's elections, the newest first")
@needs(Permission.SEE_DUTY, at=the_group)
def all_of_them(path: InGroup) -> dict[str, Any]:
    """Who has voted is shown at once, how many chose whom when it is over, who chose whom never."""
    with context().reading() as (session, now):
        register = context().register.current(session)
        rota = queries.rota_of_group(session, path.group)
        return {"items": ballots(session, rota, register, now=now)}


@api.post("/groups/<group>/ballots", summary="Call an election of the lead")
@needs(Permission.LEAD_DUTY, at=the_group)
def call(path: InGroup, body: NewBallot) -> tuple[dict[str, Any], int]:
    """One at a time; the shops of the group are told."""
    viewer = signed_in()

    def act(to: Change) -> dict[str, Any]:
        rota = queries.rota_of_group(to.session, path.group)
        plan = Plan(body.stand_days, body.vote_days, body.term_days)
        by = doer(to, viewer, rota)
        made = lead_ballots.open_ballot(to.session, rota, plan, by, to.register, now=to.now)
        return ballot_card(to.session, made, rota, to.register, now=to.now)

    return context().change(act), 201


@api.post("/lead-ballots/<int:ballot_id>/commands", summary="Stand, withdraw, vote, cancel")
@needs(Permission.TAKE_TURNS, at=the_ballot)
def command(path: OneBallot, body: BallotCommand) -> dict[str, Any]:
    """`vote` answers without the choice, and nothing keeps it beside the shop."""
    viewer = signed_in()

    def act(to: Change) -> dict[str, Any]:
        _, rota = lead_doer.ballot_and_rota(to.session, path.ballot_id)
        order = lead_doer.Order(path.ballot_id, body.command, **body.payload.model_dump())

        def carry() -> dict[str, Any]:
            ballot = lead_doer.carry_out(to, order, doer(to, viewer, rota), rota)
            return ballot_card(to.session, ballot, rota, to.register, now=to.now)

        entity, mine = f"lead_ballot:{path.ballot_id}", str(body.command_id)
        return once(to.session, entity, mine, carry, actor_id=viewer.person_id, now=to.now)

    return context().change(act)


@api.post("/lead-terms/<int:term_id>/commands", summary="Sign the handover from one lead to the next")
@needs(Permission.TAKE_TURNS, at=the_term)
def hand(path: OneTerm, body: HandCommand) -> dict[str, Any]:
    """`give` for the shop that led before, `take` for the one that leads now; two people sign."""
    viewer = signed_in()
    person_id = a_person(viewer)

    def act(to: Change) -> dict[str, Any]:
        rota = lead_doer.rota_of_term(to.session, path.term_id)

        def carry() -> dict[str, Any]:
            by = doer(to, viewer, rota)
            lead_handovers.sign(to.session, path.term_id, body.command, by, note=body.note, now=to.now)
            return _term(to.session, path.term_id, to)

        entity, mine = f"lead_term:{path.term_id}", str(body.command_id)
        return once(to.session, entity, mine, carry, actor_id=person_id, now=to.now)

    return context().change(act)


def _term(session: Session, term_id: int, to: Change) -> dict[str, Any]:
    rota = lead_doer.rota_of_term(session, term_id)
    found = terms(session, rota, to.register, names(session))
    return next(one for one in found if one["id"] == term_id)
