"""Rosters for the made-up market: its workrooms and cars are kept from the first minute."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol.actions import equipment, handovers, shift_rosters, shift_runs, shift_wishes
from patrol.actions.shift_rosters import Heads
from patrol.actions.shift_wishes import Asked
from patrol.cards.workroom import rostered
from patrol.model.duty import Slot
from patrol.model.handovers import EquipmentKind
from patrol.model.people import Person
from patrol.model.shifts import CAR, GuardRoster, Qualification
from patrol.queries.register import RegisterCache
from patrol.rules.duty_calendar import Calendar
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.shifts import WishKind
from patrol.rules.words import PlaceKind
from patrol.solving.shift_solver import greedy_only

WORKROOM, CARS = Heads(3, 2, 2), Heads(2, 2, 2)
DRIVERS = tuple(f"patrol{n:02d}" for n in range(1, 7))
MADE_DAYS, PROMISED_DAYS = 28, 14
WISHES = (
    (0, WishKind.FREE, 16, 16, "孩子家长会"),
    (2, WishKind.LEAVE, 18, 21, "回老家"),
    (3, WishKind.WORK, 20, 20, None),
    (5, WishKind.FREE, 22, 23, None),
)
"""Whose place in the workroom, what, from and to which day from now, and why."""


@dataclass(frozen=True, slots=True)
class Post:
    """Where a roster is kept, by how many."""

    place_id: int
    heads: Heads
    drivers: int


def keep_rosters(session: Session, *, now: datetime) -> None:
    """Open, staff and promise a roster for every workroom and for the cars, unless there are some.

    They are made as of an evening before, so that the shift that runs now and the one before it, even if
    that began yesterday, have their people.
    """
    if session.scalar(select(GuardRoster.rota_id).limit(1)) is not None:
        return
    _qualify(session, now)
    register = RegisterCache().current(session)
    for market in register.markets.values():
        _equip(session, market, register, now)
        for place in register.places.values():
            if place.market_id == market.id and place.kind in (PlaceKind.GRID, PlaceKind.MARKET):
                heads, drivers = (CARS, 1) if place.kind is PlaceKind.MARKET else (WORKROOM, 0)
                _keep(session, Post(place.id, heads, drivers), market, register, now)
    last = session.scalar(select(func.max(Slot.ends_at)).where(Slot.ends_at <= now, Slot.holder_id > 0))
    if last is not None:
        handovers.begin(session, register, now=last)


def _qualify(session: Session, now: datetime) -> None:
    for person in session.scalars(select(Person).where(Person.login.in_(DRIVERS))):
        session.add(Qualification(person_id=person.id, skill=CAR, since=now))


def _keep(session: Session, post: Post, market: MarketEntry, register: Register, now: datetime) -> None:
    calendar = Calendar(market.clock.timezone)
    today = calendar.day(now)
    first = today - timedelta(days=1)
    made_at = calendar.instant(first, -3 * 60)
    last = today + timedelta(days=MADE_DAYS - 1)
    roster = shift_rosters.open_roster(session, post.place_id, post.heads, drivers=post.drivers, now=now)
    shift_rosters.lay(session, roster.rota_id, register, now=made_at)
    room = rostered(session, roster.rota_id, register, first=first, last=last, now=made_at).room
    made = greedy_only(room)
    shift_runs.staff_now(session, roster.rota_id, made, register, first=first, last=last, now=made_at)
    until = today + timedelta(days=PROMISED_DAYS - 1)
    shift_rosters.publish(session, roster.rota_id, until, register, now=made_at)
    guards = sorted(guard.id for guard in room.guards)
    for place, want, begin, end, why in WISHES if post.drivers == 0 else ():
        if place < len(guards):
            days = (today + timedelta(days=begin), today + timedelta(days=end))
            asked = Asked(want, *days, reason=why)
            shift_wishes.wish(session, roster.rota_id, guards[place], asked, register, now=now)


def _equip(session: Session, market: MarketEntry, register: Register, now: datetime) -> None:
    """Give each workroom numbered armbands, radios and keys, and the cars to the patrol team."""
    number = 0
    for place in sorted(register.places.values(), key=lambda one: one.code):
        if place.market_id != market.id or place.kind not in (PlaceKind.GRID, PlaceKind.MARKET):
            continue
        number += 1
        things = [(EquipmentKind.ARMBAND, f"{number}{n:02d}") for n in (1, 2, 3, 4)]
        things += [(EquipmentKind.RADIO, f"R-{number}{n}") for n in (1, 2)]
        things.append((EquipmentKind.KEY, f"K-{number}"))
        if place.kind is PlaceKind.MARKET:
            things += [(EquipmentKind.CAR, f"P-{n}") for n in (1, 2, 3)]
        for kind, code in things:
            equipment.add(session, market.id, place.id, kind, code, now=now)
