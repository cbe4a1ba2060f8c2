"""Two schedulers never fire one timer twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from patrol.jobs import lease
from patrol.jobs.scheduler import Clockwork
from patrol.jobs.timetable import TIMETABLE, Entry, always
from patrol.model.stream import Heartbeat, Lease
from patrol.queries.register import RegisterCache
from patrol.rules.entries import Register
from tests.jobs.town import NOON, Town

NEW_TOWN = 5
"""Looks after which a job has made what a new town lacks: half hours to measure, seeds, a ledger."""


def holds(town: Town, holder: str) -> bool:
    with town.sessions.begin() as session:
        return lease.hold(session, holder, now=town.now)


def test_who_comes_first_keeps_it_as_long_as_it_is_used(town: Town) -> None:
    assert holds(town, "first")
    for _ in range(5):
        town.later(seconds=2)
        assert holds(town, "first")
        assert not holds(town, "second")


def test_the_next_one_goes_on_when_the_first_is_silent(town: Town) -> None:
    assert holds(town, "first")
    town.later(seconds=lease.LASTS.total_seconds() + 0.001)
    assert holds(town, "second")
    assert not holds(town, "first")


def test_who_leaves_does_not_make_the_next_one_wait(town: Town) -> None:
    assert holds(town, "first")
    with town.sessions.begin() as session:
        lease.let_go(session, "first", now=town.now)
    assert holds(town, "second")


def test_of_many_that_start_at_once_one_gets_it(town: Town) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda n: holds(town, f"holder {n}"), range(6)))
    assert answers.count(True) == 1


def clockwork(town: Town, holder: str) -> Clockwork:
    return Clockwork(town.sessions, town.sessions, lambda: town.now, holder)


def counting(done: list[datetime]) -> Callable[..., None]:
    def job(_session: Session, _register: Register, *, now: datetime) -> None:
        done.append(now)

    return job


def test_only_the_holder_works(town: Town) -> None:
    done: list[datetime] = []
    first, second = clockwork(town, "first"), clockwork(town, "second")
    for one in (first, second, first):
        one.look("count", Entry(counting(done), 1.0))
    assert len(done) == 2
    town.later(seconds=6)
    second.look("count", Entry(counting(done), 1.0))
    first.look("count", Entry(counting(done), 1.0))
    assert len(done) == 3


def test_a_job_that_fails_does_not_stop_the_others(town: Town) -> None:
    def broken(_session: Session, _register: Register, *, now: datetime) -> None:
        raise RuntimeError("a defect")

    done: list[datetime] = []
    one = clockwork(town, "first")
    one.look("broken", Entry(broken, 1.0))
    one.look("count", Entry(counting(done), 1.0))
    assert done == [NOON]


def test_the_pulse_says_that_time_is_kept_and_since_when(town: Town) -> None:
    one = clockwork(town, "first")
    town.later(seconds=4)
    one.pulse()
    with town.sessions() as session:
        beat = session.get_one(Heartbeat, "jobs")
    assert (beat.at, beat.started_at) == (NOON + timedelta(seconds=4), NOON)


def test_after_a_pause_time_counts_as_kept_anew(town: Town) -> None:
    one = clockwork(town, "first")
    one.pulse()
    for seconds in (10, 2):
        town.later(seconds=seconds)
        one.pulse()
    with town.sessions() as session:
        assert session.get_one(Heartbeat, "jobs").started_at == NOON + timedelta(seconds=10)


def test_a_look_that_finds_nothing_due_opens_no_transaction_to_write(town: Town) -> None:
    done: list[datetime] = []
    clockwork(town, "one").look("count", Entry(counting(done), 1.0, due=lambda _session, *, now: False))
    assert done == []
    with town.sessions() as session:
        assert session.get(Lease, "jobs") is None


@pytest.mark.parametrize("name", [name for name, entry in TIMETABLE.items() if entry.due is not always])
def test_nothing_is_due_where_nothing_happened(town: Town, name: str) -> None:
    for _ in range(NEW_TOWN):
        with town.sessions.begin() as session:
            TIMETABLE[name].job(session, RegisterCache().current(session), now=town.now)
    with town.sessions() as session:
        assert not TIMETABLE[name].due(session, now=town.now)
