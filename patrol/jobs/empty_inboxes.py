"""Take out of the inboxes what nobody has read for a week; it stays on record until its time is over."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from patrol.actions import notices
from patrol.model.notices import Notice
from patrol.rules.entries import Register
from patrol.rules.notices import UNREAD_FOR

AT_ONCE = 500


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether something lies there too long."""
    return session.scalars(_old(now).limit(1)).first() is not None


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Let the oldest go; the rest goes at the next look."""
    del register
    ids = session.scalars(_old(now).limit(AT_ONCE)).all()
    notices.leave(session, Notice.id > 0, ids, {}, now=now)


def _old(now: datetime) -> Select[int]:
    lies = Notice.left_at.is_(None) & Notice.folded_into.is_(None)
    return select(Notice.id).where(lies, Notice.last_at < now - UNREAD_FOR).order_by(Notice.id)
