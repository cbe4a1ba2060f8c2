"""What incidents count for in the figures, and what was objected to it."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, BigId, Id
from patrol.rules.words import Category, Severity


class Reckoning(Base):
    """One narrow row beside each incident, written in the transaction that changes it.

    `marks` are those of `patrol.rules.case_marks`, the legs seconds; `day` is the market day of its discovery
    by the cut of that time, `hour` the local hour. Whoever counts reads this table alone.
    """

    __tablename__ = "reckoning"
    __table_args__ = (
        Index(
            "ix_reckoning_in_period",
            "market_id",
            "day",
            "grid_id",
            "group_id",
            "category",
            "hour",
            "device_id",
            "rule",
            "marks",
        ),
    )

    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    version: Mapped[int]
    """The incident's version it was made from."""
    edition: Mapped[int]
    """The edition of the rules it was made by."""
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    day: Mapped[date] = mapped_column(Date)
    hour: Mapped[int]
    category: Mapped[Category] = mapped_column(String(2))
    severity: Mapped[Severity] = mapped_column(String(10))
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"), default=None)
    rule: Mapped[str | None] = mapped_column(String(64), default=None)
    marks: Mapped[int] = mapped_column(BigId, default=0)
    accept_s: Mapped[int | None] = mapped_column(default=None)
    dispatch_s: Mapped[int | None] = mapped_column(default=None)
    answer_s: Mapped[int | None] = mapped_column(default=None)
    scene_s: Mapped[int | None] = mapped_column(default=None)
    handle_s: Mapped[int | None] = mapped_column(default=None)
    close_s: Mapped[int | None] = mapped_column(default=None)
    whole_s: Mapped[int | None] = mapped_column(default=None)
    evaluate_s: Mapped[int | None] = mapped_column(default=None)
    satisfaction: Mapped[float | None] = mapped_column(default=None)
    score: Mapped[float | None] = mapped_column(default=None)


class Dispute(Base):
    """Somebody objects that an incident counts against an indicator; the answer is final, and stays."""

    __tablename__ = "dispute"
    __table_args__ = (Index("uq_dispute_once", "incident_id", "round", "item", unique=True),)

    id: Mapped[Id] = mapped_column(init=False)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    round: Mapped[int]
    item: Mapped[str] = mapped_column(String(24))
    reason: Mapped[str] = mapped_column(String(500))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    granted: Mapped[bool | None] = mapped_column(default=None)
    answer: Mapped[str | None] = mapped_column(String(500), default=None)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
