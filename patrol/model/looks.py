"""Who looked at whose telephone number, when, and why."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, LongId


class Look(Base):
    """One look at personal data. It is never changed, and forgotten only by retention."""

    __tablename__ = "look"
    __table_args__ = (Index("ix_look_at_place", "place_id", "at"), Index("ix_look_by_time", "at"))

    id: Mapped[LongId] = mapped_column(init=False)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who looked; None: a program, by its token."""
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    """The shop whose number was shown."""
    reason: Mapped[str] = mapped_column(String(200))
