"""How much of the planned patrol and duty was done: counted in a few scans, and listed row by row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, false, func, select
from sqlalchemy.orm import Session

from patrol.model.duty import Rota, Slot
from patrol.model.duty_service import CheckIn, MissedDuty
from patrol.model.patrol_plan import CoverageCell
from patrol.model.rounds import Checkpoint, Round, RoundStop, RouteVersion
from patrol.rules.entries import Register
from patrol.rules.indicators import Rate
from patrol.rules.patrol_figures import PATROL, PATROL_BY_CODE, Family, PatrolLine
from patrol.rules.periods import Period
from patrol.rules.round_words import RoundState, RouteKind, StopState

MOST_LISTED = 2_000
"""Rows of one list; the number above it is never cut."""
OVER = (RoundState.WALKED, RoundState.PARTLY, RoundState.MISSED)
"""Rounds whose time has run out. Cancelled ones stand outside."""
CAME = exists().where(CheckIn.slot_id == Slot.id)
WANTED: Mapping[str, ColumnElement[bool]] = {
    "rounds_walked": Round.state == RoundState.WALKED,
    "rounds_missed": Round.state == RoundState.MISSED,
    "points_in_time": RoundStop.state == StopState.DONE,
    "points_late": RoundStop.state == StopState.LATE,
    "points_missed": RoundStop.state == StopState.MISSED,
    "checks_reported": Round.reported_at.is_not(None),
    "attended": CAME,
    "attended_unasked": CAME & ~exists().where(MissedDuty.slot_id == Slot.id),
    "covered": CoverageCell.covered_s >= CoverageCell.planned_s,
}


@dataclass(frozen=True, slots=True)
class Beat:
    """Which part of a market is meant: a grid, a group, or all of it."""

    market_id: int
    grid_id: int | None = None
    group_id: int | None = None


@dataclass(frozen=True, slots=True)
class PatrolRow:
    """One row of a list. `outcome`: a state of rounds or stops, `came`, `missed`, or seconds of the plan."""

    at: datetime
    place: str
    what: str
    outcome: str
    covered_s: int | None = None
    planned_s: int | None = None


@dataclass(frozen=True, slots=True)
class _Within:
    """Which part of the market and which time."""

    beat: Beat
    period: Period
    register: Register
    now: datetime

    def rows(self, family: Family) -> Select[*tuple[Any, ...]]:
        """Give what a family's numbers are of."""
        match family:
            case Family.TURNS:
                return self._turns()
            case Family.HALF_HOURS:
                return self._half_hours()
            case _:
                return self._rounds(family)

    def _rounds(self, family: Family) -> Select[*tuple[Any, ...]]:
        rows = select(Round, RouteVersion.name).join(RouteVersion, RouteVersion.id == Round.route_version_id)
        if family is Family.CHECKPOINTS:
            rows = (
                rows.add_columns(RoundStop, Checkpoint.name)
                .join(RoundStop, RoundStop.round_id == Round.id)
                .join(Checkpoint, Checkpoint.id == RoundStop.checkpoint_id)
            )
        if family is Family.CHECKS:
            rows = rows.where(Round.kind != RouteKind.PATROL)
        mine = [Round.market_id == self.beat.market_id, Round.state.in_(OVER)]
        mine.append(Round.day.between(self.period.first, self.period.last))
        return rows.where(*mine, *self._in_grid(Round.grid_id)).order_by(Round.opens_at.desc(), Round.id)

    def _turns(self) -> Select[*tuple[Any, ...]]:
        """Turns that are over, were somebody's, and had to be checked in to."""
        rows = select(Slot, Rota).join(Rota, Rota.id == Slot.rota_id)
        mine = (
            Rota.market_id == self.beat.market_id,
            Slot.day.between(self.period.first, self.period.last),
            Slot.ends_at <= self.now,
            Slot.standby.is_(False),
            Slot.cancelled_at.is_(None),
            Slot.holder_id.is_not(None),
            Slot.starts_at >= Rota.check_in_from,
        )
        place = self.beat.group_id or self.beat.grid_id
        if place is not None:
            within = [p.id for p in self.register.places.values() if place in self.register.ancestors(p.id)]
            rows = rows.where(Rota.place_id.in_(within))
        return rows.where(*mine).order_by(Slot.starts_at.desc(), Slot.id)

    def _half_hours(self) -> Select[*tuple[Any, ...]]:
        """Half hours of a grid in which a round was planned."""
        mine = (
            CoverageCell.market_id == self.beat.market_id,
            CoverageCell.day.between(self.period.first, self.period.last),
            CoverageCell.planned_s > 0,
        )
        rows = select(CoverageCell).where(*mine, *self._in_grid(CoverageCell.grid_id))
        return rows.order_by(CoverageCell.starts_at.desc(), CoverageCell.grid_id)

    def _in_grid(self, column: Any) -> list[ColumnElement[bool]]:
        """Rounds and coverage belong to a grid: of a single group there are none."""
        if self.beat.group_id is not None:
            return [false()]
        return [] if self.beat.grid_id is None else [column == self.beat.grid_id]


