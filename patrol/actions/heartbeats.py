"""Signs of life: each part writes when it last worked, and the board shows how long ago that was."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from patrol.model.stream import Heartbeat


def beat(
    session: Session, part: str, *, started_at: datetime, now: datetime, facts: Mapping[str, Any]
) -> None:
    """Say that a part works at this instant."""
    dialect = session.get_bind().dialect.name
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    written = {"at": now, "started_at": started_at, "facts": dict(facts)}
    session.execute(
        make(Heartbeat)
        .values(part=part, **written)
        .on_conflict_do_update(index_elements=[Heartbeat.part], set_=written)
    )
