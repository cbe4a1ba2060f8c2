"""What became of a turn: who came, who relieved whom, who was asked next, who was told."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id, LongId
from patrol.rules.duty_words import CheckMethod, Keeper, Rung


class CheckIn(Base):
    """Somebody came to a turn. `came_at` is the phone's word when it was sent later (`late`)."""

    __tablename__ = "check_in"
    __table_args__ = (UniqueConstraint("slot_id", "holder_id"),)

    id: Mapped[LongId] = mapped_column(init=False)
    slot_id: Mapped[str] = mapped_column(ForeignKey("slot.id"))
    holder_id: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    method: Mapped[CheckMethod] = mapped_column(String(10))
    came_at: Mapped[datetime]
    received_at: Mapped[datetime]
    late: Mapped[bool] = mapped_column(default=False)
    distance_m: Mapped[float | None] = mapped_column(default=None)
    reason: Mapped[str | None] = mapped_column(String(200), default=None)
    left_at: Mapped[datetime | None] = mapped_column(default=None)
    note: Mapped[str | None] = mapped_column(String(500), default=None)


class DutyRelief(Base):
    """Somebody takes the rest of a turn from an instant on; the slot keeps its name and its holder."""

    __tablename__ = "duty_relief"

    id: Mapped[LongId] = mapped_column(init=False)
    slot_id: Mapped[str] = mapped_column(ForeignKey("slot.id"), index=True)
    starts_at: Mapped[datetime]
    holder_id: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None] = mapped_column(String(200), default=None)
    at: Mapped[datetime]


class MissedDuty(Base):
    """A turn that began with nobody checked in: who is being asked, and when the next one is."""

    __tablename__ = "missed_duty"
    __table_args__ = (Index("ix_missed_duty_due", "resolved_at", "next_at"),)

    slot_id: Mapped[str] = mapped_column(ForeignKey("slot.id"), primary_key=True)
    rung: Mapped[Rung] = mapped_column(String(10))
    holder_id: Mapped[int | None]
    since: Mapped[datetime]
    next_at: Mapped[datetime | None]
    path: Mapped[list[Any]] = mapped_column(default_factory=list)
    resolved_at: Mapped[datetime | None] = mapped_column(default=None)
    resolved_by: Mapped[int | None] = mapped_column(default=None)


class CreditNote(Base):
    """A correction of the books, by people and with a reason; nothing in the past is rewritten."""

    __tablename__ = "credit_note"

    id: Mapped[Id] = mapped_column(init=False)
    rota_id: Mapped[int] = mapped_column(ForeignKey("rota.id"), index=True)
    holder_id: Mapped[int]
    weight: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class DutyNotice(Base):
    """What a shop or person is to be told, once for each row of the ledger, however often it is tried."""

    __tablename__ = "duty_notice"
    __table_args__ = (
        UniqueConstraint("keeper", "holder_id", "topic", "slot_id", "seq"),
        Index("ix_duty_notice_of_holder", "keeper", "holder_id", "at"),
    )

    id: Mapped[LongId] = mapped_column(init=False)
    keeper: Mapped[Keeper] = mapped_column(String(8))
    holder_id: Mapped[int]
    topic: Mapped[str] = mapped_column(String(24))
    slot_id: Mapped[str] = mapped_column(ForeignKey("slot.id"))
    seq: Mapped[int]
    at: Mapped[datetime]
    told_at: Mapped[datetime | None] = mapped_column(default=None)
