"""Conditions that want attention, the rules that find them, and the windows that hide some."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id
from patrol.rules.drafts import Draft
from patrol.rules.words import Attention, Category, Condition, Severity


class Alert(Base):
    """A condition that wants attention; many signals fold into one open alert.

    Open means `closed_at` is empty: only one open alert stands for a fingerprint, and the
    database says so. `due_at` is when somebody should have accepted it. A suppressed alert is
    kept back by a silence (`hidden_by`) and comes up when the silence ends while it still holds.
    """

    __tablename__ = "alert"
    __table_args__ = (
        Index(
            "uq_alert_open_fingerprint",
            "market_id",
            "fingerprint",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_alert_open", "market_id", "closed_at", "id"),
        Index(
            "ix_alert_of_incident",
            "incident_id",
            "id",
            sqlite_where=text("incident_id IS NOT NULL"),
            postgresql_where=text("incident_id IS NOT NULL"),
        ),
    )

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    fingerprint: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(64))
    category: Mapped[Category] = mapped_column(String(2))
    severity: Mapped[Severity] = mapped_column(String(10))
    rule: Mapped[str] = mapped_column(String(64))
    condition: Mapped[Condition] = mapped_column(String(8), default=Condition.ACTIVE)
    attention: Mapped[Attention] = mapped_column(String(8), default=Attention.NEW)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"), default=None)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    x: Mapped[float | None] = mapped_column(default=None)
    y: Mapped[float | None] = mapped_column(default=None)
    count: Mapped[int] = mapped_column(default=1)
    kinds: Mapped[list[Any]] = mapped_column(default_factory=list)
    subject: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    media: Mapped[list[Any]] = mapped_column(default_factory=list)
    correlation: Mapped[str | None] = mapped_column(String(200), default=None, index=True)
    happened_at: Mapped[datetime]
    raised_at: Mapped[datetime]
    last_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    clear_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    late: Mapped[bool] = mapped_column(default=False)
    at_startup: Mapped[bool] = mapped_column(default=False)
    cleared_at: Mapped[datetime | None] = mapped_column(default=None)
    cleared_why: Mapped[str | None] = mapped_column(String(40), default=None)
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    seen_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    close_reason: Mapped[str | None] = mapped_column(String(200), default=None)
    shelved_until: Mapped[datetime | None] = mapped_column(default=None, index=True)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), default=None)
    related_id: Mapped[int | None] = mapped_column(ForeignKey("alert.id"), default=None)
    suppressed: Mapped[bool] = mapped_column(default=False)
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("silence.id"), default=None, index=True)
    decided_version: Mapped[int] = mapped_column(default=1)
    """The version at the last decision of a person; folding another signal in is none."""
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}


class TriageRule(Base):
    """One rule as data; a change ends the row and begins a new one, so that old alerts stay explained."""

    __tablename__ = "triage_rule"
    __table_args__ = (
        Index(
            "uq_triage_rule_standing",
            "market_id",
            "code",
            unique=True,
            sqlite_where=text("valid_to IS NULL"),
            postgresql_where=text("valid_to IS NULL"),
        ),
    )

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    code: Mapped[str] = mapped_column(String(64))
    rank: Mapped[int]
    body: Mapped[dict[str, Any]]
    enabled: Mapped[bool] = mapped_column(default=True)
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None] = mapped_column(default=None)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


class Pending(Base):
    """Signals that wait for a delay to pass or for more of their kind, before they make an alert."""

    __tablename__ = "pending"
    __table_args__ = (Index("uq_pending", "market_id", "fingerprint", unique=True),)

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    fingerprint: Mapped[str] = mapped_column(String(200))
    rule: Mapped[str] = mapped_column(String(64))
    times: Mapped[list[Any]]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    draft: Mapped[dict[str, Any]]


class Silence(Base):
    """A window in which matching alerts are kept back. `scope` is what it covers; it counts what it hid."""

    __tablename__ = "silence"

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), index=True)
    maintenance: Mapped[bool]
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"), default=None)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    kind: Mapped[str | None] = mapped_column(String(64), default=None)
    reason: Mapped[str] = mapped_column(String(200))
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    hidden: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    def covers(self, draft: Draft, above: frozenset[int], *, now: datetime) -> bool:
        """Say whether it keeps back a would-be alert; `above` are the ids of its place and those above."""
        return (
            self.market_id == draft.market_id
            and self.begins_at <= now < self.ends_at
            and self.kind in (None, draft.kind)
            and (self.device_id is None or self.device_id == draft.device_id)
            and (self.place_id is None or self.place_id in above)
        )
