"""The made-up past: the same for the same seed, over by now, and reckoned as any other."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from patrol.db import Sessions, make_engine, make_sessions
from patrol.model import Base
from patrol.model.incidents import Incident, IncidentEntry
from patrol.model.tasks import Timer
from patrol.processes import sample_past, sample_town
from patrol.queries.figure_lists import was_sample
from patrol.queries.figures import Scope, figures
from patrol.queries.register import RegisterCache
from patrol.rules.hours import MarketClock
from patrol.rules.periods import Span, around
from patrol.rules.words import DeviceClass, Step
from patrol.sample.past import past
from patrol.sample.past_case import Guard, PastCase, Spot, Town

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
CLOCK = MarketClock("Asia/Shanghai", 14 * 60)
DAYS = [date(2026, 11, 24) - timedelta(days=n) for n in range(9, -1, -1)]
SPOT = Spot(place=1, group=2, grid=3, x=1.0, y=2.0, lead=9)
TOWN = Town(
    spots=(SPOT,),
    devices={kind: [(n, SPOT)] for n, kind in enumerate(DeviceClass, 50)},
    guards={3: (Guard(20, 60, "phone-a"), Guard(21, 61, "phone-b"))},
    officers=(10, 11, 12),
    leaders=(13, 14),
    police=15,
    now=NOW,
)


def lived(seed: int = 1) -> list[PastCase]:
    return list(past(TOWN, CLOCK, DAYS, Random(seed)))


def test_the_same_seed_gives_the_same_past_and_another_one_another() -> None:
    assert [one.entries for one in lived()] == [one.entries for one in lived()]
    assert [one.began for one in lived()] != [one.began for one in lived(2)]


def test_everything_is_over_by_now_and_nothing_is_told_that_has_not_happened() -> None:
    for case in lived():
        assert case.incident["step"] in (Step.CLOSED, Step.EVALUATED, Step.REFUSED, Step.VOID)
        times = [entry["recorded_at"] for entry in case.entries]
        assert times == sorted(times, key=str)
        assert max(str(one) for one in times) <= str(NOW)
        assert all(isinstance(one, datetime) and one.tzinfo is UTC for one in times)
        assert [entry["version"] for entry in case.entries][-1] == case.incident["version"]
        assert case.entries[0]["facts"] == {"sample": True}


def test_a_grave_case_is_verified_by_one_and_closed_by_another_and_never_by_its_handler() -> None:
    for case in lived():
        if case.incident["verified_by"] is not None:
            assert case.incident["verified_by"] != case.incident["closed_by"]
        if case.incident["closed_by"] == case.officer and case.tasks:
            assert case.incident["self_closed"]


def test_a_little_of_everything_went_wrong_and_nights_are_busier_than_noon() -> None:
    cases = [case for seed in range(4) for case in lived(seed)]
    verbs = Counter(str(entry["verb"]) for case in cases for entry in case.entries)
    assert {"return", "hold", "extend", "rework", "refuse", "void", "drill", "overdue", "rate"} <= set(verbs)
    hours = Counter(CLOCK.local(case.began).hour for case in cases)
    assert sum(hours[hour] for hour in (23, 0, 1, 2)) > 2 * sum(hours[hour] for hour in (11, 12, 13, 14))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Sessions:
    folder = tmp_path_factory.mktemp("town")
    engine = make_engine(f"sqlite:///{folder}/town.sqlite3")
    Base.metadata.create_all(engine)
    sessions = make_sessions(engine)
    with sessions.begin() as session:
        sample_town.settle(session, folder, seed=1, now=NOW)
    return sessions


def test_the_sample_market_begins_with_five_weeks_once_and_says_that_they_are_made_up(town: Sessions) -> None:
    with town() as session:
        register = RegisterCache().current(session)
        assert sample_past.live_through(session, register, register.markets[1], seed=1, now=NOW) == 0
        number = session.scalar(select(func.count(Incident.id))) or 0
        assert was_sample(session, "yunda")
        first = session.scalars(select(IncidentEntry).order_by(IncidentEntry.recorded_at)).first()
    assert 600 < number < 1_100
    assert len([day for day, incidents in days_of(town).items() if incidents]) == 35
    assert first is not None
    assert first.facts == {"sample": True}
    with town() as session:
        waiting = select(func.count(Timer.id)).where(Timer.stopped_at.is_(None), Timer.fired_at.is_(None))
        mine = waiting.join(Incident, Incident.id == Timer.incident_id).where(Incident.closed_at.is_not(None))
        assert (session.scalar(mine) or 0) < number / 3


def days_of(town: Sessions) -> dict[str, int]:
    found: dict[str, int] = {}
    with town() as session:
        register = RegisterCache().current(session)
        for day in (date(2026, 10, 1), date(2026, 11, 1)):
            told = figures(session, Scope(1), around(Span.MONTH, day), register, now=NOW)
            found |= {one.key: one.reports for one in told.days}
            assert told.line("accept_in_time").now.share is not None
            assert told.line("false_alarm").now.part > 0
    return found
