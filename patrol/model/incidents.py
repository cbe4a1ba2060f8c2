"""The cases people work on, what was done to them, and the commands already answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id
from patrol.rules.case_words import Cause, Result, Source
from patrol.rules.words import Category, Severity, Step


class Incident(Base):
    """One case. Every change is one UPDATE that names the version it found; the action raises it by one.

    `closed_at` is when it left the boards, whatever the way out. `decided_version` is the version at
    the last decision of a person: answers of those who were sent, notes and timers are none.
    """

    __tablename__ = "incident"
    __table_args__ = (
        Index("ix_incident_open", "market_id", "closed_at", "id"),
        Index("ix_incident_dedupe", "market_id", "dedupe"),
    )

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
    drill_plan: Mapped[str | None] = mapped_column(String(64), default=None)
    source: Mapped[Source] = mapped_column(String(8), default=Source.ALERT)
    reported_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    near_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    """Where somebody hides who told it quietly: a group or a grid. None: nobody hides."""
    summary: Mapped[str | None] = mapped_column(String(500), default=None)
    dedupe: Mapped[str | None] = mapped_column(String(120), default=None)
    related_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), default=None)
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), default=None)
    sop: Mapped[list[Any]] = mapped_column(default_factory=list)
    """Steps of the procedure: `{"key", "done": null | "ticked" | "skipped"}`."""
    helpers: Mapped[list[Any]] = mapped_column(default_factory=list)
    notes: Mapped[int] = mapped_column(default=0)
    pictures: Mapped[int] = mapped_column(default=0)
    discovered_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    round: Mapped[int] = mapped_column(default=1)
    returned: Mapped[int] = mapped_column(default=0)
    reworked: Mapped[int] = mapped_column(default=0)
    holds: Mapped[int] = mapped_column(default=0)
    held_from: Mapped[Step | None] = mapped_column(String(12), default=None)
    held_until: Mapped[datetime | None] = mapped_column(default=None)
    extension_asked: Mapped[bool] = mapped_column(default=False)
    extended: Mapped[bool] = mapped_column(default=False)
    verified_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    self_closed: Mapped[bool] = mapped_column(default=False)
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    result: Mapped[Result | None] = mapped_column(String(16), default=None)
    cause: Mapped[Cause | None] = mapped_column(String(8), default=None)
    losses: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    decided_version: Mapped[int] = mapped_column(default=1)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}

    @property
    def quiet(self) -> bool:
        """Whether it was told by somebody whom nobody is to know."""
        return self.near_id is not None


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


class Outside(Base):
    """A hand-over to another body. Its clock runs beside ours and is counted apart."""

    __tablename__ = "outside"

    id: Mapped[Id] = mapped_column(init=False)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    body: Mapped[str] = mapped_column(String(8))
    called_at: Mapped[datetime]
    called_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    receipt: Mapped[str | None] = mapped_column(String(200), default=None)
    spoke_with: Mapped[str | None] = mapped_column(String(200), default=None)
    arrived_at: Mapped[datetime | None] = mapped_column(default=None)
    returned_at: Mapped[datetime | None] = mapped_column(default=None)


class Evaluation(Base):
    """What somebody thought of how an incident was handled: the leader, the police, or a shop."""

    __tablename__ = "evaluation"
    __table_args__ = (Index("uq_evaluation_once", "incident_id", "round", "role", "person_id", unique=True),)

    id: Mapped[Id] = mapped_column(init=False)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    round: Mapped[int]
    role: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    scores: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    lesson: Mapped[str | None] = mapped_column(String(2000), default=None)
    at: Mapped[datetime]


class CommandDone(Base):
    """A command that was carried out; a retry by the same id gets the same answer."""

    __tablename__ = "command_done"
    __table_args__ = (Index("ix_command_done_by_time", "at"),)

    command_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entity: Mapped[str] = mapped_column(String(64))
    answer: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class Counter(Base):
    """A running number under its row lock: two at once never get the same one."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)


class CaseSetting(Base):
    """Timers, run cards, procedures or the gate of a market; a change ends the row and begins a new one."""

    __tablename__ = "case_setting"
    __table_args__ = (Index("ix_case_setting", "market_id", "name", "valid_to"),)

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    name: Mapped[str] = mapped_column(String(20))
    body: Mapped[dict[str, Any]]
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None] = mapped_column(default=None)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
