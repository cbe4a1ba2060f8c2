"""Bulletins that were sent: to how many, and how many have read them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol.model.notices import Notice
from patrol.rules.notice_words import NoticeKind
from patrol.rules.words import Severity

SHOWN = 20
LOOKED_THROUGH = 400_000
"""Notices that are looked through: a bulletin to everybody is some two thousand of them."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One bulletin."""

    at: datetime
    text: str
    severity: Severity
    told: int
    read: int


def sent(session: Session, market_id: int) -> list[Sent]:
    """Give the newest, the last one first."""
    newest = session.scalar(select(func.max(Notice.id))) or 0
    found = session.execute(
        select(func.min(Notice.id), func.count(), func.count(Notice.read_at))
        .where(
            Notice.id > newest - LOOKED_THROUGH,
            Notice.market_id == market_id,
            Notice.kind == NoticeKind.BULLETIN,
        )
        .group_by(Notice.thing)
        .order_by(func.min(Notice.id).desc())
        .limit(SHOWN)
    ).all()
    firsts = select(Notice).where(Notice.id.in_([first for first, _, _ in found]))
    rows = {row.id: row for row in session.scalars(firsts)}
    return [_sent(rows[first], told, read) for first, told, read in found]


def _sent(row: Notice, told: int, read: int) -> Sent:
    return Sent(row.told_at, str(row.facts.get("text", "")), Severity(row.severity), told, read)
