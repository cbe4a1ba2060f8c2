"""A process says that it lives."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from patrol.model.stream import Heartbeat


def say_alive(session: Session, part: str, *, started_at: datetime, now: datetime) -> None:
    """Write the sign of life of one part."""
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(
        make(Heartbeat)
        .values(part=part, at=now, started_at=started_at, facts={})
        .on_conflict_do_update(index_elements=[Heartbeat.part], set_={"at": now, "started_at": started_at})
    )
