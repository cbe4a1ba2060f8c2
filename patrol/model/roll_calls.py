"""One press, ten shops ring: who was asked and what each answered."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id
from patrol.rules.case_words import RollAnswer, RollStage


class RollCall(Base):
    """A roll call of one group; only one of a group stands at a time. The caller's shop is not asked."""

    __tablename__ = "roll_call"
    __table_args__ = (
        Index(
            "uq_roll_call_standing",
            "group_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_roll_call_of_market", "market_id", "ended_at"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), default=None, index=True)
    drill: Mapped[bool] = mapped_column(default=False)
    stage: Mapped[RollStage] = mapped_column(String(20), default=RollStage.RINGING)
    opened_at: Mapped[datetime]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    caller_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    attached_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    """The neighbouring group that rings too, because too few shops of this one were ready."""
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}


class RollCallShop(Base):
    """One shop's line: asked, answered, closed, or watched by a neighbour. Answers are all kept."""

    __tablename__ = "roll_call_shop"

    roll_call_id: Mapped[int] = mapped_column(ForeignKey("roll_call.id"), primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True)
    counted: Mapped[bool] = mapped_column(default=True)
    why_not: Mapped[str | None] = mapped_column(String(16), default=None)
    answer: Mapped[RollAnswer | None] = mapped_column(String(8), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    listed_at: Mapped[datetime | None] = mapped_column(default=None)
    rung_at: Mapped[datetime | None] = mapped_column(default=None)
    watcher_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
