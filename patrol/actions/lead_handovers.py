"""One lead hands over to the next: armbands, code and keys; both sign, nobody's term waits for it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from patrol.actions.duty_book import edit
from patrol.actions.duty_doer import Doer
from patrol.errors import NotFound, NotNow
from patrol.model.duty import Rota
from patrol.model.duty_life import LeadTerm
from patrol.model.lead_ballots import LeadHandover


class Hand(StrEnum):
    """Which side signs."""

    GIVE = "give"
    TAKE = "take"


def sign(
    session: Session, term_id: int, hand: Hand, doer: Doer, *, note: str | None, now: datetime
) -> LeadHandover:
    """Sign one side once: `give` is for the shop that led before, `take` for the one that leads now.

    Raises:
        Forbidden: somebody who speaks for neither shop, nor leads.
        NotNow: this side has signed.
    """
    term = session.get(LeadTerm, term_id)
    if term is None:
        raise NotFound(f"there is no term {term_id}")
    rota = session.scalars(select(Rota).where(Rota.place_id == term.group_id)).one()
    edit(session, rota.id, now=now)
    row = session.get(LeadHandover, term_id)
    side = None if row is None else row.from_id if hand is Hand.GIVE else term.lead_id
    if row is None or side is None:
        raise NotNow("nothing is handed over here: nobody led before")
    doer.speaks_for(side, note)
    if doer.person_id == (row.taken_by if hand is Hand.GIVE else row.given_by):
        raise NotNow("the other side is somebody else's to sign", {"because": ["two-people"]})
    given = {"given_by": doer.person_id, "given_at": now, "note": (note or "").strip()[:500] or None}
    taken = {"taken_by": doer.person_id, "taken_at": now}
    unsigned = LeadHandover.given_at if hand is Hand.GIVE else LeadHandover.taken_at
    done = session.execute(
        update(LeadHandover)
        .where(LeadHandover.term_id == term_id, unsigned.is_(None))
        .values(**(given if hand is Hand.GIVE else taken))
        .execution_options(synchronize_session=False)
        .returning(LeadHandover.term_id)
    ).scalar()
    if done is None:
        raise NotNow("this side has signed already", {"because": ["signed"]})
    session.refresh(row)
    return row
