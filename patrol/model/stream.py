"""The numbered stream to the screens, and the signs of life of the processes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, BigId, Id


class Room(Base):
    """The counter of one room: numbers without gaps, taken under its row lock."""

    __tablename__ = "room"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    head: Mapped[int] = mapped_column(BigId, default=0)


class StreamRecord(Base):
    """One event of a room's stream; `body` empty: the entity left the room's state."""

    __tablename__ = "stream_event"
    __table_args__ = (Index("ix_stream_event_by_time", "at"),)

    room: Mapped[str] = mapped_column(String(100), primary_key=True)
    seq: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    type: Mapped[str] = mapped_column(String(40))
    entity: Mapped[str] = mapped_column(String(80))
    version: Mapped[int] = mapped_column(BigId)
    body: Mapped[dict[str, Any] | None]
    at: Mapped[datetime]


class Heartbeat(Base):
    """When a part last said that it works; `facts` say what it saw."""

    __tablename__ = "heartbeat"

    part: Mapped[str] = mapped_column(String(80), primary_key=True)
    at: Mapped[datetime]
    started_at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)


class Lease(Base):
    """Who alone may do a job until when."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    until: Mapped[datetime]


REGISTER_VERSION = "register_version"
"""Name in `meta` of the counter that every change of places, devices or rules raises."""

SAMPLE_PAST = "sample_past"
"""Name in `meta`, with the market's code after a colon: its past was made up for a demonstration."""

EPOCH = "epoch"
"""Name in `meta` of the mark that changes when a database is restored: old numbers count no more."""


BACKUP_AT = "backup_at"
"""Name in `meta` of the instant of the last backup."""


class Meta(Base):
    """Single facts of the installation: `epoch` (changes with a restore), `secret_key`."""

    __tablename__ = "meta"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(400))


class Presence(Base):
    """Which card somebody has open on a board."""

    __tablename__ = "presence"

    id: Mapped[Id] = mapped_column(init=False)
    client: Mapped[str] = mapped_column(String(80), unique=True)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(100))
    entity: Mapped[str | None] = mapped_column(String(80))
    process: Mapped[str] = mapped_column(String(80))
    seen_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
