"""What the desk is told of duty, in words: the market today with its gaps, and a grid's week."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from patrol.cards.duty_seats import OnDuty, Post
from patrol.model.duty import Rota
from patrol.queries import duty, duty_desk
from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_words import Keeper
from patrol.rules.entries import MarketEntry, PlaceEntry, Register
from patrol.rules.words import PlaceKind
from web import duty_words
from web.duty_view import Onlooker, Shown

DAYS = 7


def today(session: Session, market: MarketEntry, register: Register, now: datetime) -> Shown:
    """Give who is on duty in the whole market, what nobody could take, and whom one waits for."""
    running = [one for one in duty.on_duty(session, market.id, now=now) if one.rota.keeper == Keeper.SHOP]
    grids = [place for place in register.places.values() if _is_grid(place, market)]
    sorted_in = duty_desk.by_grid(running, register)
    return {
        "at": duty_words.clock(now, market.clock.timezone),
        "grids": [
            {
                "code": grid.code,
                "name": grid.name,
                "posts": [_post(one, register, now) for one in sorted_in.get(grid.id, [])],
            }
            for grid in sorted(grids, key=lambda grid: grid.code)
        ],
        "gaps": [_gap(one, register, now) for one in duty_desk.gaps(session, market.id, register, now=now)],
        "missed": [
            _reader(rota, register, now).turn(slot)
            | {"ladder": _reader(rota, register, now).ladder(row), "group": _group(rota, register)}
            for row, slot, rota in duty.missed(session, market.id)
        ],
    }


def grid_week(
    session: Session,
    grid: PlaceEntry,
    market: MarketEntry,
    register: Register,
    first: date | None,
    now: datetime,
) -> Shown:
    """Give seven days of every group of a grid."""
    calendar = Calendar(market.clock.timezone)
    begins = first or calendar.day(now)
    days = [begins + timedelta(days=number) for number in range(DAYS)]
    start, end = calendar.instant(begins, 0), calendar.instant(begins + timedelta(days=DAYS), 0)
    rotas = duty_desk.rotas_in(session, grid.id, register)
    cells: dict[tuple[int, date], list[Shown]] = {}
    readers = {rota.id: _reader(rota, register, now) for rota in rotas}
    for slot in duty_desk.posts_of(session, readers, start=start, end=end):
        cells.setdefault((slot.rota_id, slot.day), []).append(readers[slot.rota_id].turn(slot))
    return {
        "grid": {"code": grid.code, "name": grid.name},
        "days": [{"day": duty_words.short_day(day), "weekday": duty_words.weekday(day)} for day in days],
        "rows": [
            {"group": _group(rota, register), "cells": [cells.get((rota.id, day), []) for day in days]}
            for rota in rotas
        ],
        "before": (begins - timedelta(days=DAYS)).isoformat(),
        "after": (begins + timedelta(days=DAYS)).isoformat(),
        "span": f"{duty_words.day(days[0])} – {duty_words.day(days[-1])}",
    }


def _is_grid(place: PlaceEntry, market: MarketEntry) -> bool:
    return place.kind is PlaceKind.GRID and place.market_id == market.id


def _reader(rota: Rota | Post, register: Register, now: datetime) -> Onlooker:
    return Onlooker(rota, register, now, frozenset(), neighbour=True)


def _group(rota: Rota | Post, register: Register) -> Shown:
    place = register.places.get(rota.place_id)
    return {"code": rota.code.partition("/")[2], "name": place.name if place else rota.code}


def _post(one: OnDuty, register: Register, now: datetime) -> Shown:
    reader = _reader(one.rota, register, now)
    return reader.turn(one.slot) | {"on_duty": reader.holder(one.holder), "group": _group(one.rota, register)}


def _gap(gap: duty_desk.Gap, register: Register, now: datetime) -> Shown:
    reader = _reader(gap.rota, register, now)
    could = [reader.holder(shop) for shop in gap.could]
    return reader.turn(gap.slot) | {"group": _group(gap.rota, register), "could": could}
