"""A roster with all that its making needs: shifts and their seats, people, wishes, what they did lately."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.duty_members import roster_of
from patrol.errors import NotFound
from patrol.model.duty import DutyPattern, Rota, Slot
from patrol.model.shifts import CAR, GuardRoster, Qualification, ShiftWish
from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_members import Member
from patrol.rules.duty_words import UNCHOSEN, DayClass
from patrol.rules.entries import Register
from patrol.rules.shifts import (
    Guard,
    Key,
    Shift,
    Tally,
    Wish,
    WishState,
    Workroom,
    is_night,
    tally,
)

BEFORE = timedelta(days=9)
"""How far back shifts still bind those to come: a run of working days, a night, a rest."""
LATELY = timedelta(days=56)
"""The time whose shifts count for fair shares."""
REST_DAYS = frozenset({DayClass.WEEKEND, DayClass.HOLIDAY, DayClass.FESTIVAL})


@dataclass(frozen=True, slots=True)
class Rostered:
    """A roster between two days: `room` for the rules, `seats` for the ledger.

    Shifts that have begun are the room's past: nothing moves them.
    """

    rota: Rota
    roster: GuardRoster
    calendar: Calendar
    room: Workroom
    seats: Mapping[Key, tuple[Slot, ...]]

    def staffing(self) -> dict[Key, frozenset[int]]:
        """Give who has which shift to come, as it stands."""
        keys = (shift.key for shift in self.room.shifts)
        return {key: frozenset(s.holder_id for s in self.seats[key] if s.holder_id) for key in keys}


def roster_named(session: Session, rota_id: int) -> tuple[Rota, GuardRoster]:
    """Find a roster of guards by its rota."""
    roster = session.get(GuardRoster, rota_id)
    if roster is None:
        raise NotFound(f"there is no roster {rota_id}")
    return session.get_one(Rota, rota_id), roster


def calendar_of(rota: Rota, register: Register) -> Calendar:
    """Give the wall clock of a roster's market."""
    return Calendar(register.markets[rota.market_id].clock.timezone)


def rostered(
    session: Session, rota_id: int, register: Register, *, first: date, last: date, now: datetime
) -> Rostered:
    """Read a roster; what began before `first`, or has begun, is its past."""
    rota, roster = roster_named(session, rota_id)
    calendar = calendar_of(rota, register)
    slots = _slots(session, rota_id, first - BEFORE, last)
    nights = _nights(session, rota_id)
    seats: dict[Key, list[Slot]] = defaultdict(list)
    for slot in slots:
        seats[slot.day, slot.kind].append(slot)
    ahead = [_shift(mine, nights, roster) for (day, _), mine in seats.items() if day >= first]
    room = Workroom(
        shifts=tuple(shift for shift in ahead if shift.start > now),
        guards=tuple(_guards(session, rota, nights, first)),
        terms=roster.terms(),
        wishes=tuple(_wishes(session, rota_id, first, last)),
        past=tuple(
            (shift, _who(mine))
            for mine in seats.values()
            if (shift := _shift(mine, nights, roster)).day < first or shift.start <= now
        ),
    )
    return Rostered(
        rota, roster, calendar, _bound(room, roster, seats), {k: tuple(v) for k, v in seats.items()}
    )


def _bound(room: Workroom, roster: GuardRoster, seats: Mapping[Key, list[Slot]]) -> Workroom:
    """Say what people count on, and what a person decided."""
    until = roster.published_until
    kept = {s.key: _who(seats[s.key]) for s in room.shifts if until is not None and s.day <= until}
    fixed = {
        shift.key: _who(one for one in seats[shift.key] if one.source not in UNCHOSEN)
        for shift in room.shifts
    }
    return replace(room, kept=kept, fixed={key: who for key, who in fixed.items() if who})


def _slots(session: Session, rota_id: int, first: date, last: date) -> list[Slot]:
    wanted = select(Slot).where(
        Slot.rota_id == rota_id,
        Slot.day >= first,
        Slot.day <= last,
        Slot.cancelled_at.is_(None),
        Slot.standby.is_(False),
    )
    return list(session.scalars(wanted.order_by(Slot.starts_at, Slot.kind, Slot.seat)))


def _nights(session: Session, rota_id: int) -> frozenset[str]:
    """Name the kinds of shift that are nights, in the pattern that came last."""
    patterns = select(DutyPattern).where(DutyPattern.rota_id == rota_id).order_by(DutyPattern.version)
    kinds = [kind for pattern in session.scalars(patterns) for kind in pattern.value().kinds]
    return frozenset(kind.code for kind in kinds if is_night(kind.start, kind.minutes))


def _shift(mine: list[Slot], nights: frozenset[str], roster: GuardRoster) -> Shift:
    one = mine[0]
    return Shift(
        one.day,
        one.kind,
        one.starts_at,
        one.ends_at,
        len(mine),
        night=one.kind in nights,
        rest_day=one.day_class in REST_DAYS,
        drivers=min(roster.drivers, len(mine)),
    )


def _who(slots: Iterable[Slot]) -> frozenset[int]:
    return frozenset(slot.holder_id for slot in slots if slot.holder_id is not None)


def _guards(session: Session, rota: Rota, nights: frozenset[str], first: date) -> Iterable[Guard]:
    members = roster_of(session, rota).members
    driving = drivers(session, [member.id for member in members])
    kept: dict[int, list[Shift]] = defaultdict(list)
    days: dict[date, datetime] = {}
    for slot in _slots(session, rota.id, first - LATELY, first - timedelta(days=1)):
        days.setdefault(slot.day, slot.starts_at)
        if slot.holder_id is not None:
            rest_day = slot.day_class in REST_DAYS
            night = slot.kind in nights
            kept[slot.holder_id].append(
                Shift(slot.day, slot.kind, slot.starts_at, slot.ends_at, 1, night, rest_day)
            )
    for member in members:
        yield Guard(
            member.id,
            member.stays,
            tuple(away.span for away in member.away),
            drives=member.id in driving,
            done=tally(kept[member.id]) if days else Tally(),
            days=sum(_was_there(member, at) for at in days.values()),
        )


def drivers(session: Session, people: Iterable[int]) -> frozenset[int]:
    """Give those who may drive a patrol car."""
    mine = Qualification.person_id.in_(list(people)) & (Qualification.skill == CAR)
    return frozenset(
        session.scalars(select(Qualification.person_id).where(mine, Qualification.until.is_(None)))
    )


def _was_there(member: Member, at: datetime) -> bool:
    away = any(one.excused and one.span.holds(at) for one in member.away)
    return any(stay.holds(at) for stay in member.stays) and not away


def _wishes(session: Session, rota_id: int, first: date, last: date) -> Iterable[Wish]:
    """Give what was asked for, day by day; leave that was granted is an absence already."""
    rows = select(ShiftWish).where(
        ShiftWish.rota_id == rota_id,
        ShiftWish.state == WishState.ASKED,
        ShiftWish.last >= first,
        ShiftWish.first <= last,
    )
    for row in session.scalars(rows.order_by(ShiftWish.id)):
        for n in range((min(row.last, last) - max(row.first, first)).days + 1):
            yield Wish(row.person_id, max(row.first, first) + timedelta(days=n), row.want, row.kind)
