"""The cases people work on, what was done to them, and the commands already answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id
from patrol.rules.words import Category, Severity, Step


class Incident(Base):
    """One case. Every change is one conditional UPDATE on `version`."""

    __tablename__ = "incident"
    __table_args__ = (Index("ix_incident_open", "market_id", "closed_at", "id"),)

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    number: Mapped[str] = mapped_column(String(32), unique=True)
    step: Mapped[Step] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(64))
    category: Mapped[Category] = mapped_column(String(2))
    severity: Mapped[Severity] = mapped_column(String(10))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    x: Mapped[float | None] = mapped_column(default=None)
    y: Mapped[float | None] = mapped_column(default=None)
    drill: Mapped[bool] = mapped_column(default=False)
    discovered_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)


class IncidentEntry(Base):
    """One line of an incident's timeline; appended, never changed. Three clocks."""

    __tablename__ = "incident_entry"

    id: Mapped[Id] = mapped_column(init=False)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    verb: Mapped[str] = mapped_column(String(32))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    version: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)


class CommandDone(Base):
    """A command that was carried out; a retry by the same id gets the same answer."""

    __tablename__ = "command_done"

    command_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entity: Mapped[str] = mapped_column(String(64))
    answer: Mapped[dict[str, Any]]
    at: Mapped[datetime]
