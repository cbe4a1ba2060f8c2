"""The best roster within a time: from CP-SAT, or without it the greedy one; it says which."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from patrol.rules.shift_check import Breach, breaches
from patrol.rules.shift_cost import Cost, cost
from patrol.rules.shift_greedy import greedy
from patrol.rules.shifts import Key, Workroom

SEED = 20
THOROUGH = 2
"""All bounds go into the linear relaxation: measured, a short roster is proven in 0.3 s instead of never."""


class Method(StrEnum):
    """Who made a roster."""

    SOLVER = "solver"
    GREEDY = "greedy"


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to look (seconds), and on how many cores."""

    seconds: float = 45.0
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Solved:
    """A roster with what is known of it. `bound`: no roster costs less; None: nobody has proven anything.

    `why`: the reason the solver was not used, in a key.
    """

    staffing: Mapping[Key, frozenset[int]]
    method: Method
    cost: Cost
    breaches: tuple[Breach, ...]
    bound: int | None = None
    seconds: float = 0.0
    why: str | None = None

    @property
    def proven(self) -> bool:
        """Say whether nothing better exists."""
        return self.bound is not None and self.bound >= self.cost.total


class NoSolver(Exception):
    """OR-Tools is not installed here, or does not run on this machine."""


class Brake:
    """Lets somebody else stop a search that runs."""

    def __init__(self) -> None:
        self.pulled = False
        self._stop: Callable[[], None] | None = None

    def hold(self, stop: Callable[[], None]) -> None:
        """Take what stops the search that begins now."""
        self._stop = stop

    def pull(self) -> None:
        """Stop the search, and every later one."""
        self.pulled = True
        if self._stop is not None:
            self._stop()


def bring_ortools() -> Any:
    """Import the solver when it is needed, not before: it takes seconds.

    Raises:
        NoSolver: it is not there.
    """
    try:
        from ortools.sat.python import cp_model
    except (ImportError, OSError) as error:
        raise NoSolver(str(error)) from error
    return cp_model


def solve(
    room: Workroom,
    effort: Effort = Effort(),
    *,
    bring: Callable[[], Any] = bring_ortools,
    brake: Brake | None = None,
) -> Solved:
    """Staff the shifts of a workroom as well as the time allows; the rules judge whatever comes out."""
    try:
        cp = bring()
    except NoSolver:
        return _judged(room, greedy(room), Method.GREEDY, why="no-solver")
    found = _search(room, greedy(room, orders=1), effort, cp, brake or Brake())
    return found if found is not None else _judged(room, greedy(room), Method.GREEDY, why="nothing-found")


def greedy_only(room: Workroom) -> Solved:
    """Make the greedy roster and no other: where it has to be there at once."""
    return _judged(room, greedy(room), Method.GREEDY, why="at-once")


def _search(
    room: Workroom, first: Mapping[Key, frozenset[int]], effort: Effort, cp: Any, brake: Brake
) -> Solved | None:
    from patrol.solving.shift_model import ShiftModel

    made = ShiftModel(room, make=cp.CpModel)
    made.hint(first)
    solver = cp.CpSolver()
    solver.parameters.max_time_in_seconds = effort.seconds
    solver.parameters.num_workers = effort.workers
    solver.parameters.random_seed = SEED
    solver.parameters.linearization_level = THOROUGH
    brake.hold(solver.stop_search)
    if brake.pulled:
        return None
    status = solver.solve(made.model)
    if status not in (cp.OPTIMAL, cp.FEASIBLE):
        return None
    bound = -int(-solver.best_objective_bound // 1)
    return _judged(room, made.read(solver.value), Method.SOLVER, bound=bound, seconds=solver.wall_time)


def _judged(
    room: Workroom,
    staffing: Mapping[Key, frozenset[int]],
    method: Method,
    *,
    bound: int | None = None,
    seconds: float = 0.0,
    why: str | None = None,
) -> Solved:
    found = tuple(breaches(room, staffing))
    return Solved(staffing, method, cost(room, staffing), found, bound, round(seconds, 2), why)
