"""The ledger of a group's credit, line by line: who served which turn, and what was corrected why."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.duty_ledger import ledger_of
from patrol.model.duty import Rota
from patrol.model.duty_service import CreditNote
from patrol.rules.duty_slots import Turn
from patrol.rules.entries import Register
from patrol.rules.fairness import UNIT, Holder


@dataclass(frozen=True, slots=True)
class Served:
    """A turn that is over: who held it, and who served which part of it."""

    turn: Turn
    holder: Holder
    parts: tuple[tuple[Holder, float], ...]


def served(
    session: Session, rota: Rota, register: Register, *, start: datetime, end: datetime, now: datetime
) -> list[Served]:
    """Give the turns that are over and began within a stretch of time, the newest first."""
    ledger = ledger_of(session, rota, register, now=now)
    over = [
        one
        for one in ledger.standing.values()
        if not one.turn.standby and one.turn.end <= now and start <= one.turn.start < end
    ]
    over.sort(key=lambda one: (one.turn.start, one.turn.kind, one.turn.seat), reverse=True)
    return [
        Served(
            one.turn,
            one.holder,
            tuple(
                (who, part / UNIT) for who, part in ledger.shares.get(one.turn.id) or ((one.holder, UNIT),)
            ),
        )
        for one in over
    ]


def corrections(session: Session, rota_id: int) -> list[CreditNote]:
    """Give every correction there was, the newest first."""
    rows = select(CreditNote).where(CreditNote.rota_id == rota_id)
    return list(session.scalars(rows.order_by(CreditNote.id.desc())))
