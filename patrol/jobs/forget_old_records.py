"""Forget what has outlived its retention, a little at a time so that nobody waits."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from patrol.model.incidents import CommandDone
from patrol.model.signals import Quarantined, SignalRecord
from patrol.model.stream import StreamRecord
from patrol.rules import retention
from patrol.rules.entries import Register
from patrol.rules.words import Kind

AT_ONCE = 2000
"""Rows of each kind in one transaction."""

Keys = tuple[InstrumentedAttribute[Any], ...]


def run(session: Session, _register: Register, *, now: datetime) -> None:
    """Delete the oldest that are due."""
    for keys, is_old in _old(now):
        doomed = select(*keys).where(is_old).limit(AT_ONCE).subquery()
        wanted = select(*doomed.c)
        session.execute(
            delete(keys[0].class_).where(tuple_(*keys).in_(wanted)),
            execution_options={"synchronize_session": False},
        )


def _old(now: datetime) -> Iterator[tuple[Keys, ColumnElement[bool]]]:
    received, without_alert = SignalRecord.received_at, SignalRecord.alert_id.is_(None)
    was_position = SignalRecord.kind == Kind.POSITION
    ids: Keys = (SignalRecord.id,)
    yield (StreamRecord.room, StreamRecord.seq), StreamRecord.at < now - retention.STREAM
    yield ids, was_position & without_alert & (received < now - retention.POSITIONS)
    yield ids, without_alert & (received < now - retention.SIGNALS)
    yield ids, received < now - retention.EVIDENCE
    yield (Quarantined.id,), Quarantined.resolved_at < now - retention.RESOLVED_QUARANTINE
    yield (Quarantined.id,), Quarantined.received_at < now - retention.QUARANTINE
    yield (CommandDone.command_id,), CommandDone.at < now - retention.COMMANDS
