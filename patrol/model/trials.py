"""The ledger of button tests and drills."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id
from patrol.rules.trials import DrillState, TrialState


class TestPlan(Base):
    """How often the buttons of a market are tested, and since when that is counted."""

    __test__ = False
    __tablename__ = "test_plan"

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), primary_key=True)
    every_days: Mapped[int]
    since: Mapped[datetime]
    looked_at: Mapped[datetime | None] = mapped_column(default=None)


class ButtonTest(Base):
    """One test of a button; one at a time. `announced`: by a person, else the button said so itself."""

    __tablename__ = "button_test"
    __table_args__ = (
        Index(
            "uq_button_test_open",
            "device_id",
            unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index("ix_button_test_of_device", "device_id", "settled_at"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    state: Mapped[TrialState] = mapped_column(String(8), default=TrialState.OPEN)
    announced: Mapped[bool] = mapped_column(default=True)
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    pressed_at: Mapped[datetime | None] = mapped_column(default=None)
    answer_by: Mapped[datetime | None] = mapped_column(default=None)
    lit: Mapped[bool | None] = mapped_column(default=None)
    note: Mapped[str | None] = mapped_column(String(300), default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    version: Mapped[int] = mapped_column(default=1)


class DrillPlan(Base):
    """A drill that is planned; its incident bears the flag from before its first step."""

    __tablename__ = "drill_plan"

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(2))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    planned_at: Mapped[datetime]
    state: Mapped[DrillState] = mapped_column(String(10), default=DrillState.PLANNED)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), default=None)
    result: Mapped[str | None] = mapped_column(String(1000), default=None)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
