"""Reckon the incidents that have no row in the figures yet, or one by older rules: a little at a time."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import reckoning
from patrol.model.incidents import Incident
from patrol.rules.entries import Register

AT_ONCE = 2000


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Do what is due. Rows somebody is changing are left: the change itself reckons them."""
    del now
    ids = reckoning.unreckoned(session, AT_ONCE)
    rows = select(Incident).where(Incident.id.in_(ids)).order_by(Incident.id)
    incidents = list(session.scalars(rows.with_for_update(skip_locked=True)))
    reckoning.reckon(session, incidents, register)


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether any is behind."""
    del now
    return bool(reckoning.unreckoned(session, 1))
