"""Make the rosters that were asked for: read in one transaction, solve in none, write in another."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from patrol.actions import shift_runs
from patrol.actions.shift_runs import Order
from patrol.clock import Clock
from patrol.db import Sessions
from patrol.model.shifts import RosterRun
from patrol.queries.register import RegisterCache
from patrol.rules.entries import Register
from patrol.rules.shifts import RunState, Workroom
from patrol.solving.shift_solver import Brake, Effort, Solved, solve

Solve = Callable[[Workroom, Effort], Solved]
Holds = Callable[[Session, datetime], bool]
EVERY_S = 1.0
_log = logging.getLogger("patrol.jobs")


def is_due(session: Session, *, now: datetime) -> bool:
    """Say whether a roster waits to be made, or was begun by a process that is gone."""
    lost = (RosterRun.state == RunState.RUNNING) & (RosterRun.started_at < now - shift_runs.LOST)
    waiting = select(RosterRun.id).where(or_(RosterRun.state == RunState.WAITING, lost))
    return session.scalars(waiting.limit(1)).first() is not None


def take(session: Session, register: Register, *, now: datetime) -> Order | None:
    """Take the roster that has waited longest."""
    return shift_runs.claim(session, register, now=now)


def work(order: Order, *, by: Solve = solve) -> Solved | None:
    """Solve it, holding no transaction. None: it could not be solved, and the log says why."""
    try:
        return by(order.room, Effort(order.seconds))
    except Exception:  # noqa: BLE001 - a solver that breaks must not stop the clock
        _log.exception("roster run %s failed", order.run_id)
        return None


def give(session: Session, register: Register, order: Order, made: Solved | None, *, now: datetime) -> None:
    """Write what came out."""
    if made is None:
        shift_runs.give_up(session, order, why="broken", now=now)
    else:
        shift_runs.finish(session, order, made, register, now=now)


class Planner:
    """Makes one roster after the other. `holds` says whether this scheduler may act, inside a transaction."""

    def __init__(self, sessions: Sessions, readers: Sessions, clock: Clock, holds: Holds) -> None:
        self._sessions, self._readers = sessions, readers
        self._clock, self._holds = clock, holds
        self._registers = RegisterCache()
        self._brake = Brake()

    def round(self) -> None:
        """Make one roster that waits; nobody waits for the solver, neither rows nor timers."""
        try:
            order = self._take()
            if order is not None:
                self._give(order, work(order, by=partial(solve, brake=self._brake)))
        except SQLAlchemyError as error:
            _log.error("solve_rosters: the database: %s", str(error).splitlines()[0])
        except Exception:  # noqa: BLE001 - one broken roster must not stop the clock
            _log.exception("solve_rosters failed and is tried again")

    def close(self) -> None:
        """Stop the search that runs; its roster waits for the next process."""
        self._brake.pull()

    def _take(self) -> Order | None:
        with self._readers() as session:
            if self._brake.pulled or not is_due(session, now=self._clock()):
                return None
        with self._sessions.begin() as session:
            now = self._clock()
            if not self._holds(session, now):
                return None
            return take(session, self._registers.current(session), now=now)

    def _give(self, order: Order, made: Solved | None) -> None:
        with self._sessions.begin() as session:
            if self._brake.pulled:
                shift_runs.hand_back(session, order)
            else:
                give(session, self._registers.current(session), order, made, now=self._clock())
