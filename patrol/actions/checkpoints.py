"""Checkpoints: set up, given a new print, taken away."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.errors import Invalid, NotFound, NotNow, VersionConflict
from patrol.model.rounds import Checkpoint, PatrolRoute, RouteVersion
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.frame import contains
from patrol.rules.register import Point
from patrol.rules.words import PlaceKind

NEAREST_RADIUS_M, WIDEST_RADIUS_M = 8.0, 80.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A checkpoint as somebody wants it; `expected_version` 0 for a new one. Plan metres."""

    code: str
    name: str
    x: float
    y: float
    radius_m: float = 25.0
    orders: str | None = None
    expected_version: int = 0


def put(session: Session, market: MarketEntry, spot: Spot, register: Register) -> Checkpoint:
    """Set a checkpoint up, or change it. Rounds laid down already keep where it was."""
    if not NEAREST_RADIUS_M <= spot.radius_m <= WIDEST_RADIUS_M:
        raise Invalid("radius_m: want 8 to 80 metres", ["radius_m"])
    known = _named(session, market.id, spot.code)
    if spot.expected_version != (known.version if known else 0):
        raise VersionConflict("this checkpoint changed since you looked at it", standing(known))
    grid = grid_at(register, market.id, (spot.x, spot.y))
    changes: Mapping[str, Any] = {
        "name": spot.name.strip()[:200] or spot.code,
        "x": spot.x,
        "y": spot.y,
        "radius_m": spot.radius_m,
        "orders": (spot.orders or "").strip()[:500] or None,
        "grid_id": grid,
        "ended_at": None,
    }
    if known is None:
        known = Checkpoint(market_id=market.id, code=spot.code, key=secrets.token_hex(32), **changes)
        session.add(known)
    else:
        for name, value in changes.items():
            setattr(known, name, value)
        known.version += 1
    session.flush()
    return known


def renew(session: Session, checkpoint_id: int, *, expected_version: int) -> Checkpoint:
    """Make all prints of a checkpoint worthless: one was photographed, or is lost."""
    found = _locked(session, checkpoint_id, expected_version)
    found.epoch += 1
    found.version += 1
    return found


def end(session: Session, checkpoint_id: int, *, expected_version: int, now: datetime) -> Checkpoint:
    """Take a checkpoint away; not while a route passes it."""
    found = _locked(session, checkpoint_id, expected_version)
    routes = session.execute(
        select(RouteVersion.name, RouteVersion.stops)
        .join(PatrolRoute, PatrolRoute.id == RouteVersion.route_id)
        .where(RouteVersion.ended_at.is_(None), PatrolRoute.ended_at.is_(None))
    )
    passing = [name for name, stops in routes if found.id in stops]
    if passing:
        raise NotNow(f"routes pass here: {', '.join(passing)}", {"because": "on-a-route"})
    found.ended_at = now
    found.version += 1
    return found


def standing(found: Checkpoint | None) -> dict[str, object]:
    """Say how a checkpoint stands."""
    return {"version": found.version if found else 0, "by": None}


def grid_at(register: Register, market_id: int, point: Point) -> int | None:
    """Give the grid a point lies in."""
    grids = (p for p in register.places.values() if p.market_id == market_id and p.kind is PlaceKind.GRID)
    return next((grid.id for grid in grids if contains(grid.boundary, *point)), None)


def _named(session: Session, market_id: int, code: str) -> Checkpoint | None:
    wanted = select(Checkpoint).where(Checkpoint.market_id == market_id, Checkpoint.code == code)
    return session.scalars(wanted.with_for_update()).one_or_none()


def _locked(session: Session, checkpoint_id: int, expected_version: int) -> Checkpoint:
    found = session.get(Checkpoint, checkpoint_id, with_for_update=True)
    if found is None or found.ended_at is not None:
        raise NotFound(f"there is no checkpoint {checkpoint_id}")
    if found.version != expected_version:
        raise VersionConflict("this checkpoint changed since you looked at it", standing(found))
    return found
