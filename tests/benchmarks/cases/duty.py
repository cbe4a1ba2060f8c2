"""Duty: how fair a year is, how long it takes to plan it, to say who is on duty, and to plan again.

The groups stand on a database of their own. The process is settled (`patrol.heap`) and has asked once
who is on duty, as a web process has before it answers anybody.
"""

import statistics
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from time import perf_counter, process_time

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import duty_absences
from patrol.actions.duty_absences import Leave
from patrol.actions.duty_doer import Doer
from patrol.heap import settle
from patrol.model.duty import Slot
from patrol.queries import duty
from patrol.rules.duty_words import AbsenceKind
from patrol.rules.entries import Register
from tests.actions.duty_town import DutyTown, Group, a_town
from tests.benchmarks.effort import FULL, QUICK, Effort
from tests.benchmarks.report import Cell, Report, Table
from tests.benchmarks.site import Database, Ground
from tests.rules.groups import a_year, by_calendar, by_idleness, by_pointer, deviation, stepped

RULES = {
    "ours": stepped,
    "calendar round-robin": by_calendar,
    "pointer that skips": by_pointer,
    "longest idle": by_idleness,
}
FAIR = ("rule", "absences: mean", "absences: worst", "none: mean", "none: worst")
YEAR = ("groups", "turns", "cpu s")
SPEED = ("what", "database", "times", "first ms", "median ms", "worst ms", "cpu median", "cpu worst")
FAIR_NOTE = (
    "A year of ten shops with evenings and nights, the same dice for each rule: the largest distance of a "
    "shop from its share, in evenings; with two absences of 5 to 21 days for each shop, and without."
)
SPEED_NOTE = (
    "Ten shops in each group, 60 days planned. Milliseconds by the clock, and by the processor of this "
    "process alone; worst is of all times, the first too."
)
MANY = {FULL.asked: (200, 180, 60), QUICK.asked: (20, 180, 20)}
FEW = (1, 3, 2)
"""Years of dice, groups, and how often each is asked; by effort."""


def measure(ground: Ground, effort: Effort) -> Report:
    """Weigh the rules over the same years, plan a year, and ask and change a market of groups."""
    seeds, groups, asked = MANY.get(effort.asked, FEW)
    speed = [
        row
        for database in dict.fromkeys(database for database, _ in effort.places)
        for row in _speed(ground.empty(database), database, groups, asked)
    ]
    return Report(
        "duty",
        (
            Table("Fairness", FAIR, tuple(_fairness(seeds)), FAIR_NOTE),
            Table("A year, with standby", YEAR, (_year(groups),)),
            Table("Who is on duty, and an absence", SPEED, tuple(speed), SPEED_NOTE),
        ),
    )


def _fairness(seeds: int) -> Iterator[tuple[Cell, ...]]:
    for name, rule in RULES.items():
        cells: list[Cell] = [name]
        for absences in (2, 0):
            years = [a_year(seed, absences=absences) for seed in range(seeds)]
            found = [deviation(rule(year), [one.id for one in year.roster.members]) for year in years]
            cells += [round(statistics.mean(found), 2), round(max(found), 2)]
        yield tuple(cells)


def _year(groups: int) -> tuple[Cell, ...]:
    years = [a_year(seed, standby=1) for seed in range(groups)]
    began = process_time()
    for year in years:
        stepped(year)
    turns = sum(not turn.standby for year in years for turn in year.turns)
    return groups, turns, round(process_time() - began, 1)


def _speed(url: str, database: Database, count: int, asked: int) -> Iterator[tuple[Cell, ...]]:
    town = a_town(url)
    groups = [town.group(shops=10, days=60) for _ in range(count)]
    town.now = datetime(2026, 3, 2, 11, tzinfo=UTC)
    with town.sessions() as session:
        duty.rehearse(session, now=town.now)
    settle()
    yield _timed("on duty in the whole market", database, asked, lambda _: _on_duty(town, count))
    yield _timed("an absence of a week", database, min(asked, count), lambda n: _absence(town, groups[n]))
    town.engine.dispose()


def _on_duty(town: DutyTown, groups: int) -> None:
    with town.sessions() as session:
        assert len(duty.on_duty(session, town.market_id, now=town.now)) == groups


def _absence(town: DutyTown, group: Group) -> None:
    def declare(session: Session, register: Register) -> None:
        shop = session.scalars(select(Slot.holder_id).where(Slot.rota_id == group.rota_id)).first() or 0
        start = town.now + timedelta(days=2)
        leave = Leave(shop, AbsenceKind.AWAY, start, start + timedelta(days=7))
        doer = Doer(None, frozenset({shop}))
        duty_absences.declare(session, group.rota_id, leave, doer, register, now=town.now)

    town.do(declare)


def _timed(what: str, database: Database, times: int, act: Callable[[int], None]) -> tuple[Cell, ...]:
    clock, cpu = list[float](), list[float]()
    for number in range(times):
        began, worked = perf_counter(), process_time()
        act(number)
        clock.append((perf_counter() - began) * 1000)
        cpu.append((process_time() - worked) * 1000)
    found = (clock[0], statistics.median(clock), max(clock), statistics.median(cpu), max(cpu))
    return what, str(database), times, *(round(ms, 1) for ms in found)
