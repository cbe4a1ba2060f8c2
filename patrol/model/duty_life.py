"""What bends the turns of duty: marked days, absences, leads, groups that stand together for a while."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id
from patrol.rules.duty_words import AbsenceKind, DayMark, Keeper


class DutyDay(Base):
    """One marked day of a market's calendar; an import replaces the days it names."""

    __tablename__ = "duty_day"

    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    mark: Mapped[DayMark] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(100), default="")
    source: Mapped[str] = mapped_column(String(100), default="")
    imported_at: Mapped[datetime]


class Absence(Base):
    """A shop or person who takes no turns for a while; taken back, it stays as a row."""

    __tablename__ = "absence"
    __table_args__ = (Index("ix_absence_of_holder", "keeper", "holder_id"),)

    id: Mapped[Id] = mapped_column(init=False)
    keeper: Mapped[Keeper] = mapped_column(String(8))
    holder_id: Mapped[int]
    kind: Mapped[AbsenceKind] = mapped_column(String(10))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(200), default=None)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    asked_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)


class LeadTerm(Base):
    """A lead shop's time in office, and its deputy; without one, the group's own facts name the lead."""

    __tablename__ = "lead_term"

    id: Mapped[Id] = mapped_column(init=False)
    group_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    letter: Mapped[str | None] = mapped_column(String(100), default=None)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


class Gathering(Base):
    """For a while, one group's shops keep watch with another's, as when few are open at Spring Festival.

    The guest's own rota rests meanwhile.
    """

    __tablename__ = "gathering"

    id: Mapped[Id] = mapped_column(init=False)
    host_id: Mapped[int] = mapped_column(ForeignKey("rota.id"), index=True)
    guest_id: Mapped[int] = mapped_column(ForeignKey("rota.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    made_at: Mapped[datetime]
