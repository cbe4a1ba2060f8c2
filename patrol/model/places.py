"""Places that outlive their boundaries: a version ends and a new one begins, nothing is overwritten."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id
from patrol.rules.frame import Frame
from patrol.rules.words import PlaceKind


class Market(Base):
    """One market: its frame on the earth, its zone and the minute at which its day begins."""

    __tablename__ = "market"

    id: Mapped[Id] = mapped_column(init=False)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    timezone: Mapped[str] = mapped_column(String(64))
    lat: Mapped[float]
    lon: Mapped[float]
    rotation_deg: Mapped[float] = mapped_column(default=0.0)
    cut: Mapped[int] = mapped_column(default=14 * 60)
    opens: Mapped[int] = mapped_column(default=0)
    closes: Mapped[int] = mapped_column(default=24 * 60)
    register_version: Mapped[int] = mapped_column(default=1)

    @property
    def frame(self) -> Frame:
        """Where the plan lies on the earth."""
        return Frame(self.lat, self.lon, self.rotation_deg)


class Place(Base):
    """What stays the same about a place: its kind and its code. Streets have no market."""

    __tablename__ = "place"
    __table_args__ = (
        Index(
            "uq_place_code_in_market",
            "market_id",
            "code",
            unique=True,
            sqlite_where=text("market_id IS NOT NULL"),
            postgresql_where=text("market_id IS NOT NULL"),
        ),
        Index(
            "uq_place_code_above_markets",
            "code",
            unique=True,
            sqlite_where=text("market_id IS NULL"),
            postgresql_where=text("market_id IS NULL"),
        ),
    )

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int | None] = mapped_column(ForeignKey("market.id"))
    kind: Mapped[PlaceKind] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(64))


class PlaceVersion(Base):
    """What a place was from one instant to another: name, parent, boundary in plan metres, facts."""

    __tablename__ = "place_version"
    __table_args__ = (
        Index(
            "uq_place_version_standing",
            "place_id",
            unique=True,
            sqlite_where=text("valid_to IS NULL"),
            postgresql_where=text("valid_to IS NULL"),
        ),
    )

    id: Mapped[Id] = mapped_column(init=False)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    boundary: Mapped[list[Any]] = mapped_column(default_factory=list)
    facts: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None] = mapped_column(default=None)


class Lane(Base):
    """One stretch of lane between two nodes; versioned like places."""

    __tablename__ = "lane"
    __table_args__ = (
        Index(
            "uq_lane_standing",
            "market_id",
            "code",
            unique=True,
            sqlite_where=text("valid_to IS NULL"),
            postgresql_where=text("valid_to IS NULL"),
        ),
    )

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"), index=True)
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    start: Mapped[str] = mapped_column(String(64))
    end: Mapped[str] = mapped_column(String(64))
    line: Mapped[list[Any]]
    width_m: Mapped[float]
    cars: Mapped[bool]
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None] = mapped_column(default=None)
