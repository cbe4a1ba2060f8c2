"""Take away who has left the board without saying so."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.model.stream import Presence
from patrol.rules.entries import Register
from patrol.rules.rooms import rooms_of

GONE_AFTER = timedelta(seconds=30)


def run(session: Session, register: Register, *, now: datetime) -> None:
    """Tell each room once that somebody is gone."""
    gone = delete(Presence).where(Presence.seen_at < now - GONE_AFTER)
    rows = session.execute(gone.returning(Presence.client, Presence.market_id, Presence.version))
    for client, market_id, version in sorted(rows):
        if (market := register.markets.get(market_id)) is None:
            continue
        outbox.post(
            session,
            rooms_of(market.code),
            "presence.gone",
            entity=f"presence:{client}",
            version=version + 1,
            body=None,
            now=now,
        )
