"""What the desk asks about duty: the market today, a grid's week, patterns, marked days, groups together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.duty_seats import OnDuty
from patrol.model.duty import DutyPattern, Rota, Slot
from patrol.model.duty_life import DutyDay, Gathering
from patrol.queries import duty
from patrol.queries.duty_substitutes import proposals
from patrol.rules.duty_words import Keeper
from patrol.rules.entries import Register
from patrol.rules.words import PlaceKind

MOST_FILLED = 12
"""For so many gaps it is worked out who could fill them; the others are a page away."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A promised turn nobody was free for, and the shops that could take it now."""

    slot: Slot
    rota: Rota
    could: list[int]


def gaps(session: Session, market_id: int, register: Register, *, now: datetime) -> list[Gap]:
    """Give the gaps to come, the nearest first."""
    found = duty.gaps(session, market_id, now=now)
    return [
        Gap(slot, rota, _could(session, slot, rota, register, now) if number < MOST_FILLED else [])
        for number, (slot, rota) in enumerate(found)
    ]


def _could(session: Session, slot: Slot, rota: Rota, register: Register, now: datetime) -> list[int]:
    if slot.starts_at <= now or rota.keeper != Keeper.SHOP:
        return []
    return [one.shop for one in proposals(session, slot, rota, register, now=now)]


def by_grid(running: Iterable[OnDuty], register: Register) -> dict[int | None, list[OnDuty]]:
    """Sort the posts that run by the grid they lie in."""
    found: dict[int | None, list[OnDuty]] = {}
    for one in running:
        grid = register.above(one.rota.place_id, PlaceKind.GRID)
        found.setdefault(grid.id if grid else None, []).append(one)
    return found


def rotas_in(session: Session, grid_id: int, register: Register) -> list[Rota]:
    """Give the groups of a grid that keep turns."""
    rows = session.scalars(select(Rota).where(Rota.keeper == Keeper.SHOP).order_by(Rota.code))
    return [rota for rota in rows if grid_id in register.ancestors(rota.place_id)]


def rotas_of(session: Session, market_id: int) -> list[Rota]:
    """Give every group of a market that keeps turns."""
    mine = select(Rota).where(Rota.market_id == market_id, Rota.keeper == Keeper.SHOP)
    return list(session.scalars(mine.order_by(Rota.code)))


def posts_of(session: Session, rotas: Iterable[int], *, start: datetime, end: datetime) -> list[Slot]:
    """Give the posts of some groups that begin within a stretch of time."""
    wanted = select(Slot).where(
        Slot.rota_id.in_(list(rotas)),
        Slot.starts_at >= start,
        Slot.starts_at < end,
        Slot.standby.is_(False),
        Slot.cancelled_at.is_(None),
    )
    return list(session.scalars(wanted.order_by(Slot.starts_at, Slot.kind, Slot.seat)))


def patterns_of(session: Session, rota_id: int) -> list[DutyPattern]:
    """Give every version of a group's pattern, newest first."""
    rows = select(DutyPattern).where(DutyPattern.rota_id == rota_id).order_by(DutyPattern.version.desc())
    return list(session.scalars(rows))


def days_of(session: Session, market_id: int) -> list[DutyDay]:
    """Give the marked days of a market, in order."""
    return list(session.scalars(select(DutyDay).where(DutyDay.market_id == market_id).order_by(DutyDay.day)))


def gatherings_of(session: Session, market_id: int, *, now: datetime) -> list[tuple[Gathering, Rota, Rota]]:
    """Give the groups that stand or will stand together: host and guest."""
    rows = select(Gathering).where(Gathering.ends_at > now).order_by(Gathering.starts_at, Gathering.id)
    rotas = {rota.id: rota for rota in session.scalars(select(Rota).where(Rota.market_id == market_id))}
    return [
        (one, rotas[one.host_id], rotas[one.guest_id])
        for one in session.scalars(rows)
        if one.host_id in rotas and one.guest_id in rotas
    ]
