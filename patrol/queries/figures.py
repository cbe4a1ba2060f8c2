"""The figures of a market over a period: a few scans of one narrow table."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from patrol.model.figures import Reckoning
from patrol.queries.figure_sources import roll_calls, sources
from patrol.queries.figure_times import times_and_voices
from patrol.queries.patrol_figures import Beat, patrol_lines
from patrol.rules import figures as rules
from patrol.rules.case_marks import Mark
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.figures import FalseAlarms, Figures, Heat, Part
from patrol.rules.indicators import BY_CODE, Rate, Tally, add
from patrol.rules.periods import Period
from patrol.rules.words import Category, PlaceKind

MOST_FALSE = 15
"""Devices and rules shown, those with the most false alarms first."""
R = Reckoning
Key = InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which incidents are meant; None: all."""

    market_id: int
    grid_id: int | None = None
    group_id: int | None = None
    category: Category | None = None

    @property
    def beat(self) -> Beat:
        """Where patrol and duty are meant; they know no category."""
        return Beat(self.market_id, self.grid_id, self.group_id)

    def within(self, period: Period) -> tuple[ColumnElement[bool], ...]:
        """Give the conditions on the rows of a period."""
        found: list[ColumnElement[bool]] = [R.market_id == self.market_id]
        found.append(R.day.between(period.first, period.last))
        for column, value in (
            (R.grid_id, self.grid_id),
            (R.group_id, self.group_id),
            (R.category, self.category),
        ):
            if value is not None:
                found.append(column == value)
        return tuple(found)


def figures(session: Session, scope: Scope, period: Period, register: Register, *, now: datetime) -> Figures:
    """Work everything out."""
    market = register.markets[scope.market_id]
    by_grid = tallies(session, scope, period, R.grid_id)
    whole = add(by_grid.values())
    times, voices = times_and_voices(session, scope.within(period))
    before, year = tally(session, scope, period.before), tally(session, scope, period.a_year_before)
    return Figures(
        period=period,
        today=market.clock.day(now),
        made_at=now,
        lines=rules.lines(whole, before, year),
        numbers=rules.numbers(whole, before, year),
        drills=rules.drills(whole),
        grids=_places(by_grid, register, scope, PlaceKind.GRID),
        groups=_places(tallies(session, scope, period, R.group_id), register, scope, PlaceKind.GROUP),
        categories=_categories(tallies(session, scope, period, R.category)),
        days=_days(tallies(session, scope, period, R.day), period, market.clock.day(now)),
        times=times,
        heat=_heat(session, scope, period, register, market),
        by_device=_false_alarms(session, scope, period, R.device_id, register),
        by_rule=_false_alarms(session, scope, period, R.rule, register),
        roll_calls=roll_calls(session, market, period, scope.grid_id, scope.group_id, register),
        sources=sources(session, market, period, register, now=now),
        voices=voices,
        patrol=patrol_lines(session, scope.beat, period, register, now=now),
    )


def market_part(session: Session, scope: Scope, period: Period, market: MarketEntry) -> Part:
    """Give one market's line where markets stand beside each other."""
    return rules.part(market.code, market.name, tally(session, scope, period))


def tally(session: Session, scope: Scope, period: Period) -> Tally:
    """Count the incidents of a period by the marks they bear."""
    rows = select(R.marks, func.count()).where(*scope.within(period)).group_by(R.marks)
    return {row[0]: row[1] for row in session.execute(rows)}


def tallies(session: Session, scope: Scope, period: Period, by: Key) -> dict[Any, Tally]:
    """The same, apart for each value of a column."""
    rows = select(by, R.marks, func.count()).where(*scope.within(period)).group_by(by, R.marks)
    found: dict[Any, dict[int, int]] = defaultdict(dict)
    for key, marks, number in session.execute(rows):
        found[key][marks] = number
    return dict(found)


def _places(
    found: Mapping[int | None, Tally], register: Register, scope: Scope, kind: PlaceKind
) -> tuple[Part, ...]:
    """Places that have incidents, and every standing grid; ended places keep their code."""
    ids = {key for key in found if key is not None}
    if kind is PlaceKind.GRID and scope.group_id is None:
        ids |= {
            p.id
            for p in register.places.values()
            if p.kind is kind and p.market_id == scope.market_id and scope.grid_id in (None, p.id)
        }
    named = [(_code(register, key), _name(register, key), found.get(key, {})) for key in ids]
    return tuple(rules.part(*one) for one in sorted(named, key=lambda one: one[0]))


def _code(register: Register, place_id: int) -> str:
    place = register.places.get(place_id)
    return place.code if place else f"#{place_id}"


def _name(register: Register, place_id: int) -> str:
    place = register.places.get(place_id)
    return place.name if place else f"#{place_id}"


def _categories(found: Mapping[str, Tally]) -> tuple[Part, ...]:
    return tuple(rules.part(one, one, found[one]) for one in Category if one in found)


def _days(found: Mapping[date, Tally], period: Period, today: date) -> tuple[Part, ...]:
    """Every day that has begun, the empty ones too."""
    days = (day for day in period.days if day <= today)
    return tuple(rules.part(day.isoformat(), day.isoformat(), found.get(day, {})) for day in days)


def _heat(session: Session, scope: Scope, period: Period, register: Register, market: MarketEntry) -> Heat:
    rows = (
        select(R.hour, R.grid_id, func.count())
        .where(*scope.within(period), R.grid_id.is_not(None), borne(Mark.COUNTED))
        .group_by(R.hour, R.grid_id)
    )
    counts = {(hour, _code(register, grid or 0)): number for hour, grid, number in session.execute(rows)}
    codes = {code for _, code in counts}
    standing = {p.code: p.name for p in register.places.values() if p.kind is PlaceKind.GRID}
    own = {p.code for p in register.places.values() if p.kind is PlaceKind.GRID and p.market_id == market.id}
    grids = tuple((code, standing.get(code, code)) for code in sorted(codes | own))
    first = market.clock.cut // 60
    return Heat(tuple((first + n) % 24 for n in range(24)), grids, counts)


def _false_alarms(
    session: Session, scope: Scope, period: Period, by: Key, register: Register
) -> tuple[FalseAlarms, ...]:
    one = BY_CODE["false_alarm"]
    false = func.sum(case((borne(one.part), 1), else_=0))
    rows = (
        select(by, func.count(), false)
        .where(*scope.within(period), by.is_not(None), borne(one.whole))
        .group_by(by)
        .having(false > 0)
        .order_by(false.desc(), func.count(), by)
        .limit(MOST_FALSE)
    )
    return tuple(
        FalseAlarms(*_origin(key, register), Rate(part, whole)) for key, whole, part in session.execute(rows)
    )


def borne(marks: Mark) -> ColumnElement[bool]:
    """Say in SQL that an incident bears all of these marks."""
    return R.marks.bitwise_and(int(marks)) == int(marks)


def _origin(key: int | str, register: Register) -> tuple[str, str]:
    """A device by its code and name; a rule by its own word."""
    if isinstance(key, str):
        return key, key
    device = register.devices.get(key)
    return (device.code, device.name) if device else (f"#{key}", f"#{key}")
