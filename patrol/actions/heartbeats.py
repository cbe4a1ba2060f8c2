"""Signs of life: each part writes when it last worked, and the board shows how long ago that was."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, select
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


def beat_together(session: Session, part: str, pieces: Sequence[str]) -> None:
    """Say that a part works that consists of pieces: as of its most silent piece."""
    rows = session.execute(select(Heartbeat.at, Heartbeat.started_at).where(Heartbeat.part.in_(pieces))).all()
    if len(rows) == len(pieces):  # it never worked while one never did
        since = max(row.started_at for row in rows)
        oldest = min(row.at for row in rows)
        beat(session, part, started_at=since, now=oldest, facts={"pieces": len(pieces)})


def forget_processes(session: Session, part: str, *, before: datetime) -> None:
    """Forget processes of a part, `part:<name>`, silent since: each start has a new name."""
    session.execute(delete(Heartbeat).where(Heartbeat.part.startswith(f"{part}:"), Heartbeat.at < before))
