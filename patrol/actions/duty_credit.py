"""Corrections of a group's books: a row with its reason, by whoever leads; the past is not rewritten."""

from datetime import datetime

from sqlalchemy.orm import Session

from patrol.actions.duty_book import edit
from patrol.actions.duty_doer import Doer
from patrol.actions.duty_plan import mark_changed
from patrol.cards.duty_members import has_belonged
from patrol.errors import Forbidden, Invalid, NotFound
from patrol.model.duty_service import CreditNote

MOST = 1000
"""Ten evenings at once, in hundredths of an evening."""


def correct(
    session: Session, rota_id: int, shop: int, weight: int, reason: str, doer: Doer, *, now: datetime
) -> CreditNote:
    """Credit a shop (below 0: debit it); drafts are planned anew by it, and every shop can read why.

    Raises:
        Forbidden: it is one's own shop, or one does not lead the group.
    """
    doer.must_lead()
    if shop in doer.own:
        raise Forbidden("nobody corrects the account of their own shop: the office does")
    said = reason.strip()[:200]
    if not said or weight == 0 or abs(weight) > MOST:
        raise Invalid(f"want a reason, and 1 to {MOST} hundredths more or less", ["reason", "weight"])
    rota = edit(session, rota_id, now=now)
    if not has_belonged(session, rota, shop):
        raise NotFound("there is no such shop in this group")
    note = CreditNote(
        rota_id=rota_id, holder_id=shop, weight=weight, reason=said, made_by=doer.person_id, at=now
    )
    session.add(note)
    session.flush()
    mark_changed(session, rota_id)
    return note
