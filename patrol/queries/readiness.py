"""How many shops of each group are there to help: now, and in every half hour of the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.case_rules import case_rules
from patrol.cards.readiness import readiness_by_half_hour, readiness_now, shops_by_group
from patrol.model.readiness import GroupReadiness
from patrol.rules.entries import MarketEntry, PlaceEntry, Register
from patrol.rules.readiness import Readiness
from patrol.rules.words import PlaceKind


@dataclass(frozen=True, slots=True)
class GroupHours:
    """One group: as it is now, who stands in, and its open shops in 48 half hours from 00:00 local."""

    group: PlaceEntry
    grid: PlaceEntry | None
    now: Readiness
    attached: PlaceEntry | None
    metres: int | None
    half_hours: Sequence[int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """All groups of a market, by grid and code, and how many ready shops a group needs."""

    least: int
    groups: Sequence[GroupHours]


def coverage(session: Session, market: MarketEntry, register: Register, *, now: datetime) -> Coverage:
    """Count the whole market."""
    shops = shops_by_group(register, market.id)
    counts = readiness_now(session, market, register, shops, now=now)
    hours = readiness_by_half_hour(market, shops)
    mine = select(GroupReadiness).where(GroupReadiness.market_id == market.id, GroupReadiness.thin.is_(True))
    thin = {row.group_id: row for row in session.scalars(mine)}
    found = []
    for group_id in shops:
        row = thin.get(group_id)
        attached = register.places.get(row.attached_id or 0) if row else None
        grid = register.above(group_id, PlaceKind.GRID)
        group, metres = register.places[group_id], row.metres if row else None
        found.append(GroupHours(group, grid, counts[group_id], attached, metres, hours[group_id]))
    found.sort(key=lambda one: (one.grid.code if one.grid else "", one.group.code))
    return Coverage(case_rules(session, market.id).least, found)
