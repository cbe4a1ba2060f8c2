"""Forget what has outlived its retention, a little at a time so that nobody waits."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from patrol.jobs.slices import sliced_tables
from patrol.model.incidents import CommandDone, Evaluation, Incident
from patrol.model.looks import Look
from patrol.model.notices import Notice, NoticeCarriage
from patrol.model.quiet import HiddenReporter, ReportReceipt
from patrol.model.signals import Quarantined, SignalKey, SignalRecord
from patrol.model.stream import StreamRecord
from patrol.rules import quiet, retention
from patrol.rules.entries import Register

AT_ONCE = 2000
"""Rows of each kind in one transaction."""

Keys = tuple[InstrumentedAttribute[Any], ...]


def run(session: Session, _register: Register, *, now: datetime) -> None:
    """Delete the oldest that are due. Tables that are cut by time lose whole slices: see `keep_slices`."""
    sliced = sliced_tables(session)
    for keys, is_old in _old(now):
        table = keys[0].class_
        if table.__tablename__ in sliced:
            continue
        doomed = select(*keys).where(is_old).limit(AT_ONCE).subquery()
        wanted = select(*doomed.c)
        session.execute(
            delete(table).where(tuple_(*keys).in_(wanted)),
            execution_options={"synchronize_session": False},
        )


def _old(now: datetime) -> Iterator[tuple[Keys, ColumnElement[bool]]]:
    yield (StreamRecord.room, StreamRecord.seq), StreamRecord.at < now - retention.STREAM
    for keep, kept in retention.KEPT.items():
        yield (SignalRecord.id,), (SignalRecord.keep == keep) & (SignalRecord.received_at < now - kept)
    yield (SignalKey.dedupe,), SignalKey.forget_at < now
    yield (Quarantined.id,), Quarantined.resolved_at < now - retention.RESOLVED_QUARANTINE
    yield (Quarantined.id,), Quarantined.received_at < now - retention.QUARANTINE
    yield (ReportReceipt.id,), ReportReceipt.at < now - retention.RECEIPTS
    yield (HiddenReporter.id,), HiddenReporter.incident_id.in_(_names_to_forget(now))
    yield (Look.id,), Look.at < now - retention.LOOKS
    yield from _told_long_ago(now - retention.NOTICES)
    yield (CommandDone.command_id,), CommandDone.at < now - retention.COMMANDS


def _told_long_ago(before: datetime) -> Iterator[tuple[Keys, ColumnElement[bool]]]:
    """What was carried first, then what was gathered, then what stood alone: each leans on the next."""
    yield (NoticeCarriage.id,), NoticeCarriage.made_at < before
    gathered = aliased(Notice)
    gathers = exists().where(gathered.folded_into == Notice.id)
    carried = exists().where(NoticeCarriage.notice_id == Notice.id)
    yield (Notice.id,), (Notice.told_at < before) & Notice.folded_into.is_not(None)
    yield (Notice.id,), (Notice.told_at < before) & Notice.folded_into.is_(None) & ~gathers & ~carried


def _names_to_forget(now: datetime) -> Select[int]:
    """Give the cases whose hidden name has had its time: since the evaluation, or since closing."""
    evaluated = select(Evaluation.incident_id).where(Evaluation.at < now - quiet.KEPT_AFTER)
    long_closed = Incident.closed_at < now - quiet.KEPT_AT_MOST
    return select(Incident.id).where(
        Incident.closed_at.is_not(None), or_(Incident.id.in_(evaluated), long_closed)
    )
