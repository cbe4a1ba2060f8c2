"""What is waited for: the ladder, holds that pause it, people who are out alone, alerts nobody takes."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from patrol.actions import silences
from patrol.actions.silences import Window
from patrol.errors import NotNow
from patrol.jobs import fire_timers
from patrol.model.incidents import IncidentEntry
from patrol.model.tasks import Timer
from patrol.rules.words import Severity
from tests.case_world import CaseWorld, a_case_world


@pytest.fixture
def case(tmp_path: Path, database_url: str) -> Iterator[CaseWorld]:
    case = a_case_world(tmp_path, url=database_url)
    yield case
    case.world.engine.dispose()


def overdue(case: CaseWorld, number: int) -> list[tuple[str, int]]:
    """Give what fired, with its rung."""
    with case.world.sessions() as session:
        mine = select(IncidentEntry).where(
            IncidentEntry.incident_id == number, IncidentEntry.verb == "overdue"
        )
        return [
            (e.facts["timer"], e.facts["level"]) for e in session.scalars(mine.order_by(IncidentEntry.id))
        ]


def said(case: CaseWorld, since: int = 0) -> list[str]:
    return [event.type for event in case.world.since(since)]


def test_a_critical_report_climbs_three_rungs_and_nobody_is_called_by_a_machine(case: CaseWorld) -> None:
    number = case.report(severity=Severity.CRITICAL)
    for seconds, reached in ((29, 0), (1, 1), (30, 2), (30, 3), (600, 3)):
        case.later(seconds=seconds).run_timers()
        assert len(overdue(case, number)) == reached
    with case.world.sessions() as session:
        last = session.scalars(select(IncidentEntry).order_by(IncidentEntry.id.desc())).first()
    assert last is not None
    assert last.facts["to"] == ["phone_list", "consider_110"]
    assert last.actor_id is None


def test_accepting_stops_the_ladder_and_begins_the_next_wait(case: CaseWorld) -> None:
    number = case.report(severity=Severity.CRITICAL)
    case.later(seconds=31).run_timers()
    case.do(number, "accept")
    case.later(seconds=59).run_timers()
    assert overdue(case, number) == [("accept", 1)]
    case.later(seconds=1).run_timers()
    assert overdue(case, number) == [("accept", 1), ("dispatch", 1)]
    (first, *_) = case.timers(number)
    assert first.stopped_at is not None
    assert first.stopped_at > first.due_at, "accepted late, and the row says so"


def test_a_unit_that_does_not_answer_is_named_and_so_is_the_next(case: CaseWorld) -> None:
    number = case.sent(Severity.HIGH)
    head = case.world.snapshot().seq
    case.later(seconds=60).run_timers()
    with case.world.sessions() as session:
        line = session.scalars(select(IncidentEntry).order_by(IncidentEntry.id.desc())).first()
    assert line is not None
    assert (line.facts["unit"], line.facts["next"]) == ("device:phone-guard", "device:phone-guard2")
    assert said(case, head) == ["task.silent"]
    case.do(number, "respond", by="guard", task=case.tasks(number)[0].id)
    assert "answer" not in case.waiting(number)


def test_a_hold_pauses_every_clock_and_keeps_what_was_left(case: CaseWorld) -> None:
    number = case.sent()
    due = {timer.kind: timer.due_at for timer in case.timers(number) if timer.level == 1}
    case.later(minutes=1)
    until = case.world.now + timedelta(days=3)
    case.do(number, "hold", by="leader", reason="the owner is away", until=until.isoformat())
    case.later(days=2).run_timers()
    assert overdue(case, number) == []
    case.do(number, "resume", by="leader")
    for timer in case.timers(number):
        if timer.stopped_at is None and timer.level == 1:
            assert timer.due_at == due[timer.kind] + timedelta(days=2)


def test_a_hold_that_is_over_is_said(case: CaseWorld) -> None:
    number = case.sent()
    until = case.world.now + timedelta(days=1)
    case.do(number, "hold", by="leader", reason="the owner is away", until=until.isoformat())
    case.later(days=1).run_timers()
    assert overdue(case, number) == [("hold", 1)]


def test_an_extension_is_asked_by_who_is_out_and_given_once(case: CaseWorld) -> None:
    number = case.sent()
    case.do(number, "ask_extension", by="guard", reason="the part comes tomorrow")
    due = (case.world.now + timedelta(days=2)).isoformat()
    case.do(number, "extend", by="leader", reason="the part comes tomorrow", due=due)
    case.later(days=1, hours=1).run_timers()
    assert ("handled", 1) not in overdue(case, number)
    with pytest.raises(NotNow, match="extended-once"):
        case.do(number, "extend", by="leader", reason="again", due=due)


def test_somebody_out_alone_is_missed_after_ten_minutes_without_a_word(case: CaseWorld) -> None:
    number = case.sent(Severity.CRITICAL)
    task = case.tasks(number)[0].id
    case.do(number, "arrive", by="guard", task=task)
    case.later(minutes=9).do(number, "check_in", by="guard", task=task)
    case.later(minutes=9).run_timers()
    assert ("check_in", 1) not in overdue(case, number)
    case.later(minutes=1).run_timers()
    assert ("check_in", 1) in overdue(case, number)


def test_a_graver_case_is_measured_by_its_new_severity_from_where_it_began(case: CaseWorld) -> None:
    number = case.report()
    case.later(seconds=20).do(number, "grade", severity="critical", reason="he has a knife")
    case.later(seconds=10).run_timers()
    assert overdue(case, number) == [("accept", 1)]


def test_an_alert_nobody_accepts_climbs_the_same_ladder(case: CaseWorld) -> None:
    case.world.event("button/btn-a", "sos")
    head = case.world.snapshot().seq
    for _ in range(3):
        case.later(seconds=30).run_timers()
        case.run_timers()
    assert said(case, head) == ["alert.overdue"] * 3
    with case.world.sessions() as session:
        assert fire_timers.is_due(session, now=case.world.now) is False


@pytest.mark.parametrize("why", ["accepted", "shelved", "kept back", "a notice"])
def test_an_alert_that_waits_for_nobody_climbs_no_ladder(case: CaseWorld, why: str) -> None:
    if why == "kept back":
        window = Window(1, 60, "works", maintenance=False, device="door-a")
        with case.world.sessions.begin() as session:
            silences.begin(session, window, case.world.register.current(session), by=None, now=case.world.now)
    case.world.event("sensor/door-a", "battery_low" if why == "a notice" else "intrusion")
    alert, officer = case.world.alert(), case.people["officer"]
    if why == "shelved":
        case.world.order(alert, "shelve", by=officer, minutes=60, reason="the owner comes")
    if why == "accepted":
        case.world.order(alert, "accept", by=officer)
        with case.world.sessions.begin() as session:
            session.execute(update(Timer).values(stopped_at=case.world.now))
    head = case.world.snapshot().seq
    case.later(minutes=35)
    with case.world.sessions() as session:
        assert fire_timers.is_due(session, now=case.world.now) is False
    case.run_timers()
    assert said(case, head) == []


def test_a_late_clock_rings_once_for_an_alert_and_writes_down_every_rung(case: CaseWorld) -> None:
    case.world.event("button/btn-a", "sos")
    head = case.world.snapshot().seq
    case.later(minutes=10).run_timers()
    assert said(case, head) == ["alert.overdue"]
    with case.world.sessions() as session:
        late = sorted(session.scalars(select(Timer.late_by_s).where(Timer.alert_id.is_not(None))), key=str)
    assert late == [510, 540, 570]
