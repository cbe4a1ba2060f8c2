"""Whom to ask when nobody has come to a turn: its holder, standby and the group's lead."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.duty_members import roster_of
from patrol.model.duty import Rota, Slot
from patrol.model.duty_service import DutyRelief
from patrol.rules.duty_ladder import Candidates
from patrol.rules.duty_service import Relief, holder_at


def candidates_of(session: Session, slot: Slot, rota: Rota, *, now: datetime) -> Candidates:
    """Give the shops a ladder may ask now; the lead is asked even when away: somebody must be found."""
    standby = select(Slot.holder_id).where(
        Slot.rota_id == slot.rota_id,
        Slot.starts_at == slot.starts_at,
        Slot.kind == slot.kind,
        Slot.standby,
        Slot.cancelled_at.is_(None),
    )
    rows = select(DutyRelief).where(DutyRelief.slot_id == slot.id).order_by(DutyRelief.id)
    reliefs = [Relief(one.starts_at, one.holder_id) for one in session.scalars(rows)]
    leads = roster_of(session, rota).leads(slot.turn())
    return Candidates(
        holder=holder_at(slot.turn(), slot.holder_id, reliefs, now),
        standby=session.scalars(standby.order_by(Slot.seat).limit(1)).first(),
        lead=leads[0] if leads else None,
    )
