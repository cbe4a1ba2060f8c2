"""One scheduler at a time: a row that says who may act, and until when."""

from datetime import datetime, timedelta

from sqlalchemy import insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from patrol.model.stream import Lease

NAME = "jobs"
LASTS = timedelta(seconds=5)
"""After a death somebody else goes on this much later."""


def hold(session: Session, holder: str, *, now: datetime) -> bool:
    """Take or keep the lease in this transaction; False: somebody else has it.

    Whatever else the transaction does stands or falls with the lease, so that a scheduler that
    was stopped for a minute and wakes up cannot fire anything a second time.
    """
    mine_or_over = or_(Lease.holder == holder, Lease.until < now)
    statement = (
        update(Lease)
        .where(Lease.name == NAME, mine_or_over)
        .values(holder=holder, until=now + LASTS)
        .returning(Lease.name)
    )
    if session.scalar(statement) is not None:
        return True
    if session.scalar(select(Lease.name).where(Lease.name == NAME)) is not None:
        return False
    return _create(session, holder, now)


def let_go(session: Session, holder: str, *, now: datetime) -> None:
    """Give it back, so that the next one need not wait."""
    session.execute(update(Lease).where(Lease.name == NAME, Lease.holder == holder).values(until=now - LASTS))


def _create(session: Session, holder: str, now: datetime) -> bool:
    try:
        with session.begin_nested():
            session.execute(insert(Lease).values(name=NAME, holder=holder, until=now + LASTS))
    except IntegrityError:
        return False
    return True
