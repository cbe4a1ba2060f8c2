"""How ready each group is now, and which neighbour stands in for it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base


class GroupReadiness(Base):
    """One row a group, changed when its count changes. `thin`: fewer than `least` shops are ready."""

    __tablename__ = "group_readiness"

    group_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), index=True)
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    code: Mapped[str] = mapped_column(String(64))
    of: Mapped[int]
    open: Mapped[int]
    ready: Mapped[int]
    least: Mapped[int]
    lead: Mapped[bool]
    on_duty: Mapped[bool]
    thin: Mapped[bool]
    attached_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    metres: Mapped[int | None]
    """On foot from the middle of one group to that of the other."""
    since: Mapped[datetime]
    """Since when it is thin, or ready."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}
