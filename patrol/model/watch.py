"""Whether somebody watches the board of a market at night."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base


class NightWatch(Base):
    """One row a market: the last sign of somebody at a board, and the question that stands."""

    __tablename__ = "night_watch"

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), primary_key=True)
    acted_at: Mapped[datetime]
    acted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    missed_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}
