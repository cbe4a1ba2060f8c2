"""Who told something quietly, sealed; who asked to know it; posters and receipts for the nameless."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id
from patrol.rules.quiet import UnmaskState


class HiddenReporter(Base):
    """The name behind a quiet report, readable with the unmasking key alone; nothing else refers to it."""

    __tablename__ = "hidden_reporter"

    id: Mapped[Id] = mapped_column(init=False)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), unique=True)
    key_id: Mapped[str] = mapped_column(String(16))
    """Which key it was sealed to: the beginning of the public one."""
    sealed: Mapped[str] = mapped_column(Text)


class Unmasking(Base):
    """One asking for a hidden name: by the police with a reason, decided by a second person."""

    __tablename__ = "unmasking"
    __table_args__ = (Index("ix_unmasking_told", "told_group_id", "opened_at"),)

    id: Mapped[Id] = mapped_column(init=False)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    state: Mapped[UnmaskState] = mapped_column(String(10), default=UnmaskState.ASKED)
    reason: Mapped[str] = mapped_column(String(500))
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    opened_at: Mapped[datetime | None] = mapped_column(default=None)
    told_group_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    """The group whose lead is told afterwards."""


class Poster(Base):
    """A poster that hangs somewhere; by its code anybody reports. A new code is a new row."""

    __tablename__ = "poster"

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    code: Mapped[str] = mapped_column(String(16), unique=True)
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


class ReportReceipt(Base):
    """One receipt, by its digest: it opens the state of a report and nothing else."""

    __tablename__ = "report_receipt"
    __table_args__ = (Index("ix_report_receipt_of_poster", "poster_id", "at"),)

    id: Mapped[Id] = mapped_column(init=False)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    poster_id: Mapped[int | None] = mapped_column(ForeignKey("poster.id"), default=None)
    at: Mapped[datetime]
