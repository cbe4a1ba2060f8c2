"""Visit lists of an office, the shops on them, and the visits that were made."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id, LongId
from patrol.rules.visit_words import AskState, VisitResult


class VisitList(Base):
    """What an office asks of the grids: go to these shops before an instant, and say how it was.

    `shared`: a visit made for another shared list counts here too, and the other way round.
    """

    __tablename__ = "visit_list"
    __table_args__ = (Index("ix_visit_list_open", "market_id", "closed_at"),)

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    title: Mapped[str] = mapped_column(String(200))
    ask: Mapped[str] = mapped_column(String(1000))
    shared: Mapped[bool] = mapped_column(default=True)
    due_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    made_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    version: Mapped[int] = mapped_column(default=1)


class Visit(Base):
    """Somebody went to a shop, once, for one list or several. Appended, never changed."""

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_of_shop", "shop_id", "at"),)

    id: Mapped[LongId] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    shop_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    result: Mapped[VisitResult] = mapped_column(String(8))
    note: Mapped[str | None] = mapped_column(String(500), default=None)
    media: Mapped[list[Any]] = mapped_column(default_factory=list)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), default=None)


class VisitAsk(Base):
    """One shop on one list. It leaves `open` by one conditional UPDATE, so nobody is visited twice."""

    __tablename__ = "visit_ask"
    __table_args__ = (
        UniqueConstraint("list_id", "shop_id"),
        Index("ix_visit_ask_of_shop", "shop_id", "state"),
        Index("ix_visit_ask_of_grid", "grid_id", "state"),
    )

    id: Mapped[LongId] = mapped_column(init=False)
    list_id: Mapped[int] = mapped_column(ForeignKey("visit_list.id"))
    shop_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    state: Mapped[AskState] = mapped_column(String(8), default=AskState.OPEN)
    tries: Mapped[int] = mapped_column(default=0)
    """How often somebody stood before a shut door."""
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), default=None)
    through_id: Mapped[int | None] = mapped_column(ForeignKey("visit_list.id"), default=None)
    """The list for which the visit was made, where it was another one."""
