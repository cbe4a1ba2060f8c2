"""Whom a rung reaches, by name of the rung: people found from what stands in the market now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.audience import Audience
from patrol.cards.case_rules import case_rules
from patrol.cards.units import point_of
from patrol.model.people import Person
from patrol.rules.entries import PlaceEntry, Register
from patrol.rules.ladder import Ladder, nearest_grid
from patrol.rules.register import Point
from patrol.rules.words import PlaceKind, Role


@dataclass(frozen=True, slots=True)
class Scene:
    """Where something waits: its market, its grid, its point in plan metres."""

    market_id: int
    grid_id: int | None
    place_id: int | None
    x: float | None
    y: float | None

    def point(self, register: Register) -> Point | None:
        """Give the point, by the place when none was told."""
        if self.x is not None and self.y is not None:
            return self.x, self.y
        return point_of(register.places.get(self.place_id or self.grid_id or 0))


def reached(session: Session, scene: Scene, rung: str, register: Register, *, now: datetime) -> set[int]:
    """Give the persons a rung reaches. The boards hear every rung anyhow."""
    audience = Audience(session, register, scene.market_id, now)
    match rung:
        case "shift_leader":
            return audience.office(Role.SHIFT_LEADER) or audience.office(Role.OFFICER)
        case "office_head":
            return heads(session, scene.market_id, audience)
        case "neighbouring_grid":
            near = neighbours(session, scene, register)
            return {one for grid in near for one in audience.guards_of(grid.id)}
        case "consider_110":
            office = audience.office(Role.SHIFT_LEADER, Role.OFFICER)
            return office | heads(session, scene.market_id, audience)
    return set()


def heads(session: Session, market_id: int, audience: Audience) -> set[int]:
    """Give the office heads a market has named, else its administrators."""
    named = _ladder(session, market_id).heads
    known = select(Person.id).where(Person.login.in_(named), Person.active)
    return set(session.scalars(known)) or audience.office(Role.ADMINISTRATOR)


def neighbours(session: Session, scene: Scene, register: Register) -> list[PlaceEntry]:
    """Give the grids next door: those the market has named, else the nearest one on the plan."""
    grids = {
        place.code: place
        for place in register.places.values()
        if place.kind is PlaceKind.GRID and place.market_id == scene.market_id
    }
    own = register.places.get(scene.grid_id or 0)
    named = _ladder(session, scene.market_id).neighbours.get(own.code if own else "", ())
    if found := [grids[code] for code in named if code in grids]:
        return found
    at = scene.point(register)
    edges = {code: grid.boundary for code, grid in grids.items()}
    nearest = nearest_grid(at, own.code if own else None, edges) if at else None
    return [grids[nearest]] if nearest else []


def _ladder(session: Session, market_id: int) -> Ladder:
    return case_rules(session, market_id).ladder
