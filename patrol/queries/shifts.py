"""Rosters of guards as screens ask for them: the grid, who waits for what, one's own shifts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.people import names
from patrol.cards.rosters import people_of, roster_card, run_card, wish_card
from patrol.cards.things import Card, code_of, place_of, stamp
from patrol.cards.workroom import Rostered, calendar_of, rostered
from patrol.errors import NotFound
from patrol.model.duty import Rota, Slot
from patrol.model.shifts import GuardRoster, RosterRun, ShiftWish
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.rotation import LONGEST
from patrol.rules.shifts import WishState


@dataclass(frozen=True, slots=True)
class MyShift:
    """One shift of somebody, and with whom they keep it."""

    slot: Slot
    rota: Rota
    promised: bool
    mates: tuple[str, ...]


def rota_at(session: Session, market: MarketEntry, place: str) -> tuple[Rota, GuardRoster]:
    """Find the roster kept at a grid, or at the market itself."""
    found = session.execute(
        select(Rota, GuardRoster)
        .join(GuardRoster, GuardRoster.rota_id == Rota.id)
        .where(Rota.market_id == market.id, Rota.code == f"{market.code}/{place}")
    ).first()
    if found is None:
        raise NotFound(f"{place} keeps no roster")
    return found[0], found[1]


def rosters(session: Session, market_id: int, register: Register) -> list[Card]:
    """Give every roster of a market, the workrooms first, the cars of the whole market last."""
    rows = session.execute(
        select(Rota, GuardRoster)
        .join(GuardRoster, GuardRoster.rota_id == Rota.id)
        .where(Rota.market_id == market_id)
        .order_by(GuardRoster.drivers, Rota.code)
    )
    return [
        {
            "place": place_of(register, rota.place_id),
            "version": roster.version,
            "published_until": roster.published_until.isoformat() if roster.published_until else None,
            "laid_until": roster.laid_until.isoformat() if roster.laid_until else None,
            "drivers": roster.drivers,
        }
        for rota, roster in rows
    ]


def grid(
    session: Session, rota_id: int, register: Register, *, first: date, days: int, now: datetime
) -> Card:
    """Give a roster's grid from a day on, with what waits for an answer and the last making."""
    last = first + timedelta(days=days - 1)
    standing = rostered(session, rota_id, register, first=first, last=last, now=now)
    name_of, wishes = names(session), open_wishes(session, rota_id, first)
    card = roster_card(
        standing, register, people_of(session, standing), wishes, name_of, first=first, last=last, now=now
    )
    run = last_run(session, rota_id)
    return {
        **card,
        "wishes": [wish_card(one, name_of) for one in wishes],
        "run": None if run is None else run_card(run, name_of),
    }


def whole(
    session: Session, rota_id: int, register: Register, *, first: date, days: int, now: datetime
) -> Rostered:
    """Give a roster as the rules know it."""
    last = first + timedelta(days=days - 1)
    return rostered(session, rota_id, register, first=first, last=last, now=now)


def today_of(rota: Rota, register: Register, now: datetime) -> date:
    """Give the date wall clocks show at a roster's place."""
    return calendar_of(rota, register).day(now)


def last_run(session: Session, rota_id: int) -> RosterRun | None:
    """Give the last making of a roster."""
    runs = select(RosterRun).where(RosterRun.rota_id == rota_id).order_by(RosterRun.id.desc())
    return session.scalars(runs.limit(1)).first()


def open_wishes(session: Session, rota_id: int, first: date) -> list[ShiftWish]:
    """Give what was asked for from a day on, granted leave too."""
    shown = ShiftWish.state.in_([WishState.ASKED, WishState.GRANTED])
    rows = select(ShiftWish).where(ShiftWish.rota_id == rota_id, ShiftWish.last >= first, shown)
    return list(session.scalars(rows.order_by(ShiftWish.first, ShiftWish.id)))


def wishes_of(session: Session, person_id: int, *, since: date) -> list[ShiftWish]:
    """Give somebody's own wishes, answered ones too."""
    rows = select(ShiftWish).where(ShiftWish.person_id == person_id, ShiftWish.last >= since)
    return list(session.scalars(rows.order_by(ShiftWish.first, ShiftWish.id)))


def kept_at(session: Session, places: Sequence[int]) -> list[tuple[Rota, GuardRoster]]:
    """Give the rosters kept at some places."""
    rows = session.execute(
        select(Rota, GuardRoster)
        .join(GuardRoster, GuardRoster.rota_id == Rota.id)
        .where(Rota.place_id.in_(list(places)))
        .order_by(Rota.id)
    )
    return [(rota, roster) for rota, roster in rows]


def my_shifts(session: Session, person_id: int, *, now: datetime, days: int = 28) -> list[MyShift]:
    """Give somebody's shifts that are not over; only what is published is promised."""
    rows = session.execute(
        select(Slot, Rota, GuardRoster)
        .join(Rota, Rota.id == Slot.rota_id)
        .join(GuardRoster, GuardRoster.rota_id == Rota.id)
        .where(Slot.holder_id == person_id, Slot.cancelled_at.is_(None), Slot.ends_at > now)
        .where(Slot.starts_at > now - LONGEST, Slot.starts_at < now + timedelta(days=days))
        .order_by(Slot.starts_at)
    ).all()
    mates = _mates(session, [slot for slot, _, _ in rows], person_id)
    return [
        MyShift(
            slot,
            rota,
            roster.published_until is not None and slot.day <= roster.published_until,
            tuple(mates.get((slot.rota_id, slot.day, slot.kind), ())),
        )
        for slot, rota, roster in rows
    ]


def my_shift_card(mine: MyShift, register: Register) -> Card:
    """One shift as its guard sees it."""
    return {
        "id": mine.slot.id,
        "place": place_of(register, mine.rota.place_id),
        "code": code_of(register, mine.rota.place_id),
        "day": mine.slot.day.isoformat(),
        "kind": mine.slot.kind,
        "starts_at": stamp(mine.slot.starts_at),
        "ends_at": stamp(mine.slot.ends_at),
        "promised": mine.promised,
        "with": list(mine.mates),
    }


def _mates(session: Session, slots: Sequence[Slot], me: int) -> dict[tuple[int, date, str], list[str]]:
    if not slots:
        return {}
    name_of = names(session)
    days = sorted({slot.day for slot in slots})
    rows = session.execute(
        select(Slot.rota_id, Slot.day, Slot.kind, Slot.holder_id)
        .where(Slot.rota_id.in_({slot.rota_id for slot in slots}), Slot.day.between(days[0], days[-1]))
        .where(Slot.cancelled_at.is_(None), Slot.holder_id.is_not(None), Slot.holder_id != me)
        .order_by(Slot.seat)
    )
    found: dict[tuple[int, date, str], list[str]] = {}
    for rota_id, day, kind, holder in rows:
        found.setdefault((rota_id, day, kind), []).append(name_of(holder) or str(holder))
    return found