def patrol_lines(
    session: Session, beat: Beat, period: Period, register: Register, *, now: datetime
) -> tuple[PatrolLine, ...]:
    """Count everything in the period and in the one before."""
    here = _counted(session, _Within(beat, period, register, now))
    before = _counted(session, _Within(beat, period.before, register, now))
    return tuple(PatrolLine(one, here[one.code], before[one.code]) for one in PATROL)


def _counted(session: Session, within: _Within) -> dict[str, Rate]:
    """One scan for each family: how many there are, and how many are wanted by each of its codes."""
    found: dict[str, Rate] = {}
    for family in Family:
        codes = [one.code for one in PATROL if one.family is family]
        sums = (func.sum(case((WANTED[code], 1), else_=0)) for code in codes)
        rows = within.rows(family).order_by(None)
        whole, *parts = session.execute(rows.with_only_columns(func.count(), *sums)).one()
        found |= {code: Rate(int(part or 0), int(whole)) for code, part in zip(codes, parts, strict=True)}
    return found


def patrol_rows(
    session: Session, beat: Beat, period: Period, register: Register, code: str, part: str, *, now: datetime
) -> list[PatrolRow]:
    """Give the rows a number counts: `wanted`, `of`, or `missed` (of without wanted); the newest first."""
    family = PATROL_BY_CODE[code].family
    rows = _Within(beat, period, register, now).rows(family)
    if part != "of":
        rows = rows.where(WANTED[code] if part == "wanted" else ~WANTED[code])
    if family is Family.TURNS:
        rows = rows.add_columns(CAME)
    found = session.execute(rows.limit(MOST_LISTED)).all()
    return [_row(family, tuple(row), register) for row in found]


def _row(family: Family, row: tuple[Any, ...], register: Register) -> PatrolRow:
    match family:
        case Family.TURNS:
            slot, rota, came = row
            return PatrolRow(
                slot.starts_at, _place(register, rota.place_id), slot.kind, "came" if came else "missed"
            )
        case Family.HALF_HOURS:
            (cell,) = row
            place = _place(register, cell.grid_id)
            return PatrolRow(cell.starts_at, place, "", "covered", cell.covered_s, cell.planned_s)
        case Family.CHECKPOINTS:
            walk, route, stop, checkpoint = row
            at = stop.at or walk.opens_at
            return PatrolRow(at, _place(register, walk.grid_id), f"{route} · {checkpoint}", stop.state)
        case _:
            walk, route = row
            outcome = walk.state if family is Family.ROUNDS else "came" if walk.reported_at else "missed"
            return PatrolRow(walk.opens_at, _place(register, walk.grid_id), route, outcome)


def _place(register: Register, place_id: int | None) -> str:
    place = register.places.get(place_id or 0)
    return place.name if place else ""
