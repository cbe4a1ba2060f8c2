"""What came over the wire, as it came: signals, and what could not be understood."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, LongId
from patrol.rules.retention import Keep
from patrol.rules.words import Phase, Severity, TimeQuality, Verdict


class SignalRecord(Base):
    """One signal, never edited. Three clocks: the device's, our receiving, our writing.

    PostgreSQL cuts the table by `keep` and `received_at`: see docs/decisions/0020.
    """

    __tablename__ = "signal"
    __table_args__ = (
        Index("ix_signal_of_device", "device_id", "received_at"),
        Index(
            "ix_signal_of_alert",
            "alert_id",
            sqlite_where=text("alert_id IS NOT NULL"),
            postgresql_where=text("alert_id IS NOT NULL"),
        ),
        Index("ix_signal_to_forget", "keep", "received_at"),
    )

    id: Mapped[LongId] = mapped_column(init=False)
    market_id: Mapped[int | None] = mapped_column(ForeignKey("market.id"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alert.id"), default=None)
    dedupe: Mapped[bytes] = mapped_column(LargeBinary(16))
    keep: Mapped[Keep] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(64))
    phase: Mapped[Phase] = mapped_column(String(8))
    severity: Mapped[Severity | None] = mapped_column(String(10), default=None)
    verdict: Mapped[Verdict] = mapped_column(String(8))
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    time_quality: Mapped[TimeQuality] = mapped_column(String(10))
    late: Mapped[bool] = mapped_column(default=False)
    lat: Mapped[float | None] = mapped_column(default=None)
    lon: Mapped[float | None] = mapped_column(default=None)
    acc_m: Mapped[float | None] = mapped_column(default=None)
    correlation: Mapped[str | None] = mapped_column(String(200), default=None)
    topic: Mapped[str] = mapped_column(String(512))
    retained: Mapped[bool] = mapped_column(default=False)
    subject: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    media: Mapped[list[Any]] = mapped_column(default_factory=list)
    warnings: Mapped[list[Any]] = mapped_column(default_factory=list)
    raw: Mapped[str | None] = mapped_column(Text, default=None)


class SignalKey(Base):
    """The key of one signal, unique: the same message, sent again, is stored once."""

    __tablename__ = "signal_key"
    __table_args__ = (Index("ix_signal_key_to_forget", "forget_at"), {"sqlite_with_rowid": False})

    dedupe: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    received_at: Mapped[datetime]
    forget_at: Mapped[datetime]


class Quarantined(Base):
    """One message that was not understood, with its reason; `payload` is capped at 64 KiB.

    `stranger` names its sender (source, instance, key) when the only trouble is that nobody knows it.
    """

    __tablename__ = "quarantined"
    __table_args__ = (Index("ix_quarantined_open", "resolved_at", "id"),)

    id: Mapped[LongId] = mapped_column(init=False)
    market_id: Mapped[int | None] = mapped_column(ForeignKey("market.id"))
    topic: Mapped[str] = mapped_column(String(512))
    reason: Mapped[str] = mapped_column(String(40), index=True)
    detail: Mapped[str] = mapped_column(String(500))
    stranger: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    size: Mapped[int]
    retained: Mapped[bool]
    received_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None] = mapped_column(default=None)
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
