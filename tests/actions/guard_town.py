"""A workroom of guards on a real database: its roster, its clock, and hands for what is done about it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from patrol.actions import shift_commands, shift_rosters
from patrol.actions.shift_commands import RosterCommand
from patrol.actions.shift_rosters import Heads
from patrol.cards.workroom import Rostered, rostered
from patrol.db import Sessions, make_engine, make_sessions
from patrol.jobs import solve_rosters
from patrol.model.duty import Assignment, Slot
from patrol.model.duty_service import DutyNotice
from patrol.model.people import Grant, Person
from patrol.model.places import Market, Place, PlaceVersion
from patrol.model.shifts import GuardRoster, RosterRun
from patrol.queries.register import RegisterCache
from patrol.rules.entries import Register
from patrol.rules.shift_greedy import greedy
from patrol.rules.shifts import Workroom
from patrol.rules.words import PlaceKind, Role
from patrol.solving.shift_solver import Effort, NoSolver, Solved, solve
from tests.parts.ready_made import migrate

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)
"""A Monday, 12:00 in Shanghai: the early shift runs."""
MONDAY = date(2026, 11, 2)
ONE_EACH = Heads(1, 1, 1)
Result = TypeVar("Result")


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def without_solver(room: Workroom, effort: Effort) -> Solved:
    """Solve as on a machine without OR-Tools: quick, and it needs no library."""

    def missing() -> Any:
        raise NoSolver("not here")

    return solve(room, effort, bring=missing)


@dataclass
class GuardTown:
    """One workroom with its roster."""

    engine: Engine
    sessions: Sessions
    market_id: int
    place_id: int
    rota_id: int
    guards: list[int]
    officer: int
    now: datetime = NOON
    registers: RegisterCache = field(default_factory=RegisterCache)

    def do(self, act: Callable[[Session, Register], Result]) -> Result:
        with self.sessions.begin() as session:
            return act(session, self.registers.current(session))

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def order(
        self, command: str, *, version: int | None = None, command_id: str | None = None, **payload: Any
    ) -> Any:
        """Command something of the roster as the office, at its present version."""
        wanted = version or self.roster().version
        order = RosterCommand(self.rota_id, command, command_id or uuid4().hex, wanted, payload)
        return self.do(lambda s, r: shift_commands.command(s, order, r, by=self.officer, now=self.now))

    def make(
        self, first: int = 0, last: int = 13, *, by: Callable[..., Solved] = without_solver
    ) -> RosterRun:
        """Ask for a roster and let the clockwork make it."""
        self.order("propose", first=day(first).isoformat(), last=day(last).isoformat())
        self.work(by=by)
        return self.runs()[-1]

    def work(self, *, by: Callable[..., Solved] = without_solver) -> bool:
        """Let the clockwork make what waits."""
        order = self.do(lambda s, r: solve_rosters.take(s, r, now=self.now))
        if order is None:
            return False
        made = solve_rosters.work(order, by=by)
        self.do(lambda s, r: solve_rosters.give(s, r, order, made, now=self.now))
        return True

    def standing(self, first: int = 0, last: int = 13) -> Rostered:
        return self.do(
            lambda s, r: rostered(s, self.rota_id, r, first=day(first), last=day(last), now=self.now)
        )

    def roster(self) -> GuardRoster:
        with self.sessions() as session:
            return session.get_one(GuardRoster, self.rota_id)

    def runs(self) -> list[RosterRun]:
        with self.sessions() as session:
            return list(session.scalars(select(RosterRun).order_by(RosterRun.id)))

    def holders(self) -> dict[tuple[date, str, int], int | None]:
        with self.sessions() as session:
            rows = select(Slot).where(Slot.rota_id == self.rota_id, Slot.cancelled_at.is_(None))
            return {(s.day, s.kind, s.seat): s.holder_id for s in session.scalars(rows)}

    def ledger(self) -> list[tuple[str, int]]:
        with self.sessions() as session:
            return [(a.slot_id, a.seq) for a in session.scalars(select(Assignment).order_by(Assignment.id))]

    def told(self) -> list[tuple[int, str]]:
        with self.sessions() as session:
            return [
                (n.holder_id, n.topic) for n in session.scalars(select(DutyNotice).order_by(DutyNotice.id))
            ]


def a_workroom(url: str, *, guards: int = 8, heads: Heads = ONE_EACH) -> GuardTown:
    """Build a market with one grid, its guards and an officer, and lay the roster down."""
    migrate(url)
    engine = make_engine(url)
    sessions = make_sessions(engine)
    since = NOON - timedelta(days=90)
    with sessions.begin() as session:
        market = Market(code="yunda", name="云达", timezone="Asia/Shanghai", lat=29.3, lon=120.1)
        session.add(market)
        people = [Person(login=f"guard{n:02d}", name=f"G{n}") for n in range(1, guards + 1)]
        officer = Person(login="officer", name="王强")
        session.add_all([*people, officer])
        session.flush()
        grid = Place(market_id=market.id, kind=PlaceKind.GRID, code="g1")
        session.add(grid)
        session.flush()
        session.add(PlaceVersion(place_id=grid.id, parent_id=None, name="一网格", valid_from=since))
        for person in people:
            session.add(Grant(person_id=person.id, role=Role.GUARD, place_id=grid.id, valid_from=since))
        roster = shift_rosters.open_roster(session, grid.id, heads, now=NOON)
        town = GuardTown(
            engine, sessions, market.id, grid.id, roster.rota_id, [p.id for p in people], officer.id
        )
    town.do(lambda s, r: shift_rosters.lay(s, town.rota_id, r, now=NOON))
    return town


def best(room: Workroom, effort: Effort) -> Solved:
    """Use the real solver, briefly."""
    del effort
    return solve(room, Effort(seconds=10))


__all__ = ["GuardTown", "a_workroom", "best", "day", "greedy", "without_solver"]


def move(person: int, number: int, kind: str | None) -> dict[str, Any]:
    """Say that somebody's day becomes this shift, or free."""
    return {"person": person, "day": day(number).isoformat(), "kind": kind}


def since(number: int) -> Any:
    """Say from which day on."""
    return {"from": day(number).isoformat()}


def cell(town: GuardTown, number: int, kind: str) -> int:
    """Give who keeps a shift of one seat."""
    return next(iter(town.standing().staffing()[day(number), kind]))
