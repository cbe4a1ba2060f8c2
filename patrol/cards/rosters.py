"""Cards of guards' rosters: the grid of people and days, its marks, and how the last making went."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.things import Card, NameOf, place_of, stamp
from patrol.cards.workroom import Rostered
from patrol.model.people import Person
from patrol.model.shifts import RosterRun, ShiftWish
from patrol.rules.entries import Register
from patrol.rules.shift_check import Breach, breaches
from patrol.rules.shift_cost import Band, cost, fair_shares
from patrol.rules.shifts import Guard, Shift, Staffing, shifts_of, tally


def roster_card(
    standing: Rostered,
    register: Register,
    people: Mapping[int, Person],
    wishes: list[ShiftWish],
    name_of: NameOf,
    *,
    first: date,
    last: date,
    now: datetime,
) -> Card:
    """Everything the editor shows between two days; `version` goes back with a command."""
    roster, room = standing.roster, standing.room
    staffing = standing.staffing()
    return {
        "place": place_of(register, standing.rota.place_id),
        "version": roster.version,
        "changed_by": name_of(roster.changed_by),
        "changed_at": stamp(roster.changed_at),
        "published_until": _day(roster.published_until),
        "laid_until": _day(roster.laid_until),
        "today": standing.calendar.day(now).isoformat(),
        "bounds": {
            "rest_hours": roster.rest_minutes / 60,
            "days_running": roster.days_running,
            "drivers": roster.drivers,
        },
        "first": first.isoformat(),
        "days": [_a_day(standing, first + timedelta(days=n)) for n in range((last - first).days + 1)],
        "kinds": _kinds(standing),
        "shifts": [_shift(standing, shift) for shift in _every(standing) if shift.day >= first],
        "people": [
            _person(standing, guard, people.get(guard.id), wishes, first)
            for guard in sorted(room.guards, key=lambda one: _order(people.get(one.id), one))
            if any(stay.touches(*_stretch(standing, first, last)) for stay in guard.stays)
        ],
        "breaches": [breach_card(one) for one in breaches(room, staffing)],
        "cost": cost(room, staffing).total,
    }


def breach_card(breach: Breach) -> Card:
    """One rule that is broken: at which shift, by whom, by how much."""
    day, kind = breach.key
    other = breach.other
    return {
        "rule": breach.rule,
        "day": day.isoformat(),
        "kind": kind,
        "person": breach.guard,
        "amount": breach.amount,
        "other": None if other is None else {"day": other[0].isoformat(), "kind": other[1]},
    }


def run_card(run: RosterRun, name_of: NameOf) -> Card:
    """How the making of a roster stands; `bound`: it is proven that none costs less."""
    return {
        "id": run.id,
        "state": run.state,
        "first": run.first.isoformat(),
        "last": run.last.isoformat(),
        "asked_by": name_of(run.asked_by),
        "asked_at": stamp(run.asked_at),
        "started_at": stamp(run.started_at),
        "ended_at": stamp(run.ended_at),
        "method": run.method,
        "why": run.why,
        "cost": run.cost,
        "bound": run.bound,
        "proven": run.bound is not None and run.cost is not None and run.bound >= run.cost,
        "seconds": run.seconds,
        "seconds_given": run.seconds_given,
        "moved": run.moved,
        "lacks": list(run.lacks),
    }


def wish_card(wish: ShiftWish, name_of: NameOf) -> Card:
    """What somebody asked for, and what became of it."""
    return {
        "id": wish.id,
        "person": {"id": wish.person_id, "name": name_of(wish.person_id)},
        "want": wish.want,
        "kind": wish.kind,
        "first": wish.first.isoformat(),
        "last": wish.last.isoformat(),
        "state": wish.state,
        "reason": wish.reason,
        "asked_at": stamp(wish.asked_at),
        "answered_by": name_of(wish.answered_by),
    }


def people_of(session: Session, standing: Rostered) -> dict[int, Person]:
    """Read the people of a roster at once."""
    wanted = [guard.id for guard in standing.room.guards]
    return {one.id: one for one in session.scalars(select(Person).where(Person.id.in_(wanted)))}


def _every(standing: Rostered) -> list[Shift]:
    past = [shift for shift, _ in standing.room.past]
    return sorted([*past, *standing.room.shifts], key=lambda shift: (shift.start, shift.kind))


def _kinds(standing: Rostered) -> list[str]:
    """Give the kinds of shift in the order of the day."""
    zone = ZoneInfo(standing.calendar.timezone)
    begins = {shift.kind: shift.start.astimezone(zone).time() for shift in _every(standing)}
    return sorted(begins, key=lambda kind: (begins[kind], kind))


def _stretch(standing: Rostered, first: date, last: date) -> tuple[datetime, datetime]:
    calendar = standing.calendar
    return calendar.instant(first, 0), calendar.instant(last + timedelta(days=1), 0)


def _a_day(standing: Rostered, day: date) -> Card:
    slots = [slot for (on, _), mine in standing.seats.items() if on == day for slot in mine]
    until = standing.roster.published_until
    return {
        "day": day.isoformat(),
        "class": slots[0].day_class if slots else None,
        "published": until is not None and day <= until,
    }


def _shift(standing: Rostered, shift: Shift) -> Card:
    seats = standing.seats[shift.key]
    return {
        "day": shift.day.isoformat(),
        "kind": shift.kind,
        "starts_at": stamp(shift.start),
        "ends_at": stamp(shift.end),
        "night": shift.night,
        "need": shift.headcount,
        "have": sum(slot.holder_id is not None for slot in seats),
        "fixed": sorted(s.holder_id for s in seats if s.holder_id and s.source == "override"),
        "begun": all(shift.key != one.key for one in standing.room.shifts),
    }


def _person(
    standing: Rostered, guard: Guard, person: Person | None, wishes: list[ShiftWish], first: date
) -> Card:
    mine = [shift for shift in _kept(standing, guard) if shift.day >= first]
    room = standing.room
    ahead = [one for one in shifts_of(guard.id, room, standing.staffing()) if one.key in room.by_key()]
    fair, has = fair_shares(room)[guard.id], tally(ahead)
    shown = [shift for shift in _every(standing) if shift.day >= first]
    open_days = {shift.day for shift in shown if not guard.is_away(shift)}
    return {
        "id": guard.id,
        "name": person.name if person else str(guard.id),
        "login": person.login if person else None,
        "drives": guard.drives,
        "cells": {shift.day.isoformat(): shift.kind for shift in mine},
        "away": sorted({shift.day.isoformat() for shift in shown if shift.day not in open_days}),
        "wishes": [
            {"want": one.want, "kind": one.kind, "first": one.first.isoformat(), "last": one.last.isoformat()}
            for one in wishes
            if one.person_id == guard.id and one.state == "asked"
        ],
        "has": {"shifts": has.shifts, "nights": has.nights, "rest_days": has.rest_days},
        "fair": {
            "shifts": _band(fair.shifts),
            "nights": _band(fair.nights),
            "rest_days": _band(fair.rest_days),
        },
    }


def _kept(standing: Rostered, guard: Guard) -> list[Shift]:
    staffing: Staffing = standing.staffing()
    return shifts_of(guard.id, standing.room, staffing)


def _band(band: Band) -> list[int]:
    return [band.low, band.high]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _order(person: Person | None, guard: Guard) -> tuple[str, int]:
    return (person.login if person else "", guard.id)
