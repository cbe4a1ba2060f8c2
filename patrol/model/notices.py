"""What people are told, the ways it goes to them, and how each carriage of it went."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, BigId, Id, LongId
from patrol.rules.notice_words import Carriage, NoticeKind, Way
from patrol.rules.words import Severity


class Notice(Base):
    """One person told of one thing, once. `folded_into`: it is told by the one that gathers such things.

    Three clocks: when it happened, when the system got to know, when this was written.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "thing"),
        Index("ix_notice_of_person", "person_id", "id"),
        Index("ix_notice_folding", "person_id", "fold", "told_at"),
        Index(
            "ix_notice_unread",
            "person_id",
            sqlite_where=text("left_at IS NULL AND folded_into IS NULL"),
            postgresql_where=text("left_at IS NULL AND folded_into IS NULL"),
        ),
    )

    id: Mapped[LongId] = mapped_column(init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    market_id: Mapped[int | None] = mapped_column(ForeignKey("market.id"), default=None)
    thing: Mapped[str] = mapped_column(String(120))
    """What it is about and which event of it: `task:12:sent`. The same thing is told once."""
    kind: Mapped[NoticeKind] = mapped_column(String(24))
    severity: Mapped[Severity] = mapped_column(String(10))
    urgent: Mapped[bool] = mapped_column(default=False)
    facts: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    link: Mapped[str] = mapped_column(String(200))
    fold: Mapped[str] = mapped_column(String(80))
    gathers: Mapped[bool] = mapped_column(default=False)
    folded_into: Mapped[int | None] = mapped_column(BigId, ForeignKey("notice.id"), default=None)
    count: Mapped[int] = mapped_column(default=1)
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime]
    told_at: Mapped[datetime]
    last_at: Mapped[datetime]
    shown_at: Mapped[datetime | None] = mapped_column(default=None)
    """When a screen of theirs said that it shows it."""
    read_at: Mapped[datetime | None] = mapped_column(default=None)
    left_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it left the inbox: read, or too old."""
    version: Mapped[int] = mapped_column(default=1)


class NoticeChannel(Base):
    """One way to one person. The address is sealed: it is opened to send, and never shown again."""

    __tablename__ = "notice_channel"
    __table_args__ = (Index("ix_notice_channel_of_person", "person_id", "ended_at", "rank"),)

    id: Mapped[Id] = mapped_column(init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    way: Mapped[Way] = mapped_column(String(10))
    sealed: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(64))
    """A keyed digest of the address, so that the same one is not entered twice."""
    hint: Mapped[str] = mapped_column(String(60))
    """As much of it as its owner needs to know it again."""
    rank: Mapped[int] = mapped_column(default=1)
    """The lowest is tried first; the next one only when it was given up."""
    made_at: Mapped[datetime]
    proved_at: Mapped[datetime | None] = mapped_column(default=None)
    failing_since: Mapped[datetime | None] = mapped_column(default=None)
    why: Mapped[str | None] = mapped_column(String(120), default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)


class NoticeHabit(Base):
    """How somebody wants to be told: their quiet hours, minutes of the day, and whether screens sound."""

    __tablename__ = "notice_habit"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    quiet_from: Mapped[int | None] = mapped_column(default=None)
    quiet_to: Mapped[int | None] = mapped_column(default=None)
    zone: Mapped[str] = mapped_column(String(64), default="Asia/Shanghai")
    sound: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class NoticeCarriage(Base):
    """One notice on one way. `key` goes with it, so that whoever gets it twice can tell."""

    __tablename__ = "notice_carriage"
    __table_args__ = (
        UniqueConstraint("notice_id", "channel_id"),
        Index(
            "ix_notice_carriage_due",
            "next_at",
            sqlite_where=text("state IN ('waiting', 'sending')"),
            postgresql_where=text("state IN ('waiting', 'sending')"),
        ),
        Index("ix_notice_carriage_by_state", "state", "id"),
    )

    id: Mapped[LongId] = mapped_column(init=False)
    notice_id: Mapped[int] = mapped_column(BigId, ForeignKey("notice.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("notice_channel.id"))
    key: Mapped[str] = mapped_column(String(32), unique=True)
    state: Mapped[Carriage] = mapped_column(String(10), default=Carriage.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[bool] = mapped_column(default=False)
    """The try before was interrupted between sending and writing it down: this may come a second time."""
    next_at: Mapped[datetime]
    made_at: Mapped[datetime]
    begun_at: Mapped[datetime | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    delivered_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    why: Mapped[str | None] = mapped_column(String(120), default=None)
    version: Mapped[int] = mapped_column(default=1)
