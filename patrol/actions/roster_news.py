"""Editors of a roster hear of every change and of every step of its making; nobody has to ask."""

from datetime import datetime

from sqlalchemy.orm import Session

from patrol import outbox
from patrol.model.duty import Rota
from patrol.model.shifts import GuardRoster
from patrol.rules.rooms import rooms_of


def tell(session: Session, rota_id: int, *, now: datetime) -> None:
    """Tell the market's room that the roster of a place is another one; what it is now, editors fetch."""
    rota, roster = session.get_one(Rota, rota_id), session.get_one(GuardRoster, rota_id)
    market, _, place = rota.code.partition("/")
    outbox.post(
        session,
        rooms_of(market),
        "roster.changed",
        entity=f"roster:{place}",
        version=roster.version,
        body={"place": place, "version": roster.version},
        now=now,
    )
