"""How much waits in quarantine: one line for the board."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol.cards.things import stamp
from patrol.model.signals import Quarantined


def summary(session: Session, market_id: int) -> dict[str, Any]:
    """How many wait, and the newest. The version grows with every message set aside or resolved."""
    mine = Quarantined.market_id == market_id
    waiting = mine & Quarantined.resolved_at.is_(None)
    total = session.scalar(select(func.max(Quarantined.id)).where(mine)) or 0
    resolved = session.scalar(select(func.count()).where(mine, Quarantined.resolved_at.is_not(None))) or 0
    count = session.scalar(select(func.count()).where(waiting)) or 0
    newest = session.scalars(select(Quarantined).where(waiting).order_by(Quarantined.id.desc()).limit(1))
    last = newest.first()
    return {
        "version": total + resolved,
        "open": count,
        "last_at": stamp(last.received_at) if last else None,
        "last_reason": last.reason if last else None,
    }
