"""What goes from one shift to the next: the record both sign, and the equipment with its ledger."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id, LongId


class EquipmentKind(StrEnum):
    """What is handed on or worn."""

    ARMBAND = "armband"
    RADIO = "radio"
    KEY = "key"
    CAR = "car"
    OTHER = "other"


class EquipmentAct(StrEnum):
    """What became of a piece of equipment."""

    ISSUED = "issued"
    RETURNED = "returned"
    LOST = "lost"
    FOUND = "found"
    RETIRED = "retired"


class Equipment(Base):
    """One numbered thing of a workroom, group or market. `holder_id`: who wears or carries it now."""

    __tablename__ = "equipment"
    __table_args__ = (UniqueConstraint("market_id", "kind", "number"),)

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    kind: Mapped[EquipmentKind] = mapped_column(String(8))
    number: Mapped[str] = mapped_column(String(32))
    seq: Mapped[int] = mapped_column(default=0)
    act: Mapped[EquipmentAct] = mapped_column(String(8), default=EquipmentAct.RETURNED)
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


class EquipmentRow(Base):
    """One row of a thing's ledger; never changed, never deleted."""

    __tablename__ = "equipment_row"
    __table_args__ = (UniqueConstraint("equipment_id", "seq"),)

    id: Mapped[LongId] = mapped_column(init=False)
    equipment_id: Mapped[int] = mapped_column(ForeignKey("equipment.id"))
    seq: Mapped[int]
    act: Mapped[EquipmentAct] = mapped_column(String(8))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    note: Mapped[str | None] = mapped_column(String(200), default=None)
    at: Mapped[datetime]


class Handover(Base):
    """One change of shift. Who leaves signs what is open and what is there; who comes signs that it is so.

    `facts` are fixed when the first one signs. A change of shift never waits for it.
    """

    __tablename__ = "handover"
    __table_args__ = (UniqueConstraint("rota_id", "at"), Index("ix_handover_open", "closed_at", "at"))

    id: Mapped[Id] = mapped_column(init=False)
    rota_id: Mapped[int] = mapped_column(ForeignKey("rota.id"))
    at: Mapped[datetime]
    out_kind: Mapped[str] = mapped_column(String(32))
    in_kind: Mapped[str | None] = mapped_column(String(32), default=None)
    version: Mapped[int] = mapped_column(default=1)
    facts: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    note: Mapped[str | None] = mapped_column(String(500), default=None)
    remark: Mapped[str | None] = mapped_column(String(500), default=None)
    out_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    out_at: Mapped[datetime | None] = mapped_column(default=None)
    in_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    in_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    """When both had signed, or a day had passed without it."""
