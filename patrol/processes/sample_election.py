"""An election in the made-up market: three shops stand, half have voted, and the visitor's have not."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import lead_ballots
from patrol.actions.duty_doer import Doer
from patrol.actions.lead_ballots import Plan
from patrol.cards.duty_members import leads_now
from patrol.cards.duty_post import shops_of
from patrol.model.duty import Rota
from patrol.model.people import Grant, Person
from patrol.rules.entries import Register

BEGAN = timedelta(days=3)
PLAN = Plan(stand_days=2, vote_days=4)
PLEDGES = (
    "继续带着大家：夜里十一点前我先走一圈。",
    "谁家有急事，随叫随到。",
    "排班提前两周贴出来，谁也不多值。",
)
VISITORS = ("shop", "lead")
"""Who looks at the demonstration: their shops have yet to vote."""


def hold(session: Session, rota: Rota, register: Register, *, now: datetime) -> None:
    """Call it some days ago, with the lead in office among those who stand."""
    office, began = Doer(None, leads=True), now - BEGAN
    lead, shops = leads_now(session, rota, now=now)[0], shops_of(rota, register)
    waiting = {lead, *_shops_of_visitors(session, shops)}
    others = [shop for shop in shops if shop not in waiting]
    stand = [lead, *others[:2]]
    ballot = lead_ballots.open_ballot(session, rota, PLAN, office, register, now=began)
    for shop, pledge in zip(stand, PLEDGES, strict=True):
        own = Doer(None, frozenset({shop}))
        lead_ballots.stand(session, ballot.id, shop, pledge, own, reason=None, now=began)
    for number, shop in enumerate(others[: len(shops) // 2]):
        own, choice = Doer(None, frozenset({shop})), stand[number % len(stand)]
        lead_ballots.vote(session, ballot.id, shop, choice, own, register, reason=None, now=now)


def _shops_of_visitors(session: Session, shops: list[int]) -> set[int]:
    mine = select(Grant.place_id).join(Person, Person.id == Grant.person_id)
    return set(session.scalars(mine.where(Person.login.in_(VISITORS), Grant.place_id.in_(shops))))
