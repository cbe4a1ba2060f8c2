"""Rosters of guards: how a workroom or team is kept, what was asked for, and each making of a roster."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id
from patrol.rules.shifts import RunState, Terms, WishKind, WishState


class GuardRoster(Base):
    """The roster of one workroom or team: the bounds of work, and how far it is promised.

    Every change of who keeps a shift raises `version` by one conditional UPDATE. Days up to
    `published_until` are what people count on; later ones are a draft.
    """

    __tablename__ = "guard_roster"

    rota_id: Mapped[int] = mapped_column(ForeignKey("rota.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    rest_minutes: Mapped[int] = mapped_column(default=660)
    days_running: Mapped[int] = mapped_column(default=6)
    drivers: Mapped[int] = mapped_column(default=0)
    """How many of each shift must be able to drive a patrol car."""
    days_ahead: Mapped[int] = mapped_column(default=42)
    laid_until: Mapped[date | None] = mapped_column(Date, default=None)
    published_until: Mapped[date | None] = mapped_column(Date, default=None)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    changed_at: Mapped[datetime]

    def terms(self) -> Terms:
        """Give the bounds as the rules know them."""
        return Terms(timedelta(minutes=self.rest_minutes), self.days_running)


class RosterRun(Base):
    """One making of a roster by the clockwork: asked for, worked on, and what is known of the outcome.

    `bound`: it is proven that no roster of these days costs less than this.
    """

    __tablename__ = "roster_run"
    __table_args__ = (Index("ix_roster_run_waiting", "state", "id"),)

    id: Mapped[Id] = mapped_column(init=False)
    rota_id: Mapped[int] = mapped_column(ForeignKey("rota.id"), index=True)
    state: Mapped[RunState] = mapped_column(String(8), default=RunState.WAITING)
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    seconds_given: Mapped[float] = mapped_column(default=45.0)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    asked_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    method: Mapped[str | None] = mapped_column(String(8), default=None)
    why: Mapped[str | None] = mapped_column(String(40), default=None)
    cost: Mapped[int | None] = mapped_column(default=None)
    bound: Mapped[int | None] = mapped_column(default=None)
    seconds: Mapped[float | None] = mapped_column(default=None)
    moved: Mapped[int | None] = mapped_column(default=None)
    lacks: Mapped[list[Any]] = mapped_column(default_factory=list)


class ShiftWish(Base):
    """What a guard asks for: a free day, a shift, or leave from a day to a day."""

    __tablename__ = "shift_wish"
    __table_args__ = (Index("ix_shift_wish_of_rota", "rota_id", "state", "last"),)

    id: Mapped[Id] = mapped_column(init=False)
    rota_id: Mapped[int] = mapped_column(ForeignKey("rota.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    want: Mapped[WishKind] = mapped_column(String(8))
    kind: Mapped[str | None] = mapped_column(String(32), default=None)
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    state: Mapped[WishState] = mapped_column(String(10), default=WishState.ASKED)
    reason: Mapped[str | None] = mapped_column(String(200), default=None)
    asked_at: Mapped[datetime]
    absence_id: Mapped[int | None] = mapped_column(ForeignKey("absence.id"), default=None)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)


class Qualification(Base):
    """What somebody may do from an instant on: `car` is to drive a patrol car."""

    __tablename__ = "qualification"

    id: Mapped[Id] = mapped_column(init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    skill: Mapped[str] = mapped_column(String(16))
    since: Mapped[datetime]
    until: Mapped[datetime | None] = mapped_column(default=None)
    given_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


CAR = "car"
