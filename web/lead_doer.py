"""Elections of leads: where one lies, and carrying out what a page or a program asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import lead_ballots
from patrol.actions.duty_doer import Doer
from patrol.errors import Invalid, NotFound
from patrol.model.duty import Rota
from patrol.model.duty_life import LeadTerm
from patrol.model.lead_ballots import LeadBallot
from patrol.rules.words import PlaceKind
from web.context import Change
from web.duty_doer import Places, seen_from


@dataclass(frozen=True, slots=True)
class Order:
    """One word in an election; shops by their codes, one's own if none is named."""

    ballot_id: int
    command: str
    shop: str | None = None
    choice: str | None = None
    pledge: str = ""
    reason: str | None = None


def the_ballot(session: Session, given: Mapping[str, Any]) -> Places:
    """Find the group of an election."""
    try:
        return seen_from(session, ballot_and_rota(session, int(given["ballot_id"]))[1])
    except NotFound:
        return ()


def the_term(session: Session, given: Mapping[str, Any]) -> Places:
    """Find the group of a term of office."""
    try:
        return seen_from(session, rota_of_term(session, int(given["term_id"])))
    except NotFound:
        return ()


def ballot_and_rota(session: Session, ballot_id: int) -> tuple[LeadBallot, Rota]:
    """Give an election, and the rota of its group."""
    ballot = session.get(LeadBallot, ballot_id)
    if ballot is None:
        raise NotFound(f"there is no ballot {ballot_id}")
    return ballot, session.scalars(select(Rota).where(Rota.place_id == ballot.group_id)).one()


def rota_of_term(session: Session, term_id: int) -> Rota:
    """Give the rota of the group a term of office belongs to."""
    term = session.get(LeadTerm, term_id)
    if term is None:
        raise NotFound(f"there is no term {term_id}")
    return session.scalars(select(Rota).where(Rota.place_id == term.group_id)).one()


def carry_out(to: Change, order: Order, by: Doer, rota: Rota) -> LeadBallot:
    """Stand, withdraw, vote or cancel."""
    if order.command == "cancel":
        return lead_ballots.cancel(to.session, order.ballot_id, by, now=to.now)
    shop = shop_named(to, rota, order.shop, by)
    told: dict[str, Any] = {"reason": order.reason, "now": to.now}
    match order.command:
        case "stand":
            lead_ballots.stand(to.session, order.ballot_id, shop, order.pledge, by, **told)
        case "withdraw":
            lead_ballots.withdraw(to.session, order.ballot_id, shop, by, **told)
        case "vote":
            if not order.choice:
                raise Invalid("name a shop that stands", ["choice"])
            choice = shop_named(to, rota, order.choice, by)
            lead_ballots.vote(to.session, order.ballot_id, shop, choice, by, to.register, **told)
        case _:
            raise Invalid("there is no such command: want stand, withdraw, vote, cancel")
    return to.session.get_one(LeadBallot, order.ballot_id)


def shop_named(to: Change, rota: Rota, code: str | None, by: Doer) -> int:
    """Find a shop by its code; without one, the only shop of one's own."""
    if not code and len(by.own) == 1:
        return next(iter(by.own))
    for place in to.register.places.values():
        if place.kind is PlaceKind.SHOP and (place.market_id, place.code) == (rota.market_id, code):
            return place.id
    raise Invalid("name a shop", ["shop"])
