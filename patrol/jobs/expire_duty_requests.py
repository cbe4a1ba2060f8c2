"""Close requests about turns that have begun."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import duty_requests
from patrol.model.duty import DutyRequest
from patrol.rules.duty_words import RequestState
from patrol.rules.entries import Register

_OPEN = (RequestState.OFFERED, RequestState.ACCEPTED)


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether a request has outlived its turn."""
    due = select(DutyRequest.id).where(DutyRequest.state.in_(_OPEN), DutyRequest.expires_at <= now)
    return session.scalars(due.limit(1)).first() is not None


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Close each once."""
    del register
    duty_requests.expire(session, now=now)
