"""A scheduler that was dead, and two that wake at once: every timer fires once, and says how late."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from patrol.model.incidents import IncidentEntry
from patrol.model.notices import Notice
from patrol.model.tasks import Timer
from patrol.rules.words import Severity
from tests.case_world import CaseWorld, a_case_world

DEAD_MIN = 10


@pytest.fixture
def case(tmp_path: Path, database_url: str) -> Iterator[CaseWorld]:
    made = a_case_world(tmp_path, url=database_url)
    yield made
    made.world.engine.dispose()


def test_after_ten_dead_minutes_two_schedulers_fire_every_timer_once_and_say_how_late(
    case: CaseWorld,
) -> None:
    for severity in (Severity.CRITICAL, Severity.HIGH, Severity.NORMAL):
        case.report(severity=severity)
    case.sent(Severity.CRITICAL, "device:phone-guard", place="g1-02-a")
    case.world.event("button/btn-a", "sos")
    case.later(minutes=DEAD_MIN)
    case.world.snapshot()
    with ThreadPoolExecutor(2) as both:
        for _ in range(2):
            for done in [both.submit(case.run_timers) for _ in range(2)]:
                done.result()
    with case.world.sessions() as session:
        timers = session.scalars(select(Timer).where(Timer.due_at <= case.world.now)).all()
        waited = [timer for timer in timers if timer.stopped_at is None]
        assert len(waited) >= 10
        assert all(timer.fired_at == case.world.now for timer in waited)
        late = {timer.id: round((case.world.now - timer.due_at).total_seconds()) for timer in waited}
        assert {timer.id: timer.late_by_s or 0 for timer in waited} == {
            number: seconds if seconds > 5 else 0 for number, seconds in late.items()
        }
        told = session.scalars(select(IncidentEntry).where(IncidentEntry.verb == "overdue")).all()
        of_incidents = [timer for timer in waited if timer.incident_id is not None]
        assert Counter((e.incident_id, e.facts["timer"], e.facts["level"]) for e in told) == Counter(
            (timer.incident_id, timer.kind, timer.level) for timer in of_incidents
        )
        assert {
            (e.incident_id, e.facts["timer"], e.facts["level"]): e.facts.get("late_by_s") for e in told
        } == {(timer.incident_id, timer.kind, timer.level): timer.late_by_s for timer in of_incidents}, (
            "the timeline says how late, too"
        )
        twice = select(Notice.person_id, Notice.thing).group_by(Notice.person_id, Notice.thing)
        assert session.execute(twice.having(func.count() > 1)).all() == []
        rung = session.scalars(select(Notice).where(Notice.kind.in_(["ladder", "consider_110"]))).all()
        assert rung
        assert all(notice.facts["late_by_s"] > 5 for notice in rung if notice.facts.get("late_by_s"))
