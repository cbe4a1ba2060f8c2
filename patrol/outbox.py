"""The only way to a screen: events posted beside the change, numbered without gaps at its commit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, event
from sqlalchemy.orm import Session, SessionTransaction

from patrol.bulk import Bulk
from patrol.db import Written, write
from patrol.model.stream import StreamRecord

Body = Mapping[str, Any]

_WAITING = "outbox.waiting"
_TOLD = "outbox.told"
_STREAM = cast(Table, StreamRecord.__table__)
_INTO_STREAM = Bulk(_STREAM, [column.name for column in _STREAM.c])


@dataclass(frozen=True, slots=True)
class Posted:
    """One event on its way, before it has its numbers."""

    rooms: tuple[str, ...]
    type: str
    entity: str
    version: int
    body: Body | None
    at: datetime


def post(
    session: Session,
    rooms: Iterable[str],
    event_type: str,
    *,
    entity: str,
    version: int,
    body: Body | None,
    now: datetime,
) -> None:
    """Tell the rooms of a change in this transaction; nothing leaves before it is durable.

    Numbers are taken when the transaction commits, rooms in the order of their names, so that
    two transactions can not wait for each other and no reader ever passes an unseen number.
    """
    if not session.in_transaction():
        session.begin()
    _listen(session)
    waiting: list[Posted] = session.info.setdefault(_WAITING, [])
    waiting.append(Posted(tuple(sorted(set(rooms))), event_type, entity, version, body, now))


def told(session: Session) -> bool:
    """Say whether the transaction that just ended put anything into the stream."""
    return bool(session.info.pop(_TOLD, False))


def _listen(session: Session) -> None:
    """Number what waits before a transaction commits, drop it when it ends otherwise."""
    if session.info.setdefault("outbox.listening", False):
        return
    session.info["outbox.listening"] = True
    event.listen(session, "before_commit", _number)
    event.listen(session, "after_transaction_end", _forget)


def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_WAITING, None)


def _number(session: Session) -> None:
    waiting: list[Posted] = session.info.pop(_WAITING, [])
    session.flush()
    by_room: dict[str, list[tuple[Posted, Written | None]]] = {}
    for posted in waiting:
        body = None if posted.body is None else write(posted.body)  # once, for all its rooms
        for room in posted.rooms:
            by_room.setdefault(room, []).append((posted, body))
    if by_room:
        heads = _advance(session, {room: len(by_room[room]) for room in sorted(by_room)})
        rows = [row for room, events in by_room.items() for row in _rows(room, heads[room], events)]
        _INTO_STREAM.insert(session.connection(), rows)
    session.info[_TOLD] = bool(by_room)


def _rows(room: str, head: int, events: list[tuple[Posted, Written | None]]) -> list[dict[str, Any]]:
    first = head - len(events) + 1
    return [
        {
            "room": room,
            "seq": first + offset,
            "type": posted.type,
            "entity": posted.entity,
            "version": posted.version,
            "body": body,
            "at": posted.at,
        }
        for offset, (posted, body) in enumerate(events)
    ]


def _advance(session: Session, steps: Mapping[str, int]) -> dict[str, int]:
    """Raise the counters of rooms, in the order given, under their row locks; give the new heads.

    One statement for all of them. The locks hold until the commit.
    """
    connection = session.connection()
    mark = "(%s, %s)" if connection.dialect.name == "postgresql" else "(?, ?)"
    told = tuple(part for each in steps.items() for part in each)
    rows = connection.exec_driver_sql(_RAISE.format(rooms=", ".join([mark] * len(steps))), told)
    return {str(room): int(head) for room, head in rows}


_RAISE = (
    "INSERT INTO room (name, head) VALUES {rooms} "
    "ON CONFLICT (name) DO UPDATE SET head = room.head + excluded.head RETURNING name, head"
)
