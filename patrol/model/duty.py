"""Turns of duty and who holds them: rotas, patterns, slots, and the ledger that only grows."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id, LongId
from patrol.rules.duty_slots import Pattern, SlotKind, Turn
from patrol.rules.duty_words import DayClass, Keeper, RequestKind, RequestState, Source


class Rota(Base):
    """A post that is kept in turns: by the shops of a group, or by the people of a workroom or team.

    `planned_on` is the day of the last plan; `changed` asks for a new one before the night.
    """

    __tablename__ = "rota"

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), unique=True)
    code: Mapped[str] = mapped_column(String(120), unique=True)
    keeper: Mapped[Keeper] = mapped_column(String(8), default=Keeper.SHOP)
    opened_at: Mapped[datetime]
    books_from: Mapped[datetime]
    needs_approval: Mapped[bool] = mapped_column(default=False)
    check_in_from: Mapped[datetime | None] = mapped_column(default=None)
    """Since when a turn counts only for those who checked in; empty: whoever holds it is believed."""
    published_days: Mapped[int] = mapped_column(default=14)
    draft_days: Mapped[int] = mapped_column(default=60)
    post_x: Mapped[float | None] = mapped_column(default=None)
    post_y: Mapped[float | None] = mapped_column(default=None)
    post_code: Mapped[str] = mapped_column(String(64))
    """What the QR at the post says; a new one makes old prints worthless."""
    planned_on: Mapped[date | None] = mapped_column(Date, default=None, index=True)
    changed: Mapped[bool] = mapped_column(default=True, index=True)
    edition: Mapped[int] = mapped_column(default=0)
    """Rises with every change of what a page or a calendar of this rota shows."""
    edited_at: Mapped[datetime | None] = mapped_column(default=None)


class DutyPattern(Base):
    """What a rota's days look like from a date on; a change is a new version, never an edit."""

    __tablename__ = "duty_pattern"
    __table_args__ = (UniqueConstraint("rota_id", "version"),)

    id: Mapped[Id] = mapped_column(init=False)
    rota_id: Mapped[int] = mapped_column(ForeignKey("rota.id"))
    version: Mapped[int]
    effective_from: Mapped[date] = mapped_column(Date)
    kinds: Mapped[list[Any]]
    rest: Mapped[int]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    made_at: Mapped[datetime]

    def value(self) -> Pattern:
        """Give it as the rules know it."""
        return Pattern(self.version, self.effective_from, tuple(map(kind_of, self.kinds)), self.rest)


def kind_of(row: dict[str, Any]) -> SlotKind:
    """Read one kind of turn from its document."""
    weights = {DayClass(day): int(weight) for day, weight in row["weights"].items()}
    return SlotKind(row["code"], row["start"], row["minutes"], weights, row["headcount"], row["standby"])


class Slot(Base):
    """One seat of one turn. `holder_id`, `source` and `seq` repeat the last row of its ledger.

    `holder_id` is a shop (place) or a person, as the rota's keeper says; empty is the guard on shift.
    A slot that a new pattern no longer has stays, with the instant it was cancelled.
    """

    __tablename__ = "slot"
    __table_args__ = (
        Index("ix_slot_of_rota", "rota_id", "starts_at"),
        Index("ix_slot_now", "starts_at", "ends_at"),
        Index("ix_slot_of_holder", "holder_id", "starts_at"),
    )

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    rota_id: Mapped[int] = mapped_column(ForeignKey("rota.id"))
    day: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(32))
    seat: Mapped[int]
    standby: Mapped[bool]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    day_class: Mapped[DayClass] = mapped_column(String(10))
    weight: Mapped[int]
    rest: Mapped[int]
    seq: Mapped[int]
    holder_id: Mapped[int | None]
    source: Mapped[Source] = mapped_column(String(10))
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)

    def turn(self) -> Turn:
        """Give it as the rules know it."""
        return Turn(
            self.id,
            self.day,
            self.kind,
            self.seat,
            self.standby,
            self.starts_at,
            self.ends_at,
            DayClass(self.day_class),
            self.weight,
            rest=self.rest,
        )


class Assignment(Base):
    """One row of a slot's ledger: who holds it from now on, and why. Never changed, never deleted.

    Rows of one act share a `correlation`. `acting` tells that the actor spoke for the shop.
    """

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("slot_id", "seq"),)

    id: Mapped[LongId] = mapped_column(init=False)
    slot_id: Mapped[str] = mapped_column(ForeignKey("slot.id"))
    seq: Mapped[int]
    holder_id: Mapped[int | None]
    source: Mapped[Source] = mapped_column(String(10))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    acting: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None] = mapped_column(String(200), default=None)
    correlation: Mapped[str | None] = mapped_column(String(64), default=None, index=True)
    at: Mapped[datetime]


class DutyRequest(Base):
    """One shop asks another to exchange, take or give a turn. Bound to slots as they stood when asked."""

    __tablename__ = "duty_request"
    __table_args__ = (Index("ix_duty_request_open", "rota_id", "state"),)

    id: Mapped[Id] = mapped_column(init=False)
    rota_id: Mapped[int] = mapped_column(ForeignKey("rota.id"))
    kind: Mapped[RequestKind] = mapped_column(String(10))
    state: Mapped[RequestState] = mapped_column(String(12), default=RequestState.OFFERED)
    slot_a: Mapped[str] = mapped_column(ForeignKey("slot.id"), index=True)
    seq_a: Mapped[int]
    from_id: Mapped[int]
    to_id: Mapped[int]
    slot_b: Mapped[str | None] = mapped_column(ForeignKey("slot.id"), default=None, index=True)
    seq_b: Mapped[int | None] = mapped_column(default=None)
    reason: Mapped[str | None] = mapped_column(String(200), default=None)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    acting: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    applied_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}
