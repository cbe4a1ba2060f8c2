"""Receipts given out for reports, and what became of what they stand for."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.model.incidents import Incident
from patrol.model.quiet import ReportReceipt
from patrol.rules.receipts import digest_of


def known(session: Session, receipt: str) -> bool:
    """Say whether a receipt was given out already: the command came before."""
    given = select(ReportReceipt.id).where(ReportReceipt.digest == digest_of(receipt))
    return session.scalar(given) is not None


def give(
    session: Session, receipt: str, incident: Incident, *, now: datetime, poster_id: int | None = None
) -> None:
    """Remember a receipt by its digest alone."""
    given = ReportReceipt(digest=digest_of(receipt), incident_id=incident.id, poster_id=poster_id, at=now)
    session.add(given)
