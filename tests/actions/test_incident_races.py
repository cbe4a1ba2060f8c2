"""Many people, many schedulers, all at once: the database decides, and everybody is told."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from patrol.errors import NotNow, VersionConflict
from patrol.model.incidents import Incident, IncidentEntry
from patrol.model.tasks import Timer
from patrol.rules.words import Severity
from tests.case_world import OFFICERS, CaseWorld, a_case_world

AT_ONCE = 20


@pytest.fixture
def case(tmp_path: Path, database_url: str) -> Iterator[CaseWorld]:
    case = a_case_world(tmp_path, url=database_url)
    yield case
    case.world.engine.dispose()


@pytest.mark.timeout(300)
def test_twenty_officers_accept_at_once_and_one_wins_each_time(case: CaseWorld, races: int) -> None:
    def accept(number: int, who: str) -> str:
        try:
            case.do(number, "accept", by=who, version=1)
        except VersionConflict as conflict:
            return str(conflict.standing["by"])
        return "won"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in range(races):
            number = case.report(dedupe=uuid4().hex)
            crowd = [OFFICERS[n % len(OFFICERS)] for n in range(AT_ONCE)]
            answers = list(pool.map(lambda who, number=number: accept(number, who), crowd))
            (winner,) = set(answers) - {"won"}
            assert answers.count("won") == 1
            assert case.people[winner] == case.incident(number).accepted_by
            assert case.verbs(number) == ["report", "accept"]


def test_one_command_sent_many_times_at_once_is_carried_out_once(case: CaseWorld) -> None:
    number, command_id = case.report(), uuid4().hex
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: case.do(number, "accept", command_id=command_id, version=1), range(8))
        )
    assert all(answer == answers[0] for answer in answers)
    assert case.verbs(number) == ["report", "accept"]


def test_reports_at_once_get_numbers_of_their_own(case: CaseWorld) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: case.report(dedupe=str(n)), range(16)))
    with case.world.sessions() as session:
        numbers = sorted(session.scalars(select(Incident.number)))
    assert [number[-4:] for number in numbers] == [f"{n:04d}" for n in range(1, 17)]


def test_two_merges_into_each_other_do_not_make_a_circle(case: CaseWorld) -> None:
    one, two = case.report(by="lead"), case.report(by="shop_b")

    def merge(pair: tuple[int, int]) -> str:
        try:
            case.do(pair[0], "merge", target=pair[1], version=1)
        except NotNow as refused:
            return str(refused.standing["because"])
        return "merged"

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(merge, [(one, two), (two, one)]))
    assert sorted(answers) == ["merged", "target-open"]


def test_two_schedulers_fire_every_timer_once_even_after_ten_dead_minutes(case: CaseWorld) -> None:
    numbers = [case.report(severity=Severity.CRITICAL, dedupe=str(n)) for n in range(10)]
    case.later(minutes=10)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: case.run_timers(), range(8)))
    with case.world.sessions() as session:
        fired = session.execute(select(Timer.fired_at, Timer.late_by_s)).all()
        lines = session.execute(
            select(IncidentEntry.incident_id, func.count())
            .where(IncidentEntry.verb == "overdue")
            .group_by(IncidentEntry.incident_id)
        ).all()
    assert len(fired) == 30
    assert Counter(late for _, late in fired) == {570: 10, 540: 10, 510: 10}
    assert sorted(tuple(line) for line in lines) == [(number, 3) for number in numbers]
