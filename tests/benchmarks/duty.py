"""How fair and how fast duty is, in one run: `python -m tests.benchmarks.duty [seeds]`.

Fairness: a year of ten shops with evenings and nights, for each rule over the same seeds: the largest
distance of a shop from its share, in evenings. Speed: CPU time, on SQLite.
"""

import statistics
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import duty_absences
from patrol.actions.duty_absences import Leave
from patrol.actions.duty_doer import Doer
from patrol.model.duty import Slot
from patrol.queries import duty
from patrol.rules.duty_words import AbsenceKind
from patrol.rules.entries import Register
from tests.actions.duty_town import DutyTown, Group, a_town
from tests.rules.groups import a_year, by_calendar, by_idleness, by_pointer, deviation, stepped

RULES = {
    "ours": stepped,
    "calendar round-robin": by_calendar,
    "pointer that skips": by_pointer,
    "longest idle": by_idleness,
}
GROUPS = 180


def fairness(seeds: int) -> None:
    """Print the table of rules, with two absences for each shop and without."""
    print(f"{seeds} years; largest distance from the share, in evenings: mean / worst")
    for name, rule in RULES.items():
        cells = []
        for absences in (2, 0):
            found = []
            for seed in range(seeds):
                year = a_year(seed, absences=absences)
                found.append(deviation(rule(year), [member.id for member in year.roster.members]))
            cells.append(f"{statistics.mean(found):6.2f} / {max(found):6.2f}")
        print(f"  {name:22} absences {cells[0]}   none {cells[1]}")


def year_for_the_market() -> None:
    """Plan a year of two turns a day for every group."""
    years = [a_year(seed, standby=1) for seed in range(GROUPS)]
    began = process_time()
    for year in years:
        stepped(year)
    turns = sum(len(year.turns) for year in years)
    print(f"a year for {GROUPS} groups, {turns:,} seats planned: {process_time() - began:.1f} s")


def speed(folder: Path) -> None:
    """Print how long it takes to say who is on duty in the market, and to plan again after an absence."""
    town = a_town(f"sqlite:///{folder}/duty.sqlite3")
    groups = [town.group(shops=10, days=60) for _ in range(GROUPS)]
    town.now = datetime(2026, 3, 2, 11, tzinfo=UTC)
    _tell("who is on duty in the whole market", 60, lambda _n: _on_duty(town))
    _tell("again after an absence of a week", 20, lambda n: _absence(town, groups[n]))
    town.engine.dispose()


def _on_duty(town: DutyTown) -> None:
    with town.sessions() as session:
        assert len(duty.on_duty(session, town.market_id, now=town.now)) == GROUPS


def _absence(town: DutyTown, group: Group) -> None:
    def declare(session: Session, register: Register) -> None:
        shop = session.scalars(select(Slot.holder_id).where(Slot.rota_id == group.rota_id)).first() or 0
        start = town.now + timedelta(days=2)
        leave = Leave(shop, AbsenceKind.AWAY, start, start + timedelta(days=7))
        doer = Doer(None, frozenset({shop}))
        duty_absences.declare(session, group.rota_id, leave, doer, register, now=town.now)

    town.do(declare)


def _tell(what: str, times: int, act: Callable[[int], None]) -> None:
    took = []
    for number in range(times):
        began = process_time()
        act(number)
        took.append((process_time() - began) * 1000)
    first, rest = took[0], took[1:]
    print(f"{what}: first {first:.1f} ms, median {statistics.median(rest):.1f}, worst {max(rest):.1f}")


if __name__ == "__main__":
    fairness(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
    year_for_the_market()
    with TemporaryDirectory() as place:
        speed(Path(place))
