"""Since when we would have heard everything that was said."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.model.stream import Heartbeat

EARS = ("ingest", "broker")
"""Parts without which nothing is heard, from anybody."""

DEAF_AFTER = timedelta(seconds=8)


def listening_since(session: Session, *, now: datetime) -> datetime | None:
    """Since when everything a device says would have been heard; None when it would not be now."""
    beats = session.scalars(select(Heartbeat).where(Heartbeat.part.in_(EARS))).all()
    if len(beats) < len(EARS) or any(now - beat.at > DEAF_AFTER for beat in beats):
        return None
    return max(beat.started_at for beat in beats)
