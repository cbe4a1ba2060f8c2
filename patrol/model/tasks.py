"""Who was sent to an incident, and what is waited for."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id
from patrol.rules.case_words import TaskState, TimerKind, UnitKind


class Task(Base):
    """What one unit was sent to do. Exactly one of `device_id`, `place_id` and `person_id` is the unit."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_of_incident", "incident_id", "id"),
        Index("ix_task_of_person", "person_id", "settled_at"),
        Index("ix_task_open", "settled_at", "device_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"))
    unit: Mapped[str] = mapped_column(String(80))
    """How commands name it: `device:car-01`, `place:A-101`, `person:12`."""
    unit_kind: Mapped[UnitKind] = mapped_column(String(8))
    part: Mapped[str] = mapped_column(String(8))
    """What it counts as on a run card: guard, car or shop."""
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"), default=None)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    """Whose phone it is, or who was sent by name; None: whoever holds the car or the shop."""
    doer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    state: Mapped[TaskState] = mapped_column(String(10), default=TaskState.SENT)
    round: Mapped[int] = mapped_column(default=1)
    again_because: Mapped[str | None] = mapped_column(String(200), default=None)
    """What is still to be done, when the work was sent back."""
    sent_at: Mapped[datetime]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    arrived_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)


class Timer(Base):
    """Something waited for. It stands until it is stopped; it fires at most once.

    `stopped_at` is when what was waited for came, or the step was left: later than `due_at` means late.
    While paused it keeps the seconds left. A level above 1 is a rung of the ladder.
    """

    __tablename__ = "timer"
    __table_args__ = (
        Index(
            "ix_timer_due",
            "due_at",
            sqlite_where=text("fired_at IS NULL AND stopped_at IS NULL AND paused_at IS NULL"),
            postgresql_where=text("fired_at IS NULL AND stopped_at IS NULL AND paused_at IS NULL"),
        ),
        Index("ix_timer_of_incident", "incident_id", "stopped_at"),
        Index("ix_timer_of_roll_call", "roll_call_id"),
        Index("uq_timer_of_alert", "alert_id", "level", unique=True),
    )

    id: Mapped[Id] = mapped_column(init=False)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), default=None)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), default=None)
    roll_call_id: Mapped[int | None] = mapped_column(ForeignKey("roll_call.id"), default=None)
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alert.id"), default=None)
    kind: Mapped[TimerKind] = mapped_column(String(16))
    level: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime]
    due_at: Mapped[datetime]
    fired_at: Mapped[datetime | None] = mapped_column(default=None)
    late_by_s: Mapped[int | None] = mapped_column(default=None)
    stopped_at: Mapped[datetime | None] = mapped_column(default=None)
    paused_at: Mapped[datetime | None] = mapped_column(default=None)
    left_s: Mapped[float | None] = mapped_column(default=None)
