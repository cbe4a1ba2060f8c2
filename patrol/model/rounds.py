"""Checkpoints, routes with their versions, and the rounds that are walked along them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id, LongId
from patrol.rules.round_words import Proof, RoundState, RouteKind, StopState
from patrol.rules.rounds import Span, Stop, Window


class Checkpoint(Base):
    """A spot where a round has to pass. `key` signs its QR; a higher `epoch` makes old prints worthless."""

    __tablename__ = "checkpoint"
    __table_args__ = (UniqueConstraint("market_id", "code"),)

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    x: Mapped[float]
    y: Mapped[float]
    radius_m: Mapped[float] = mapped_column(default=25.0)
    orders: Mapped[str | None] = mapped_column(String(500), default=None)
    """What to look at here, shown on arrival."""
    key: Mapped[str] = mapped_column(String(64))
    epoch: Mapped[int] = mapped_column(default=1)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)


class PatrolRoute(Base):
    """What stays the same about a route. `planned_to` is the last market day rounds were laid down for."""

    __tablename__ = "patrol_route"
    __table_args__ = (UniqueConstraint("market_id", "code"),)

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    code: Mapped[str] = mapped_column(String(40))
    kind: Mapped[RouteKind] = mapped_column(String(10))
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    """Whose route it is; empty: the patrol team's, through the whole market."""
    planned_to: Mapped[date | None] = mapped_column(Date, default=None, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)


class RouteVersion(Base):
    """A route as it stood from one instant on; a change is a new row, a round names the row it follows."""

    __tablename__ = "route_version"
    __table_args__ = (UniqueConstraint("route_id", "number"),)

    id: Mapped[Id] = mapped_column(init=False)
    route_id: Mapped[int] = mapped_column(ForeignKey("patrol_route.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    by_car: Mapped[bool] = mapped_column(default=False)
    stops: Mapped[list[Any]]
    """Ids of checkpoints in their order."""
    windows: Mapped[list[Any]]
    metres: Mapped[float] = mapped_column(default=0.0)
    """The way along the lanes from the first stop to the last."""
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    def schedule(self) -> tuple[Window, ...]:
        """Give its windows as the rules know them."""
        return tuple(
            Window(row["opens"], row["minutes"], row["grace"], tuple(row["weekdays"])) for row in self.windows
        )


class Round(Base):
    """One walk of a route in one window. Every change locks the row and raises `version`."""

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("route_id", "opens_at"),
        Index("ix_round_of_day", "market_id", "day"),
        Index("ix_round_to_settle", "settled_at", "settles_at"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    route_id: Mapped[int] = mapped_column(ForeignKey("patrol_route.id"))
    route_version_id: Mapped[int] = mapped_column(ForeignKey("route_version.id"))
    kind: Mapped[RouteKind] = mapped_column(String(10))
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    day: Mapped[date] = mapped_column(Date)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    settles_at: Mapped[datetime]
    state: Mapped[RoundState] = mapped_column(String(10), default=RoundState.PLANNED)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    began_at: Mapped[datetime | None] = mapped_column(default=None)
    reported_at: Mapped[datetime | None] = mapped_column(default=None)
    """When a check was reported, with findings or without."""
    note: Mapped[str | None] = mapped_column(String(500), default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    @property
    def is_check(self) -> bool:
        """Say whether somebody has to report what was found."""
        return RouteKind(self.kind).is_check

    def span(self) -> Span:
        """Give its window as the rules know it."""
        return Span(self.opens_at, self.closes_at, self.settles_at)


class RoundStop(Base):
    """One checkpoint of a round: when somebody came, who, and what proves it."""

    __tablename__ = "round_stop"
    __table_args__ = (UniqueConstraint("round_id", "seq"),)

    id: Mapped[LongId] = mapped_column(init=False)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    seq: Mapped[int]
    checkpoint_id: Mapped[int] = mapped_column(ForeignKey("checkpoint.id"))
    x: Mapped[float]
    y: Mapped[float]
    state: Mapped[StopState] = mapped_column(String(8), default=StopState.OPEN)
    at: Mapped[datetime | None] = mapped_column(default=None)
    received_at: Mapped[datetime | None] = mapped_column(default=None)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    proof: Mapped[Proof | None] = mapped_column(String(8), default=None)
    distance_m: Mapped[float | None] = mapped_column(default=None)
    acc_m: Mapped[float | None] = mapped_column(default=None)
    far: Mapped[bool] = mapped_column(default=False)
    """The QR was read, but the phone said it was somewhere else: a photograph of the print?"""
    out_of_order: Mapped[bool] = mapped_column(default=False)
    too_fast: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None] = mapped_column(String(200), default=None)

    def value(self) -> Stop:
        """Give it as the rules know it."""
        return Stop(self.seq, (self.x, self.y), StopState(self.state), self.at)


class RoundFinding(Base):
    """What was found on a round, and the incident it became."""

    __tablename__ = "round_finding"

    id: Mapped[Id] = mapped_column(init=False)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    checkpoint_id: Mapped[int | None] = mapped_column(ForeignKey("checkpoint.id"), default=None)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    at: Mapped[datetime]
