"""Rosters of guards: how long until the best one is proven, and how near the greedy one comes."""

import time
from collections.abc import Iterator
from random import Random

from patrol.rules.shift_check import LACKS, breaches
from patrol.rules.shift_cost import cost
from patrol.rules.shift_greedy import greedy
from patrol.rules.shifts import Wish, WishKind, Workroom
from patrol.solving.shift_solver import Effort as Search
from patrol.solving.shift_solver import solve
from tests.benchmarks.effort import Effort
from tests.benchmarks.report import Cell, Report, Table
from tests.benchmarks.site import Ground
from tests.rules.workrooms import away, day, workroom

GREEDY, BEST = ("greedy ms", "greedy cost", "greedy lacks"), ("solver s", "cost", "bound", "proven")
COLUMNS = ("workroom", "days", *GREEDY, *BEST)
NOTE = "Cost as in docs/decisions/0075; the bound is what the solver has proven. One worker, 60 s at most."


def measure(ground: Ground, effort: Effort) -> Report:
    """Solve workrooms of ten and the patrol team of nine, undisturbed and with absences and wishes."""
    del ground
    days = 28 if effort.thorough else 7
    rows = tuple(_row(name, room, days) for name, room in _rooms(days))
    return Report("rosters", (Table("Rosters of guards", COLUMNS, rows, NOTE),))


def _rooms(days: int) -> Iterator[tuple[str, Workroom]]:
    yield "10 guards, 2/2/2", workroom(days, (2, 2, 2))
    yield "10 guards, 3/2/2", workroom(days, (3, 2, 2))
    yield "9 on patrol, 2/2/2, a driver in each", workroom(days, (2, 2, 2), 9, drivers=range(1, 6))
    for seed in range(3):
        dice = Random(seed)
        gone = [(dice.randint(1, 10), away(dice.randrange(days), dice.randint(3, 7))) for _ in range(3)]
        wishes = [
            Wish(dice.randint(1, 10), day(dice.randrange(days)), dice.choice([WishKind.FREE, WishKind.WORK]))
            for _ in range(25)
        ]
        yield (
            f"10 guards, 3/2/2, 3 absences, 25 wishes, {seed}",
            workroom(days, (3, 2, 2), away=gone, wishes=wishes),
        )


def _row(name: str, room: Workroom, days: int) -> tuple[Cell, ...]:
    began = time.monotonic()
    first = greedy(room)
    took = round((time.monotonic() - began) * 1000)
    lacks = sum(one.amount for one in breaches(room, first) if one.rule in LACKS)
    made = solve(room, Search(60.0))
    proven = "yes" if made.proven else "no"
    return name, days, took, cost(room, first).total, lacks, made.seconds, made.cost.total, made.bound, proven
