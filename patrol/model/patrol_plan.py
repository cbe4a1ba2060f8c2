"""Coverage as it was measured, the seeds of chance, and the legs that were drawn with them."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id, LongId


class CoverageCell(Base):
    """How long a grid was covered in one half hour, against the plan; kept when tracks are gone."""

    __tablename__ = "coverage_cell"
    __table_args__ = (
        UniqueConstraint("market_id", "starts_at", "grid_id"),
        Index("ix_coverage_cell_of_day", "market_id", "day"),
    )

    id: Mapped[LongId] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    grid_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    day: Mapped[date] = mapped_column(Date)
    starts_at: Mapped[datetime]
    planned_s: Mapped[int]
    covered_s: Mapped[int]
    measured_at: Mapped[datetime]


class PlanSeed(Base):
    """The chance of one market day. `commitment` is shown at once, the seed when the day is over."""

    __tablename__ = "plan_seed"
    __table_args__ = (UniqueConstraint("market_id", "day"),)

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    day: Mapped[date] = mapped_column(Date)
    seed: Mapped[str] = mapped_column(String(64))
    commitment: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]


class PatrolLeg(Base):
    """One leg that was suggested: what it was drawn from, and what came out. Never changed."""

    __tablename__ = "patrol_leg"
    __table_args__ = (UniqueConstraint("seed_id", "number"),)

    id: Mapped[LongId] = mapped_column(init=False)
    seed_id: Mapped[int] = mapped_column(ForeignKey("plan_seed.id"))
    number: Mapped[int]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    inputs: Mapped[str] = mapped_column(Text)
    stops: Mapped[str] = mapped_column(String(500))
    """Codes of checkpoints in their order, parted by blanks."""
