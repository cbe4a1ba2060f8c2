"""Signs of life: each part writes when it last worked, and the board shows how long ago that was."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from patrol.model.stream import Heartbeat

PAUSE = timedelta(seconds=8)
"""A part that was silent for longer did not work meanwhile."""


def beat(
    session: Session, part: str, *, started_at: datetime, now: datetime, facts: Mapping[str, Any]
) -> None:
    """Say that a part works at this instant; after a pause it counts as started anew."""
    dialect = session.get_bind().dialect.name
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    working_since = case(
        (Heartbeat.at < now - PAUSE, now),
        (Heartbeat.started_at > started_at, Heartbeat.started_at),
        else_=started_at,
    )
    written = {"at": now, "facts": dict(facts)}
    session.execute(
        make(Heartbeat)
        .values(part=part, started_at=started_at, **written)
        .on_conflict_do_update(index_elements=[Heartbeat.part], set_={**written, "started_at": working_since})
    )
