"""Devices, the names the wire has for them, and what is known of each right now."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id
from patrol.rules.words import DeviceClass, DeviceStatus


class Device(Base):
    """One device of a market. `x`, `y` plan metres, `facing` degrees clockwise from plan north."""

    __tablename__ = "device"
    __table_args__ = (UniqueConstraint("market_id", "code"),)

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    device_class: Mapped[DeviceClass] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"), default=None, index=True)
    x: Mapped[float | None] = mapped_column(default=None)
    y: Mapped[float | None] = mapped_column(default=None)
    facing: Mapped[float | None] = mapped_column(default=None)
    silent_after_s: Mapped[int | None] = mapped_column(default=None)
    clock_offset_s: Mapped[int] = mapped_column(default=0)
    facts: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str | None] = mapped_column(String(200), default=None)


class DeviceName(Base):
    """One name the wire has for a device; a car may speak through its tracker and through Traccar."""

    __tablename__ = "device_name"
    __table_args__ = (UniqueConstraint("source", "instance", "key"),)

    id: Mapped[Id] = mapped_column(init=False)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"), index=True)
    source: Mapped[str] = mapped_column(String(32))
    instance: Mapped[str] = mapped_column(String(128))
    key: Mapped[str] = mapped_column(String(200))


class DeviceState(Base):
    """What is known of a device now. `levels` are its level flags, `motion` what cars are judged by."""

    __tablename__ = "device_state"

    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"), primary_key=True)
    status: Mapped[DeviceStatus] = mapped_column(String(16), default=DeviceStatus.UNKNOWN)
    status_since: Mapped[datetime | None] = mapped_column(default=None)
    last_seen_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    lat: Mapped[float | None] = mapped_column(default=None)
    lon: Mapped[float | None] = mapped_column(default=None)
    course: Mapped[float | None] = mapped_column(default=None)
    speed_kmh: Mapped[float | None] = mapped_column(default=None)
    fix_at: Mapped[datetime | None] = mapped_column(default=None)
    order_major: Mapped[float] = mapped_column(default=0.0)
    order_minor: Mapped[float] = mapped_column(default=0.0)
    battery: Mapped[float | None] = mapped_column(default=None)
    skew_s: Mapped[float | None] = mapped_column(default=None)
    levels: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    motion: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    version: Mapped[int] = mapped_column(default=1)
