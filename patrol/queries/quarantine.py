"""What waits in quarantine, page by page."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.model.signals import Quarantined


def page(
    session: Session, market_id: int, *, before: int | None = None, limit: int = 50
) -> list[Quarantined]:
    """Messages that wait, newest first, those with an id below `before`."""
    statement = select(Quarantined).where(
        Quarantined.market_id == market_id, Quarantined.resolved_at.is_(None)
    )
    if before is not None:
        statement = statement.where(Quarantined.id < before)
    return list(session.scalars(statement.order_by(Quarantined.id.desc()).limit(limit)))
